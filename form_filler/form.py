"""A form as data: its fields in the order they are asked, read from a measure's `forms/*.yaml`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from form_filler.rules import AnyRule


class Frozen(BaseModel):
    """A value: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(Frozen):
    """One lettered option of a choice field, e.g. A 新能源."""

    id: str
    label: str
    aliases: tuple[str, ...] = ()
    own_words: bool = False  # the person adds words of their own, stored as "Q:…"


class Common(Frozen):
    """What every field has. `path` is its place in the form's values, e.g. `contact.phone`."""

    path: str
    label: str  # the form's own words
    question: str
    help: str = ""
    why: str = ""
    example: str = ""
    cites: tuple[str, ...]
    aliases: tuple[str, ...] = ()  # other words people call it by
    optional: bool = False  # may stay empty without being listed as a gap
    private: Literal["", "id", "phone"] = ""  # personal data that is masked on screen


class TextField(Common):
    """Free text of at most `limit` 字 (0: no limit)."""

    kind: Literal["text"]
    limit: int = 0


class NameField(Common):
    """The name of a person or of an organisation, taken out of a sentence when need be."""

    kind: Literal["person", "organisation", "consortium"]
    pattern: str = ""  # official shape of a consortium's name, as a regular expression
    template: str = ""  # how a short name is completed, with `{name}`


class DateField(Common):
    """A date stored as YYYY-MM-DD."""

    kind: Literal["date"]
    not_future: bool = False
    not_after: str = ""  # path of another date field
    default_today: bool = False


class ResidentIdField(Common):
    """GB 11643 resident identity number, 18 places."""

    kind: Literal["resident_id"]


class PhoneField(Common):
    """A mainland mobile number or a landline with its area code."""

    kind: Literal["phone"]


class CreditCodeField(Common):
    """GB 32100 unified social credit code, 18 places."""

    kind: Literal["credit_code"]


class CodeField(Common):
    """A code and its name out of a standard; stored as {code, name}."""

    kind: Literal["code"]
    standard: Literal["gb4754", "gb13745"]


class OptionsField(Common):
    """At most `limit` of lettered options, stored as a list of letters in the order given."""

    kind: Literal["options"]
    limit: int
    options: tuple[Option, ...]


class StringsField(Common):
    """At most `limit` short texts, stored as a list."""

    kind: Literal["strings"]
    limit: int


class IntegerField(Common):
    """A whole number from `minimum` to `maximum`, both included."""

    kind: Literal["integer"]
    minimum: int = 0
    maximum: int = 100000


class PeriodField(Common):
    """A year, month or day, stored to the precision given: 2022, 2019-06, 2019-06-01."""

    kind: Literal["period"]
    not_future: bool = False


ScalarField = Annotated[
    TextField
    | NameField
    | DateField
    | ResidentIdField
    | PhoneField
    | CreditCodeField
    | CodeField
    | OptionsField
    | StringsField
    | IntegerField
    | PeriodField,
    Field(discriminator="kind"),
]


class RowsField(Common):
    """Any number of rows, each with the same columns; `key` columns tell two rows apart."""

    kind: Literal["rows"]
    columns: tuple[ScalarField, ...]
    key: tuple[str, ...]


AnyField = Annotated[
    TextField
    | NameField
    | DateField
    | ResidentIdField
    | PhoneField
    | CreditCodeField
    | CodeField
    | OptionsField
    | StringsField
    | IntegerField
    | PeriodField
    | RowsField,
    Field(discriminator="kind"),
]


class Group(Frozen):
    """Fields that belong to one subject, e.g. `contact`; `same_as` names a group that can be copied."""

    path: str
    label: str
    same_as: str = ""
    same_words: tuple[str, ...] = ()


class Form(Frozen):
    """One official form: `id`, its official `title`, where it stands in the source, and its fields in order.

    `warnings` are the rules its review applies; a rule that looks at a place the form has not is refused.
    """

    id: str
    title: str
    document: str
    cites: tuple[str, ...]
    template: str
    groups: tuple[Group, ...] = ()
    fields: tuple[AnyField, ...]
    warnings: tuple[AnyRule, ...] = ()

    @model_validator(mode="after")
    def _rules_look_at_fields(self) -> Form:
        columns = {f"{one.path}.{column.path}" for one in self.fields if one.kind == "rows" for column in one.columns}
        for rule in self.warnings:
            if lost := set(rule.places()) - columns - set(self.paths()):
                raise ValueError(f"{rule.id}: {sorted(lost)}")
        return self

    def field(self, path: str) -> AnyField:
        """The field at `path`.

        Raises:
            KeyError: the form has none there.
        """
        for field in self.fields:
            if field.path == path:
                return field
        raise KeyError(path)

    def paths(self) -> tuple[str, ...]:
        """The paths of all fields in the order they are asked."""
        return tuple(field.path for field in self.fields)


def read_form(data: dict[str, Any]) -> Form:
    """A form from the mapping its YAML file holds.

    Raises:
        pydantic.ValidationError: a key is unknown, missing or of the wrong type.
    """
    return Form.model_validate(data)


def lookup(values: dict[str, Any], path: str) -> Any:
    """The value at a dotted path, or None."""
    here: Any = values
    for part in path.split("."):
        if not isinstance(here, dict) or part not in here:
            return None
        here = here[part]
    return here


def put(values: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy of `values` with `value` at a dotted path; None takes the entry away."""
    head, _, rest = path.partition(".")
    copy = dict(values)
    new = put(copy.get(head) or {}, rest, value) if rest else value
    if new is None or new == {}:
        copy.pop(head, None)
    else:
        copy[head] = new
    return copy
