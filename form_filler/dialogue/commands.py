"""Commands said in words: skip, back, preview, “把联系电话改成…”; which field is meant (pure)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from form_filler.dialogue.wording import say
from form_filler.form import AnyField, Form

_LONGEST_COMMAND = 60  # characters; longer messages are answers

_VERB = r"(?:修改|更改|更正|重新填|重填|改一下|改下|改)(?:一下)?"
_POLITE = r"(?:请|麻烦|帮我|帮忙|我要|我想|我想要|想)*"
_CHANGE_TO = re.compile(
    rf"{_POLITE}(?:把|将)?(?P<field>.{{1,20}}?)(?:改成|改为|换成|换为|更正为|应该是|应为|改到)[：:，,\s]*(?P<value>.+)",
    re.S,
)
_CHANGE = re.compile(rf"{_POLITE}(?:把|将)?{_VERB}(?P<field>.{{1,20}})")
_WRONG = re.compile(
    r"(?:刚才|前面|上面)?(?:的)?(?P<field>.{1,20}?)(?:填错了|写错了|弄错了|不对|错了|要改|改一下|要修改|重填)[。！!]?"
)
_DELETE_ROW = re.compile(
    r"(?:删除|删掉|去掉|移除)第?\s*(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:行|个|条|家|名|位)?"
)


@dataclass(frozen=True)
class Edit:
    """A wish to change a field: with the new value in words, or without."""

    path: str
    value: str = ""


def plain(text: str) -> str:
    """The words alone: NFKC, lower case, without spaces and closing punctuation."""
    return re.sub(r"[\s。！!~～，,.]+$", "", re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).lower()))


@cache
def words_of(command: str) -> frozenset[str]:
    """The ways to say a command, from the texts."""
    return frozenset(plain(word) for word in say(f"commands.{command}").split("|"))


def command_in(text: str) -> str:
    """The command that the whole message is, or nothing."""
    if len(text) > _LONGEST_COMMAND:
        return ""
    said = plain(text)
    names = (
        "skip",
        "back",
        "preview",
        "cancel",
        "confirm",
        "edit",
        "done",
        "resume",
        "agree",
        "decline",
        "why",
        "none",
    )
    return next((name for name in names if said in words_of(name)), "")


def edit_in(form: Form, text: str) -> Edit | None:
    """The change that the message asks for, when it names a field of the form."""
    if len(text) > _LONGEST_COMMAND * 4:
        return None
    said = text.strip()
    if match := _CHANGE_TO.fullmatch(said):
        field = find_field(form, match["field"])
        if field and field.kind != "rows":
            return Edit(field.path, match["value"].strip())
    if len(said) <= _LONGEST_COMMAND:
        for pattern in (_CHANGE, _WRONG):
            match = pattern.fullmatch(said)
            field = find_field(form, match["field"]) if match else None
            if field:
                return Edit(field.path)
    return None


def row_to_delete(text: str) -> int | None:
    """The 1-based number of the row to delete, or None."""
    match = _DELETE_ROW.fullmatch(plain(text))
    if not match:
        return None
    number = match["number"]
    if number.isdigit():
        return int(number)
    import cn2an

    return int(cn2an.cn2an(number, "smart"))


def find_field(form: Form, words: str) -> AnyField | None:
    """The field that people call so: by its label, another name, or the longest name inside the words."""
    said = plain(words).strip("的“”\"'")
    best: tuple[int, AnyField | None] = (0, None)
    for field in form.fields:
        for name in (field.path, field.label, *field.aliases):
            known = plain(name)
            if known == said:
                return field
            if len(known) >= 2 and known in said and len(known) > best[0]:
                best = (len(known), field)
    return best[1]
