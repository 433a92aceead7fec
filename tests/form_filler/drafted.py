"""Two invented applicants as stored values, and how drafts of them are made and looked into."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from form_filler.draft import Draft, render
from tests.form_filler.registration import FOLDER, TODAY, registration

TEMPLATE = FOLDER / "templates" / "registration.docx"
HOSTILE = "A & B <数据>{{7*7}}{% raw %}]]>"
STORAGE = "内蒙古青峦储能科技有限公司"
UNIVERSITY = "阴山南麓理工大学"
INSTITUTE = "内蒙古沙柳能源研究院"


def storage() -> dict[str, Any]:
    """A small consortium with everything filled."""
    return {
        "consortium_name": "内蒙古自治区低温储能创新联合体",
        "filing_date": "2024-05-31",
        "agreement_effective_date": "2024-05-20",
        "lead_unit": STORAGE,
        "legal_representative": {"name": "苏赫巴特尔", "id_number": "150105197603140021", "phone": "13904700001"},
        "contact": {"name": "林若溪", "id_number": "15010219930211046X", "phone": "0472-5551234"},
        "industry": {"code": "C3841", "name": "锂离子电池制造"},
        "discipline": {"code": "480.4030", "name": "储能技术"},
        "primary_fields": ["O", "Q:储能、氢能", "C"],
        "other_fields": ["低温电解液", HOSTILE],
        "national_platform_count": 0,
        "regional_platform_count": 2,
        "member_total": 3,
        "enterprise_count": 1,
        "university_count": 1,
        "institute_count": 1,
        "innovation_goals": f"突破零下四十度储能材料。\n\t第二段：{HOSTILE}\n第三段：𠮷林😀",
        "team": [
            {
                "name": "苏赫巴特尔",
                "age": 48,
                "title": "正高级工程师",
                "position": "董事长",
                "specialty": "电化学",
                "employer": STORAGE,
            },
            {"name": "林若溪", "age": 31, "specialty": HOSTILE, "employer": UNIVERSITY},
        ],
        "platforms": [
            {
                "name": "自治区低温储能工程技术研究中心",
                "industry": "锂离子电池制造",
                "discipline": "储能技术",
                "field": "新材料",
                "category": "工程（技术）研究中心",
                "established": established,
                "host": STORAGE,
            }
            for established in ("2022", "2019-06", "2019-06-01")
        ],
        "members": [
            {"name": STORAGE, "uscc": "91150105MA0QK7R52C", "role": "牵头单位，负责中试。"},
            {"name": UNIVERSITY, "uscc": "12150000460033187E", "role": f"负责机理研究。\n{HOSTILE}"},
            {"name": INSTITUTE, "uscc": "121500004600556210", "role": "负责检测。"},
        ],
        "cooperation": f"2021年起共建联合实验室。\n\n{HOSTILE} “引号”'quoted' &amp; {{_{{ _%}} {{# #}}",
    }


def grassland() -> dict[str, Any]:
    """A large consortium: 30 in the team, 12 platforms, 12 members, texts of full length."""
    values = storage()
    person, platform, member = values["team"][0], values["platforms"][0], values["members"][0]
    return {
        **values,
        "consortium_name": "内蒙古自治区草原生态修复创新联合体",
        "primary_fields": ["J"],
        "other_fields": [],
        "innovation_goals": "草" * 500,
        "team": [{**person, "name": f"那仁{number}", "age": 25 + number} for number in range(30)],
        "platforms": [{**platform, "name": f"自治区草种平台{number}"} for number in range(12)],
        "members": [{**member, "name": f"成员单位{number}", "role": "责" * 200} for number in range(12)],
    }


def drafted(values: dict[str, Any], folder: Path, name: str = "登记表.docx") -> Draft:
    """The draft of `values` in `folder`."""
    return render(registration(), values, TEMPLATE, folder / name, today=TODAY)


def document_xml(path: Path) -> str:
    """The main part of a docx."""
    with zipfile.ZipFile(path) as archive:
        return archive.read("word/document.xml").decode("utf-8")


def bare(text: str) -> str:
    """Text without white space."""
    return re.sub(r"\s", "", text)


def strings(value: object) -> list[str]:
    """Every string in a tree of values."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in strings(part)]
    return [value] if isinstance(value, str) else []
