"""A form's values as a Pydantic model, derived from the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from form_filler.credit_code import ALPHABET, PLACES
from form_filler.form import AnyField, Form, Option
from knowledge.texts import package_texts

_PATTERNS = {
    "resident_id": "^[0-9]{17}[0-9X]$",
    "credit_code": f"^[{ALPHABET}]{{{PLACES}}}$",
    "period": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
}
_Fields = dict[str, Any]  # a tree: leaf name -> field, group name -> tree


@lru_cache(maxsize=16)
def form_model(form: Form) -> type[BaseModel]:
    """The model of the form's values: nested objects, rows as lists; all may be absent, unknown keys are refused.

    It checks types and ranges; how many items there may be and what a text must look like is for `reading.read`.
    """
    tree: _Fields = {}
    for field in form.fields:
        *groups, leaf = field.path.split(".")
        here = tree
        for group in groups:
            here = here.setdefault(group, {})
        here[leaf] = field
    labels = {"": form.title} | {group.path: group.label for group in form.groups}
    return _object(_camel(form.id) + "Form", tree, labels)


def _object(name: str, tree: _Fields, labels: Mapping[str, str], path: str = "") -> type[BaseModel]:
    members: dict[str, Any] = {}
    for leaf, branch in tree.items():
        if isinstance(branch, dict):
            inner = _object(f"{name}{_camel(leaf)}", branch, labels, f"{path}.{leaf}".lstrip("."))
            members[leaf] = (inner | None, None)
        else:
            members[leaf] = (_type(f"{name}{_camel(leaf)}", branch) | None, _described(branch))
    return _model(name, labels.get(path, path), members)


def _type(name: str, field: AnyField) -> Any:
    match field.kind:
        case "integer":
            return Annotated[int, Field(ge=field.minimum, le=field.maximum)]
        case "strings":
            return list[str]
        case "options":
            return list[Annotated[str, _letters(field.options)]]
        case "code":
            parts = {part: (str | None, Field(None, title=_say(part))) for part in ("code", "name")}
            return _model(name, field.label, parts)
        case "rows":
            columns: _Fields = {column.path: column for column in field.columns}
            return list[_object(name + "Row", columns, {"": field.label})]  # type: ignore[misc]  # made at run time
    return str


def _model(name: str, title: str, members: dict[str, Any]) -> type[BaseModel]:
    strict = ConfigDict(extra="forbid", strict=True, frozen=True, title=title)
    model: type[BaseModel] = create_model(name, __config__=strict, **members)
    return model


def _letters(options: Iterable[Option]) -> Any:
    patterns = [f"{option.id}:.+" if option.own_words else option.id for option in options]
    labels: dict[str, Any] = {option.id: option.label for option in options}
    return Field(json_schema_extra={"pattern": f"^({'|'.join(patterns)})$", "x-options": labels})


def _described(field: AnyField) -> Any:
    extra: dict[str, Any] = {"x-cites": list(field.cites)}
    if field.kind in _PATTERNS:
        extra["pattern"] = _PATTERNS[field.kind]
    if field.kind == "date":
        extra["format"] = "date"
    if field.kind in ("options", "strings"):
        extra["maxItems"] = field.limit
    if field.kind == "text" and field.limit:
        extra["x-limit"] = field.limit
    if field.private:
        extra["x-private"] = field.private
    return Field(None, title=field.label, description=field.help or None, json_schema_extra=extra)


def _camel(words: str) -> str:
    return "".join(part.capitalize() for part in words.split("_"))


def _say(key: str) -> str:
    return package_texts(Path(__file__).parent).say(f"schema.{key}")
