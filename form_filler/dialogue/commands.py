"""Commands said in words: skip, back, preview, “把联系电话改成…”: which field is meant (pure)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from form_filler.dialogue.wording import say
from form_filler.display import is_blank
from form_filler.form import AnyField, Form, TextField, lookup
from form_filler.readers.numbers import NUMERALS, whole

_LONGEST_COMMAND = 60  # characters; longer messages are answers
_LONGEST_LOOSE = 240  # characters up to which the field of “把…改成…” may be named loosely

# 改 begins many words that are no wish to change anything: 改进, 改善, 改造 …
_VERB = r"(?:修改|更改|更正|重新填|重填|改(?![进善革造良变建编]))(?:一下|下)?"
_POLITE = r"(?:请|麻烦|帮我|帮忙|我要|我想|我想要|想)*"
_CHANGE_TO = re.compile(
    rf"{_POLITE}(?:把|将)?(?P<field>.{{1,40}}?)"
    r"(?P<verb>改成|改为|换成|换为|更正为|改到|应该是|应为)[：:，,\s]*(?P<value>.+)",
    re.S,
)
_CHANGE = re.compile(rf"{_POLITE}(?:把|将)?{_VERB}(?P<field>.{{1,40}})")
_WRONG = re.compile(
    r"(?:刚才|前面|上面)?(?:的)?(?P<field>.{1,40}?)(?:填错了|写错了|弄错了|不对|错了|要改|改一下|要修改|重填)[。！!]?"
)
_ORDINAL = rf"第?\s*(?P<number>\d{{1,3}}|[{NUMERALS}]{{1,3}})\s*"
_DELETE_ROW = re.compile(rf"(?:删除|删掉|去掉|移除){_ORDINAL}(?:行|个|条|家|名|位)?")
_PLACE_IN_LIST = re.compile(rf"(?:选|要)?{_ORDINAL}(?:个|项|条|种)?")


@dataclass(frozen=True)
class Edit:
    """A wish to change a field: with the new value in words, or without.

    `paths` are the fields that may be meant: one, or several to choose from.
    """

    paths: tuple[str, ...]
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


def edit_in(form: Form, text: str, values: Mapping[str, Any], cursor: str | None) -> Edit | None:
    """The change that the message asks for, when it names a field of the form.

    While free text is asked for, the field must be called exactly by one of its names: a sentence that merely holds
    such a name is part of the text.

    Args:
        form: the form.
        text: what was said.
        values: the form's values so far; of two fields that may be meant, the filled one is.
        cursor: the field that is being asked.
    """
    said = text.strip()
    strict = cursor in form.paths() and isinstance(form.field(cursor or ""), TextField)
    if match := _CHANGE_TO.fullmatch(said):
        firm = match["verb"] not in ("应该是", "应为")
        exactly = strict or len(said) > _LONGEST_LOOSE
        fields = () if strict and not firm else called(form, match["field"], values, exactly, shared=firm)
        if len(fields) == 1 and fields[0].kind == "rows":
            return Edit((fields[0].path,)) if firm else None
        if fields:
            return Edit(tuple(field.path for field in fields), match["value"].strip())
    if len(said) <= _LONGEST_COMMAND:
        for pattern in (_CHANGE, _WRONG):
            match = pattern.fullmatch(said)
            if match and (fields := called(form, match["field"], values, strict)):
                return Edit(tuple(field.path for field in fields))
    return None


def row_to_delete(text: str) -> int | None:
    """The 1-based number of the row to delete, or None."""
    return _number(_DELETE_ROW, text)


def place_in_list(text: str) -> int | None:
    """The 1-based place in a list of choices: `2`, 第二个; or None."""
    return _number(_PLACE_IN_LIST, text)


def called(
    form: Form, words: str, values: Mapping[str, Any], exactly: bool = False, shared: bool = True
) -> tuple[AnyField, ...]:
    """The fields that people call so: one, several that share the name, or none.

    Args:
        form: the form.
        words: what the field was called.
        values: the form's values so far; among fields of one name the filled ones come first.
        exactly: nothing but a name of the field will do; otherwise the longest name inside the words counts.
        shared: take a part of several names, such as 电话, as well.
    """
    said = _bare(words)
    named = next((field for field in form.fields if said in _names(field)), None)
    if named:
        return _rather_filled((named, *_namesakes(form, named, said)), values)[:1]
    if exactly:
        return ()
    inside = [(len(name), field) for field in form.fields for name in _names(field) if len(name) > 1 and name in said]
    if inside:
        return (max(inside, key=lambda one: one[0])[1],)
    if not shared or len(said) < 2:
        return ()
    holders = tuple(field for field in form.fields if any(said in name for name in _names(field)))
    filled = _filled(holders, values)
    return filled if len(filled) == 1 else holders


def _namesakes(form: Form, field: AnyField, said: str) -> tuple[AnyField, ...]:
    """Fields of other subjects that bear the same name on paper, as both people have a 联系电话."""
    groups = [group.path for group in form.groups]
    if field.path.partition(".")[0] not in groups:
        return ()
    others = (other for other in form.fields if other.path.partition(".")[0] in groups and other.path != field.path)
    return tuple(other for other in others if plain(other.label).endswith(said))


def _rather_filled(fields: tuple[AnyField, ...], values: Mapping[str, Any]) -> tuple[AnyField, ...]:
    return fields if _filled(fields[:1], values) else (*_filled(fields, values), *fields)


def _filled(fields: tuple[AnyField, ...], values: Mapping[str, Any]) -> tuple[AnyField, ...]:
    return tuple(field for field in fields if not is_blank(lookup(dict(values), field.path)))


@lru_cache(maxsize=1000)
def _bare(words: str) -> str:
    """Words as names are compared: 联系人的电话 is 联系人电话."""
    return plain(words).strip("“”\"'").replace("的", "")


def _names(field: AnyField) -> tuple[str, ...]:
    return tuple(map(_bare, (field.path, field.label, *field.aliases)))


def _number(pattern: re.Pattern[str], text: str) -> int | None:
    match = pattern.fullmatch(plain(text))
    if not match:
        return None
    try:
        return whole(match["number"])
    except ValueError:
        return None
