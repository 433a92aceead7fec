"""Faults in data are told in Chinese, whatever the library says."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from knowledge.faults import describe, located


class _Cat(BaseModel):
    kind: Literal["cat"]


class _Dog(BaseModel):
    kind: Literal["dog"]


class _Sample(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str = "x"
    short: str = Field(default="x", min_length=1, max_length=3)
    shape: str = Field(default="a1", pattern="^[a-z][0-9]$")
    choice: Literal["red", "green", "blue"] = "red"
    rows: tuple[str, ...] = Field(default=("a",), min_length=1, max_length=2)
    day: date = date(2023, 5, 1)
    count: int = Field(default=1, ge=0, le=9)
    share: float = Field(default=0.5, gt=0, lt=1)
    yes: bool = True
    names: dict[str, str] = {}
    pet: Annotated[_Cat | _Dog, Field(discriminator="kind")] = _Cat(kind="cat")
    own: str = ""

    @field_validator("own")
    @classmethod
    def _own(cls, value: str) -> str:
        if value == "bad":
            raise ValueError("“bad”不行")
        return value


def fault(data: Any) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        _Sample.model_validate(data)
    return caught.value


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"text": 3}, ("“3”", "引号")),
        ({"txt": "a"}, ("拼写",)),
        ({"short": ""}, ("1 个字",)),
        ({"short": "abcd"}, ("3 个字",)),
        ({"shape": "??"}, ("“??”",)),
        ({"choice": "pink"}, ("“pink”", "red、green、blue")),
        ({"rows": []}, ("1 项", "0 项")),
        ({"rows": ["a", "b", "c"]}, ("2 项", "3 项")),
        ({"rows": "a"}, ("清单",)),
        ({"day": "昨天"}, ("“昨天”", "2023-05-01")),
        ({"day": []}, ("日期", "2023-05-01")),
        ({"day": "2023-05-01T10:00:00"}, ("2023-05-01",)),
        ({"count": "三"}, ("“三”", "整数")),
        ({"count": -1}, ("0", "“-1”")),
        ({"count": 10}, ("9", "“10”")),
        ({"count": 1.5}, ("整数",)),
        ({"share": 0}, ("大于 0",)),
        ({"share": 1}, ("小于 1",)),
        ({"share": "x"}, ("“x”", "数")),
        ({"yes": "maybe"}, ("true", "false")),
        ({"names": []}, ("名称：值",)),
        ({"pet": {}}, ("kind",)),
        ({"pet": {"kind": "cow"}}, ("“cow”", "cat、dog")),
        ({"own": "bad"}, ("“bad”不行",)),
        (None, ("名称：值",)),
    ],
)
def test_a_fault_says_what_was_given_and_what_is_right(data: Any, words: tuple[str, ...]) -> None:
    said = describe(fault(data))
    assert [word for word in words if word not in said] == []
    assert not re.search(r"[Ii]nput|should|valid|Value error", said)


def test_a_fault_of_an_unknown_kind_still_speaks_chinese() -> None:
    class Odd(BaseModel):
        url: Annotated[bytes, Field(max_length=2)]

    with pytest.raises(ValidationError) as caught:
        Odd.model_validate({"url": b"abc"})
    assert describe(caught.value).startswith("现在是")


def test_long_values_are_shortened_to_one_line() -> None:
    said = describe(fault({"day": "长" * 500 + "\n尾"}))
    assert len(said) < 100
    assert "\n" not in said


def test_the_place_is_named() -> None:
    assert located(fault({"pet": {"kind": "cow"}})).startswith("“pet”不对：")
    assert located(fault({"rows": ["a", 2]})).startswith("“rows.1”不对：")
    assert located(fault(None)).startswith("“整个文件”不对：")
