"""Fields of every kind, as a form has them."""

from __future__ import annotations

from datetime import date

from form_filler.form import (
    CodeField,
    CreditCodeField,
    DateField,
    IntegerField,
    NameField,
    Option,
    OptionsField,
    PeriodField,
    PhoneField,
    ResidentIdField,
    RowsField,
    StringsField,
    TextField,
)
from form_filler.reading import ReadingContext

CITES = ("附件2 申请备案表",)
TODAY = date(2024, 6, 15)
CONTEXT = ReadingContext(TODAY, {})
USCC = "91110000600037341L"
OTHER_USCC = "12150000460000146A"

_LETTERS = (
    "A新能源 B化工 C新材料 D节能环保 E装备制造 F生物技术 G信息技术 H种植业 I养殖业 J生态环境 K人口健康 L公共安全 "
    "M城市发展与智慧管理技术 N科技文化 O冶金建材 Q其他"
)


def text(label: str = "合作基础", path: str = "cooperation", limit: int = 0, optional: bool = False) -> TextField:
    return TextField(kind="text", path=path, label=label, question="？", cites=CITES, limit=limit, optional=optional)


def person(label: str = "姓名", path: str = "name") -> NameField:
    return NameField(kind="person", path=path, label=label, question="？", cites=CITES)


def organisation(
    label: str = "创新联合体牵头单位", path: str = "lead_unit", aliases: tuple[str, ...] = ()
) -> NameField:
    return NameField(kind="organisation", path=path, label=label, question="？", cites=CITES, aliases=aliases)


def consortium() -> NameField:
    return NameField(
        kind="consortium",
        path="consortium_name",
        label="创新联合体名称",
        question="？",
        cites=CITES,
        pattern="^内蒙古自治区.+创新联合体$",
        template="内蒙古自治区{name}创新联合体",
    )


def day(not_future: bool = False, not_after: str = "") -> DateField:
    return DateField(
        kind="date",
        path="day",
        label="生效时间",
        question="？",
        cites=CITES,
        not_future=not_future,
        not_after=not_after,
    )


def period(not_future: bool = True) -> PeriodField:
    return PeriodField(
        kind="period", path="established", label="建设时间", question="？", cites=CITES, not_future=not_future
    )


def integer(minimum: int = 0, maximum: int = 100000, label: str = "数量", path: str = "count") -> IntegerField:
    return IntegerField(
        kind="integer", path=path, label=label, question="？", cites=CITES, minimum=minimum, maximum=maximum
    )


def resident_id() -> ResidentIdField:
    return ResidentIdField(kind="resident_id", path="id", label="身份证号", question="？", cites=CITES)


def phone() -> PhoneField:
    return PhoneField(kind="phone", path="phone", label="联系电话", question="？", cites=CITES)


def credit_code() -> CreditCodeField:
    return CreditCodeField(
        kind="credit_code", path="uscc", label="统一社会信用代码", question="？", cites=CITES, aliases=("信用代码",)
    )


def industry() -> CodeField:
    return CodeField(kind="code", path="industry", label="行业类别", question="？", cites=CITES, standard="gb4754")


def discipline() -> CodeField:
    return CodeField(kind="code", path="discipline", label="国标学科", question="？", cites=CITES, standard="gb13745")


def options() -> OptionsField:
    listed = tuple(
        Option(
            id=one[0],
            label=one[1:],
            aliases=("储能", "新能源产业") if one[0] == "A" else (),
            own_words=one[0] == "Q",
        )
        for one in _LETTERS.split()
    )
    return OptionsField(
        kind="options", path="primary", label="主要技术领域", question="？", cites=CITES, limit=3, options=listed
    )


def strings() -> StringsField:
    return StringsField(kind="strings", path="other", label="其他涉及技术领域", question="？", cites=CITES, limit=2)


def team() -> RowsField:
    return RowsField(
        kind="rows",
        path="team",
        label="科研团队情况",
        question="？",
        cites=CITES,
        key=("name", "employer"),
        columns=(
            person(),
            integer(16, 100, "年龄", "age"),
            text("职称", "title", optional=True),
            text("职务", "position", optional=True),
            text("从事专业", "specialty"),
            text("工作单位", "employer"),
        ),
    )


def platforms() -> RowsField:
    names = ("平台名称", "行业类别", "国标学科", "技术领域", "平台类别")
    paths = ("name", "industry", "discipline", "field", "category")
    leading = tuple(text(label, path) for label, path in zip(names, paths, strict=True))
    return RowsField(
        kind="rows",
        path="platforms",
        label="创新平台",
        question="？",
        cites=CITES,
        key=("name", "host"),
        columns=(*leading, period(), text("依托单位", "host")),
    )


def members() -> RowsField:
    return RowsField(
        kind="rows",
        path="members",
        label="成员单位",
        question="？",
        cites=CITES,
        key=("uscc",),
        columns=(
            organisation("成员单位名称", "name", ("单位名称",)),
            credit_code(),
            text("在行业（或学科）中的地位，在创新联合体内分工", "role", limit=200),
        ),
    )
