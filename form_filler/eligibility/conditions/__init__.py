"""The kinds of condition a measure can set, as data: each looks at facts and finds one of its named cases.

A measure's `eligibility.yaml` picks a kind and fills in its parameters; it never needs Python.
"""

from typing import Annotated

from pydantic import Field

from form_filler.eligibility.conditions.dates import InPeriod, YearsSince
from form_filler.eligibility.conditions.rows import AnyItem, AtLeast, EveryItem, EveryItemByKind
from form_filler.eligibility.conditions.values import ContainsAll, InDivision, IsTrue, Judgement, OneOf

AnyCondition = Annotated[
    InPeriod
    | InDivision
    | IsTrue
    | OneOf
    | AnyItem
    | AtLeast
    | EveryItem
    | EveryItemByKind
    | ContainsAll
    | YearsSince
    | Judgement,
    Field(discriminator="kind"),
]
