"""What can go wrong with the knowledge base.

KnowledgeError
├── MeasureFolderError   a measure's folder contradicts itself; names file, line and remedy
└── UnknownMeasureError  nobody installed a measure of that name
"""

from pathlib import Path

from knowledge.sentences import sentences


class KnowledgeError(Exception):
    """A surprise from the knowledge base that a person can mend; `str()` is one Chinese line."""


class MeasureFolderError(KnowledgeError):
    """A measure's folder was refused.

    Args:
        path: the file (or folder) at fault.
        line: 1-based line in it, 0 when the whole file is meant.
        problem: what is wrong and how to mend it, in Chinese.
    """

    def __init__(self, path: Path, line: int, problem: str) -> None:
        self.path, self.line, self.problem = path, line, problem
        place = f"{path}:{line}" if line else str(path)
        super().__init__(sentences().say("measure.place", place=place, problem=problem))


class UnknownMeasureError(KnowledgeError):
    """No installed measure has this slug."""

    def __init__(self, slug: str, known: tuple[str, ...]) -> None:
        names = "、".join(known) or sentences().say("measure.none_installed")
        super().__init__(sentences().say("measure.unknown", slug=slug, known=names))
