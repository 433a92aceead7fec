"""What a reader may look at besides the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class ReadingContext:
    """The day it is read on and the form's values so far."""

    today: date
    values: Mapping[str, Any] = field(default_factory=dict)
