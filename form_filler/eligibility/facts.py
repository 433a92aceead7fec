"""What an applicant has told about a planned filing. Everything may be missing; missing means unknown."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StrictBool, StrictInt, StrictStr, ValidationError
from pydantic_core import PydanticCustomError

from form_filler.eligibility.facts_problem import NOT_A_DAY, UNFIT, FactsProblem, problem_of
from form_filler.form import Frozen
from form_filler.readers.characters import unfit

LeadKind = Literal[
    "enterprise_legal_person", "branch", "university", "institute", "social_organization", "government", "other"
]
PlatformLevel = Literal["national", "regional", "city", "other"]
MemberKind = Literal["enterprise", "university", "institute", "other"]
AgreementTopic = Literal[
    "established_on", "goals", "tasks", "ip_ownership", "investment_and_benefit", "dispute_resolution"
]

_MOST_MEMBERS = 100_000  # more are a slip of the keyboard
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _fit_words(value: str) -> str | None:
    if unfit(value):
        raise PydanticCustomError(UNFIT, "a character that cannot stand in a document")
    return value if value.strip() else None


def _iso_date(value: object) -> object:
    if value is None or type(value) is date:
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) and _ISO_DATE.fullmatch(value) else "")
    except ValueError as wrong:
        raise PydanticCustomError(NOT_A_DAY, "not a day written YYYY-MM-DD") from wrong


Words = Annotated[StrictStr, AfterValidator(_fit_words)] | None
Day = Annotated[date | None, BeforeValidator(_iso_date)]


class Platform(Frozen):
    """An innovation platform of the lead unit and who recognised it."""

    name: Words = None
    level: PlatformLevel | None = None


class Member(Frozen):
    """A member unit other than the lead unit."""

    name: Words = None
    kind: MemberKind | None = None
    has_rd_team: StrictBool | None = None
    has_rd_capability: StrictBool | None = None
    has_cooperation_basis: StrictBool | None = None


class EligibilityFacts(Frozen):
    """The facts the checks look at; a field left out or null is unknown.

    Only for `revoked_on` null says more than leaving it out: the qualification was never revoked.
    """

    lead_unit: Words = None
    lead_uscc: Words = None
    lead_registered_in_region: StrictBool | None = None
    lead_kind: LeadKind | None = None
    lead_industry_influence: Words = None
    lead_platforms: tuple[Platform, ...] | None = None
    members: tuple[Member, ...] | None = None
    member_total: Annotated[StrictInt, Field(ge=0, le=_MOST_MEMBERS)] | None = None
    agreement_signed: StrictBool | None = None
    agreement_sealed: StrictBool | None = None
    agreement_topics: tuple[AgreementTopic, ...] | None = None
    revoked_on: Day = None
    on_blacklist: StrictBool | None = None
    as_of: Day = None

    def said_null(self, fact: str) -> bool:
        """True when `fact` was given as null, not left out."""
        return fact in self.model_fields_set and getattr(self, fact) is None

    def with_facts(self, **new: object) -> EligibilityFacts:
        """These facts with `new` ones added or replaced.

        Raises:
            pydantic.ValidationError: a new value is not one its field allows.
        """
        return EligibilityFacts.model_validate({**self.as_json(), **new})

    def as_json(self) -> dict[str, Any]:
        """The facts as JSON holds them: what was left out stays out, what was null stays null."""
        return self.model_dump(mode="json", exclude_unset=True)


def read_facts(data: object) -> EligibilityFacts | FactsProblem:
    """Facts from what a JSON file or request body held, or the first thing in it that has to be mended."""
    try:
        return EligibilityFacts.model_validate(data)
    except ValidationError as error:
        return problem_of(error, tuple(EligibilityFacts.model_fields), _FIELDS_OF_ITEMS)


_FIELDS_OF_ITEMS = {"members": tuple(Member.model_fields), "lead_platforms": tuple(Platform.model_fields)}
