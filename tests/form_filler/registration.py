"""The installed registration form, and a made-up draft of it that is right in every place."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import knowledge
from form_filler.form import Form, read_form

FOLDER = Path(knowledge.__file__).parent / "measures" / "nmg-innovation-consortium"
TODAY = date(2024, 6, 3)
LEAD = "包头市示例新材料有限公司"
UNIVERSITY = "示例大学"
INSTITUTE = "示例材料研究院"
MOTOR = "呼和浩特示例电机有限公司"


def registration_data() -> dict[str, Any]:
    """What the form's YAML file holds."""
    data: dict[str, Any] = yaml.safe_load((FOLDER / "forms" / "registration.yaml").read_text("utf-8"))
    return data


@cache
def registration() -> Form:
    """The registration form as installed."""
    return read_form(registration_data())


def complete() -> dict[str, Any]:
    """A draft in which every field is filled and nothing stands out on `TODAY`."""
    return {
        "consortium_name": "内蒙古自治区示例新材料创新联合体",
        "filing_date": "2024-06-03",
        "agreement_effective_date": "2024-05-20",
        "lead_unit": LEAD,
        "legal_representative": {"name": "张三", "id_number": "15020219800101001X", "phone": "13800000001"},
        "contact": {"name": "李四", "id_number": "150202198506060020", "phone": "0472-5550000"},
        "industry": {"code": "C3232", "name": "稀土金属冶炼"},
        "discipline": {"code": "430", "name": "材料科学"},
        "primary_fields": ["C", "O"],
        "other_fields": ["永磁电机"],
        "national_platform_count": 0,
        "regional_platform_count": 2,
        "member_total": 4,
        "enterprise_count": 2,
        "university_count": 1,
        "institute_count": 1,
        "innovation_goals": "三年内突破两项关键技术。",
        "team": [_person("王五", 45, LEAD), _person("赵六", 39, UNIVERSITY)],
        "platforms": [_platform("示例重点实验室", UNIVERSITY), _platform("示例工程技术研究中心", LEAD)],
        "members": [
            {"name": LEAD, "uscc": "91150200MA0DEMA09N", "role": "牵头单位"},
            {"name": UNIVERSITY, "uscc": "12150000MB0DEMA29M", "role": "材料设计"},
            {"name": INSTITUTE, "uscc": "12150000MB0DEMA37G", "role": "检测表征"},
            {"name": MOTOR, "uscc": "91150100MA0DEMA17C", "role": "应用验证"},
        ],
        "cooperation": "四家单位2021年起联合承担科研项目一项。",
    }


def _person(name: str, age: int, employer: str) -> dict[str, Any]:
    return {
        "name": name,
        "age": age,
        "title": "教授",
        "position": "系主任",
        "specialty": "材料学",
        "employer": employer,
    }


def _platform(name: str, host: str) -> dict[str, Any]:
    return {
        "name": name,
        "industry": "稀土金属冶炼",
        "discipline": "材料科学",
        "field": "新材料",
        "category": "重点实验室",
        "established": "2019-06",
        "host": host,
    }
