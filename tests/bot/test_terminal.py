"""The assistant in a terminal: numbered choices, the source on demand, and words that look like markup."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from bot.app import App
from bot.channels.terminal import Terminal

Talk = Callable[..., str]


@pytest.fixture
def talk(house: App, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Talk:
    """Says lines to a terminal and gives what it showed; the input ends after them."""

    def say(*lines: str) -> str:
        shown = io.StringIO()
        told = iter(lines)
        numbers = iter(range(1000))
        console = Console(file=shown, width=100, highlight=False)

        def ended(*_: object) -> str:
            line = next(told, None)
            if line is None:
                raise EOFError
            return line

        monkeypatch.setattr("builtins.input", ended)
        Terminal(house.assistant, request.node.nodeid, lambda: f"t{next(numbers)}", console).run()
        return shown.getvalue()

    return say


def test_it_welcomes_and_says_goodbye_when_the_input_ends(talk: Talk) -> None:
    shown = talk()
    assert "申报助手" in shown and "#1 开始填表" in shown and "再见" in shown


@pytest.mark.parametrize("word", ["再见", "/quit"])
def test_a_word_of_parting_ends_it(talk: Talk, word: str) -> None:
    assert "再见" in talk(word, "不会再读这一行")


def test_an_answer_names_its_places_and_shows_their_words_on_demand(talk: Talk) -> None:
    shown = talk("成员单位最少要几家？", "看原文")
    assert "依据：第五条（二）5" in shown and "成员单位原则上不少于3家" in shown.split("依据：")[1]


def test_a_choice_is_taken_by_its_number(talk: Talk) -> None:
    shown = talk("#1", "#1", "#99", "")
    assert "同意" in shown and "叫什么名字" in shown


@pytest.mark.parametrize("words", ["[/red]", "[bold]粗[/bold]", "[link=x]", "[[[", "\x1b[31m红"])
def test_words_that_look_like_markup_are_only_words(talk: Talk, words: str) -> None:
    assert talk("#1", "#1", "示例" + words, "预览").count("再见") == 1
