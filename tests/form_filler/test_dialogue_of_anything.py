"""Whatever is said in whatever order: no surprise, a state that can be stored, and nothing accepted is lost."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from form_filler.dialogue import CONSENT, State
from form_filler.outcomes import Rejected
from form_filler.tables import Rows
from tests.form_filler.registration import registration
from tests.form_filler.talking import ANSWERS, ROW_FIELDS, Talk

HOSTILE = (
    "", " ", "\n", "\0", "\x0b", "\ufffd", "\u202e反过来", "\u200b", "😀", "𠮷野", "{{7*7}}", "{% raw %}", "{name}",
    "<b>&amp;</b>", "]]>", "'; DROP TABLE x;--", "\"\\", "(((((", "[[[", "*+?", "字" * 700, "1" * 300, "，" * 50,
    "a\tb\tc\td", "第", "删除第十十行", "删除第亿行", "改", "改成", "把改成", "把x改成", "修改", "不对", "？", "-1",
    "１２３", "十十", "0x1F", "1e309",
)  # fmt: skip
COMMANDS = (
    "跳过", "上一步", "预览", "取消", "继续", "确认", "好的", "完成", "没有", "没有了", "修改", "同意", "不同意",
    "为什么要填这个", "同法人", "修改电话", "修改联系电话", "修改成员单位", "把联系电话改成13911112222",
    "把电话改成13911112222", "技术领域改成A", "1", "2", "第二个", "示例新材料", "金属冶炼", "材料", "删除第1行",
    "把成员总数改成1", "企业数量改成9",
)  # fmt: skip
CHOICES = (
    "skip", "back", "preview", "cancel", "resume", "edit", "done", "confirm", "agree", "decline", "same", "complete",
    "keep", "2024-06-03", "contact.phone", "members", "gone", "consent", "430",
)  # fmt: skip
FILES = (Rows(), Rows(good=({"name": "王五", "employer": "甲"},)), Rejected("读不了"))

said = st.one_of(
    st.sampled_from((*ANSWERS.values(), *COMMANDS, *HOSTILE)).map(lambda text: ("text", text)),
    st.sampled_from(CHOICES).map(lambda choice: ("choice", choice)),
    st.just(("answer", "")),  # what the open field wants
    st.text(max_size=40).map(lambda text: ("text", text)),
    st.integers(0, len(FILES) - 1).map(lambda place: ("file", str(place))),
)


def _tell(talk: Talk, kind: str, what: str) -> str:
    """Says one thing and gives the words that may have changed something."""
    if kind == "answer":
        what = ANSWERS.get(talk.cursor or "", "同意")
        kind = "text"
    if kind == "file":
        talk.say(rows=FILES[int(what)])
    elif kind == "choice":
        talk.choose(what)
    else:
        talk.say(what)
    return what


def _leaves(value: Any, path: str = "") -> dict[str, Any]:
    if isinstance(value, dict):
        return {k: v for key, one in value.items() for k, v in _leaves(one, f"{path}.{key}").items()}
    return {path: value}


@settings(max_examples=150, deadline=None)
@given(consented=st.booleans(), messages=st.lists(said, max_size=40))
def test_the_dialogue_takes_anything(consented: bool, messages: list[tuple[str, str]]) -> None:
    talk = Talk(consented=consented)
    paths = registration().paths()
    for kind, what in messages:
        before = talk.state
        words = _tell(talk, kind, what)
        state = talk.state
        assert State.model_validate(json.loads(json.dumps(json.loads(state.model_dump_json())))) == state
        assert state.cursor is None or state.cursor in (CONSENT, *paths)
        assert state.back_to is None or (state.changing and state.back_to in paths)
        assert talk.texts and all(text.strip() for text in talk.texts)
        assert not any(path in state.hidden for path in (state.cursor, state.back_to) if path)
        lost = set(_leaves(before.values)) - set(_leaves(state.values))
        if lost:  # only a row that was deleted, or the same person's numbers, may go
            assert "删" in words or before.cursor in ("contact.name", "contact.id_number", "contact.phone"), (
                words,
                lost,
            )
        if state.errors and not {before.cursor, state.cursor} & set(ROW_FIELDS):
            assert state.values == before.values


@settings(max_examples=60, deadline=None)
@given(messages=st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=6), stop=st.sampled_from((*ANSWERS, None)))
def test_hostile_words_at_any_field_lose_nothing(messages: list[str], stop: str | None) -> None:
    talk = Talk().up_to(stop)
    before = _leaves(talk.state.values)
    for message in messages:
        talk.say(message)
        after = _leaves(talk.state.values)
        assert before.keys() <= after.keys()
