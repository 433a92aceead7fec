"""What a model answers, line by line as it comes: a choice, sentences with the tokens they rest on, an end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from retrieval.judgement import fault_of
from retrieval.material import Material
from retrieval.phrasing_rules import PhrasingRules, ReplyRules
from retrieval.wording import Wording, sentences_of

_TOKEN = r"[\[【［]\s*[PQＰＱpq]\s*\d{1,3}(?:\s*[,，、;；\s]\s*[PQＰＱpq]?\s*\d{1,3}){0,9}\s*[\]】］]"
_TOKENS = re.compile(rf"(?:{_TOKEN}\s*)+([。；！？.;!?]?)")
_NUMBER = re.compile(r"([PQ]?)\s*(\d{1,3})")
_LIST_MARK = re.compile(r"^(?:[-*•·●]\s*|\d{1,2}[.、．)）]\s*(?!\d))")
_LAST_MARKS = "。；！？.;!?…”"
_WAITING_MARKS = "，、：,: "


@dataclass(frozen=True)
class Choice:
    """The curated answer that was meant, by its number."""

    number: int


@dataclass(frozen=True)
class Statement:
    """A sentence and the numbers of the passages and curated answers that it rests on."""

    text: str
    passages: tuple[int, ...]
    offers: tuple[int, ...]


@dataclass(frozen=True)
class Nothing:
    """The material does not say."""


@dataclass(frozen=True)
class End:
    """Nothing more comes."""


@dataclass(frozen=True)
class Stray:
    """Words without a token."""


@dataclass(frozen=True)
class Draft:
    """What is left when every sentence holds; `choice` is 0 where none was made."""

    choice: int
    statements: tuple[Statement, ...]

    @property
    def text(self) -> str:
        """The sentences without their tokens."""
        text = "".join(statement.text for statement in self.statements)
        return f"{text[:-1]}。" if text[-1:] in ("；", ";") else text


@dataclass(frozen=True)
class Refused:
    """Why nothing of a reply is used."""

    reason: str


def read(pieces: Iterable[str], material: Material, rules: PhrasingRules) -> Draft | Refused:
    """Reads a reply as it comes, and no further than to its first fault.

    Raises:
        ModelError: the pieces stop with an error.
    """
    choice, statements = 0, list[Statement]()
    for line in _lines(pieces, rules.reply):
        if isinstance(line, Refused):
            return line
        for said in parse(line, rules.reply):
            match said:
                case Choice(number) if choice or statements or material.offer(number) is None:
                    return Refused("bad_choice")
                case Choice(number):
                    choice = number
                case Statement():
                    fault = _fault(said, choice, material, rules)
                    if fault or len(statements) == rules.reply.most_sentences:
                        return Refused(fault or "too_many_sentences")
                    statements.append(said)
                case Nothing():
                    return Refused("declined")
                case Stray():
                    return Refused("no_token")
                case End():
                    return _whole(choice, statements)
    return _whole(choice, statements)


def _whole(choice: int, statements: list[Statement]) -> Draft | Refused:
    return Draft(choice, tuple(statements)) if statements else Refused("no_sentence")


def parse(line: str, rules: ReplyRules) -> list[Choice | Statement | Nothing | End | Stray]:
    """What one line says; an empty one says nothing."""
    line = line.strip()
    if not line:
        return []
    word = unicodedata.normalize("NFKC", line).replace("【", "[").replace("】", "]")
    if word in (rules.nothing, rules.end):
        return [Nothing() if word == rules.nothing else End()]
    said: list[Choice | Statement | Nothing | End | Stray] = []
    begin = 0
    for tokens in _TOKENS.finditer(line):
        said.append(_statement(line[begin : tokens.start()], tokens.group(), tokens.group(1)))
        begin = tokens.end()
    return [*said, Stray()] if line[begin:].strip() else said


def _statement(text: str, tokens: str, mark: str) -> Choice | Statement | Stray:
    passages, offers = _numbers(tokens)
    text = _LIST_MARK.sub("", text.strip()).strip()
    if not text:
        return Choice(offers[0]) if len(offers) == 1 and not passages else Stray()
    text = text.rstrip(_WAITING_MARKS)
    if text and text[-1] not in _LAST_MARKS:
        text += mark if mark and mark not in ".;" else "。"
    return Statement(text, passages, offers)


def _numbers(tokens: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The numbers after P and after Q; one without a letter goes with the letter before it."""
    numbers: dict[str, list[int]] = {"P": [], "Q": []}
    letter = "P"
    for given, number in _NUMBER.findall(unicodedata.normalize("NFKC", tokens).upper()):
        letter = given or letter
        numbers[letter].append(int(number))
    return tuple(dict.fromkeys(numbers["P"])), tuple(dict.fromkeys(numbers["Q"]))


def _fault(statement: Statement, choice: int, material: Material, rules: PhrasingRules) -> str:
    """What is wrong with a statement; empty when it holds."""
    passages = [material.passage(number) for number in statement.passages]
    offers = [material.offer(number) for number in statement.offers]
    if None in passages or None in offers:
        return "unknown_token"
    if any(number != (choice or 1) for number in statement.offers):
        return "another_answer"
    cited = [passage for passage in passages if passage]
    texts = [passage.text for passage in cited] + [offer.answer for offer in offers if offer]
    return fault_of(
        Wording(
            statement.text,
            tuple(sentence for text in texts for sentence in sentences_of(" ".join(text.split()))),
            rules.wording,
            tuple(heading for passage in cited for heading in material.headings(passage)),
        )
    )


def _lines(pieces: Iterable[str], rules: ReplyRules) -> Iterator[str | Refused]:
    """Lines as soon as they are whole; a refusal in the place of one that is too long, and of a reply that is."""
    rest, heard = "", 0
    for piece in pieces:
        heard += len(piece)
        *whole, rest = (rest + piece[: rules.longest + 1]).split("\n")
        for line in (*whole, rest):
            if len(line) > rules.longest_line:
                yield Refused("too_long")
        yield from whole
        if heard > rules.longest:
            yield Refused("too_long")
    yield rest
