"""Two runs over the same questions, figure by figure and row by row."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, JsonValue

from retrieval.evaluation.judgement import Judgement
from retrieval.evaluation.run import Run
from retrieval.evaluation.totals import summary, verdict


class Change(BaseModel):
    """A figure before and after; None where it applied to no row."""

    model_config = ConfigDict(frozen=True)

    before: float | None
    after: float | None

    @property
    def difference(self) -> float | None:
        """How much more it is now."""
        return None if self.before is None or self.after is None else round(self.after - self.before, 4)


class Comparison(BaseModel):
    """What became of the rows that both runs asked.

    `better` and `worse` count the rows whose `right` changed, `p` is how likely a split at least as uneven would be
    if neither run were better; `became_right` and `became_wrong` go by each row's own verdict.
    """

    model_config = ConfigDict(frozen=True)

    shared: int
    only_before: int
    only_after: int
    circumstances: dict[str, tuple[JsonValue, JsonValue]]
    figures: dict[str, Change]
    became_right: tuple[Judgement, ...]
    became_wrong: tuple[Judgement, ...]
    better: int
    worse: int
    p: float


def compare(before: Run, after: Run) -> Comparison:
    """Sets two runs against each other on the rows that both asked in the same words."""
    earlier = {(one.id, one.question): one for one in before.judgements}
    later = {(one.id, one.question): one for one in after.judgements}
    pairs = [(earlier[key], one) for key, one in later.items() if key in earlier]
    turns = [(new, verdict(old), verdict(new)) for old, new in pairs]
    right = [
        (old.marks["right"], new.marks["right"]) for old, new in pairs if "right" in old.marks and "right" in new.marks
    ]
    better, worse = right.count((False, True)), right.count((True, False))
    return Comparison(
        shared=len(pairs),
        only_before=len(earlier) - len(pairs),
        only_after=len(later) - len(pairs),
        circumstances=_circumstances(before, after),
        figures=_changes([old for old, _ in pairs], [new for _, new in pairs]),
        became_right=tuple(new for new, was, is_ in turns if was is False and is_ is True),
        became_wrong=tuple(new for new, was, is_ in turns if was is True and is_ is False),
        better=better,
        worse=worse,
        p=sign_test(better, worse),
    )


def sign_test(better: int, worse: int) -> float:
    """The two-sided exact p-value of McNemar's test: a fair coin thrown once for each row that changed.

    Q. McNemar, Psychometrika 12 (1947) 153-157, with the binomial distribution in the place of its limit.
    """
    changed = better + worse
    ways, tail = 1, 0
    for count in range(min(better, worse) + 1):
        tail += ways
        ways = ways * (changed - count) // (count + 1)
    return min(1.0, 2 * tail / (1 << changed))


def _changes(before: Sequence[Judgement], after: Sequence[Judgement]) -> dict[str, Change]:
    was, is_ = summary(before), summary(after)
    return {
        figure: Change(before=was.get(figure), after=is_.get(figure)) for figure in {**is_, **was} if figure != "rows"
    }


def _circumstances(before: Run, after: Run) -> dict[str, tuple[JsonValue, JsonValue]]:
    """What the runs were made under and differs."""
    was, is_ = _under(before), _under(after)
    return {name: (was.get(name), is_.get(name)) for name in {**was, **is_} if was.get(name) != is_.get(name)}


def _under(run: Run) -> dict[str, JsonValue]:
    return _flat({"file": run.file, "encoder": run.encoder, "bank": dict(run.bank), **run.settings})


def _flat(tree: dict[str, JsonValue], prefix: str = "") -> dict[str, JsonValue]:
    """Nested values by dotted names."""
    flat: dict[str, JsonValue] = {}
    for name, value in tree.items():
        flat |= _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name: value}
    return flat
