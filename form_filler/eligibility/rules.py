"""The checks of one measure as data, read from its `eligibility.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any, Literal, Self

from pydantic import model_validator

from form_filler.eligibility.conditions import AnyCondition
from form_filler.eligibility.conditions.base import Clause
from form_filler.eligibility.questions import AnyQuestion
from form_filler.eligibility.wording import listed, say
from form_filler.form import Frozen

Weight = Literal["binding", "binding_where_false", "advisory"]


class Check(Frozen):
    """One check: what is looked at, how much it weighs, what is said in each case, and how to ask for its facts.

    `weight` `binding_where_false` counts only when it is not met. `when_unknown` is the status of a case that is
    neither met nor not met. `explanations` and `remedies` are keyed by the condition's cases; met cases need no
    remedy.
    """

    id: str
    weight: Weight
    when_unknown: Literal["unknown", "advisory"] = "unknown"
    question: str
    citation: Clause
    condition: AnyCondition
    explanations: Mapping[str, str]
    remedies: Mapping[str, str]
    ask: tuple[AnyQuestion, ...] = ()

    @model_validator(mode="after")
    def _every_case_has_its_sentences(self) -> Self:
        cases = self.condition.cases
        self._same("explanations", cases, self.explanations)
        self._same("remedies", [case for case, truth in cases.items() if truth != "met"], self.remedies)
        for sentence in (*self.explanations.values(), *self.remedies.values()):
            unknown = set(_names(sentence)) - set(self.condition.words)
            if unknown:
                raise ValueError(
                    say(
                        "rules.unknown_words",
                        check=self.id,
                        names=listed(tuple(sorted(unknown))),
                        known=listed(self.condition.words),
                    )
                )
        return self

    @model_validator(mode="after")
    def _binding_is_never_explained_away(self) -> Self:
        if self.weight != "advisory" and self.when_unknown == "advisory":
            raise ValueError(say("rules.binding_advisory", check=self.id))
        return self

    def _same(self, where: str, wanted: Iterable[str], given: Iterable[str]) -> None:
        if set(wanted) != set(given):
            raise ValueError(
                say(
                    "rules.cases",
                    check=self.id,
                    where=where,
                    wanted=listed(tuple(wanted)),
                    given=listed(tuple(given)),
                )
            )


class Rules(Frozen):
    """All checks of a measure, in the order they are reported and asked."""

    checks: tuple[Check, ...]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        for ids in ([check.id for check in self.checks], [ask.id for check in self.checks for ask in check.ask]):
            twice = tuple(sorted({one for one in ids if ids.count(one) > 1}))
            if twice:
                raise ValueError(say("rules.twice", ids=listed(twice)))
        return self


def read_rules(data: dict[str, Any]) -> Rules:
    """The rules from the mapping that an `eligibility.yaml` holds.

    Raises:
        pydantic.ValidationError: a key is unknown or missing, a fact or case does not exist, or a case lacks its
            sentence.
    """
    return Rules.model_validate(data)


def _names(sentence: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(sentence) if name is not None]
