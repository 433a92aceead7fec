"""Rows said as “姓名：王晓东，年龄：48” -> cells by column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from form_filler.form import ScalarField, TextField
from form_filler.headings import names_of

_AROUND = " \t\r\n，,；;、。"
_FEWEST_LABELS = 2
_LONGEST_LEAD_IN = 12  # “第1位成员：”; longer, and it is a table whose cells hold colons


def labelled_rows(text: str, columns: Sequence[ScalarField]) -> tuple[Mapping[str, str], ...]:
    """The rows of a text in which each value follows its column's name and a colon; none when it is no such text.

    A new row begins where a column comes again.

    Returns:
        for each row the words by column path.
    """
    found = list(_values(text, columns))
    if len({path for path, _ in found}) < min(_FEWEST_LABELS, len(columns)):
        return ()
    rows: list[dict[str, str]] = [{}]
    for path, words in found:
        if path in rows[-1]:
            rows.append({})
        rows[-1][path] = words
    return tuple(rows)


def without_label(cell: str, column: ScalarField) -> str:
    """`cell` without its column's name before the value: “姓名王晓东”, “职称：研究员”.

    Long free text stays as it is, and short text loses the name only before a colon or verb.
    """
    if isinstance(column, TextField) and column.limit:
        return cell
    for name in (column.label, *column.aliases):
        if not name or not cell.startswith(name):
            continue
        rest = cell[len(name) :].lstrip()
        bare = rest.lstrip(":：是为").lstrip()
        if bare and (bare != rest or (name == column.label and not isinstance(column, TextField))):
            return bare
    return cell


def _values(text: str, columns: Sequence[ScalarField]) -> Iterator[tuple[str, str]]:
    path_of = {name: column.path for column in columns for name in (*names_of(column), column.label) if name}
    names = "|".join(re.escape(name) for name in sorted(path_of, key=len, reverse=True))
    key = re.compile(rf"(?:\A|(?<=[\s{_AROUND}]))({names})[ \t]?[:：]")
    matches = list(key.finditer(text))
    if not matches or len(text[: matches[0].start()].strip()) > _LONGEST_LEAD_IN:
        return
    ends = [match.start() for match in matches[1:]] + [len(text)]
    for match, end in zip(matches, ends, strict=True):
        yield path_of[match[1]], text[match.end() : end].strip(_AROUND)
