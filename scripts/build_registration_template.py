"""Builds the Word template of 附件2 《内蒙古自治区创新联合体备案申请登记表》: its layout, with places for values.

Run it from the project's root after changing the layout; equal code gives equal bytes.
The words are those of 附件2; the measures below are twips (1/1440 inch) unless named otherwise.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from form_filler.archive import packed
from form_filler.printing import texts
from scripts.official_layout import (
    SIGN,
    WIDTH,
    cell,
    describe,
    edges,
    label,
    page,
    paragraph,
    row,
    run,
    styles,
    table,
    value,
)

TEMPLATE = Path("knowledge/measures/nmg-innovation-consortium/templates/registration.docx")
HEAD_EDGES = (0, 1180, 2578, 2890, 3758, 4650, 6338, 7518, WIDTH)  # the grid all rows of the first table share
TEAM = (("姓名", "name", 1190), ("年龄", "age", 800), ("职称", "title", 1500), ("职务", "position", 1500),
        ("从事专业", "specialty", 1700), ("工作单位", "employer", 2608))  # fmt: skip
PLATFORMS = (("平台名称", "name", 1850), ("行业类别", "industry", 1110), ("国标学科", "discipline", 1110),
             ("技术领域", "field", 1110), ("平台类别", "category", 1250), ("建设时间", "established", 1400),
             ("依托单位", "host", 1468))  # fmt: skip
MEMBERS = (1440, 4580, 3278)
ROWS = {"team": 10, "platforms": 5, "members": 8}  # printed at least
NUMBERED = 5  # member rows that bear a number even when blank
OPTIONS: tuple[tuple[str, ...], ...] = (
    ("A.新能源", "B.化工", "C.新材料", "D.节能环保"),
    ("E.装备制造", "F.生物技术", "G.信息技术", "H.种植业"),
    ("I.养殖业", "J.生态环境", "K.人口健康", "L.公共安全"),
    ("M. 城市发展与智慧管理技术", "", "N科技文化."),
    ("O.冶金建材",),
)
NOTES = (
    "一、创新联合体牵头单位须加盖法人公章。",
    "二、产业领域指创新联合体所涉及我区传统特色优势产业、战略性新兴产业。",
    "三、创新联合体内已建平台数量指所有成员单位在本产业领域已建成并正在运行的自治区级及以上各类创新平台。",
    "四、对创新联合体牵头单位、成员单位在行业（或领域）中地位、分工、合作基础、开展活动和取得的实效做简要说明。",
    "五、创新联合体组建申请表需附《内蒙古自治区创新联合体组建协议》。",
)
PLATFORMS_HEADING = (
    "三、创新联合体已建省部级及以上创新平台数量（含重点实验室、技术创新中心、工程（技术）研究中心、企业技术中心、"
    "企业研究开发中心、院士专家工作站等自治区政府各部门认定的各类创新平台）"
)
PROMISE = (
    "本单位承诺：以本单位作为牵头单位提交的创新联合体备案材料内容可靠，数据真实。"
    "并承担因资料虚假而产生的法律和行政责任。"
)


def build() -> bytes:
    """The template as a docx."""
    document = Document()
    page(document)
    styles(document)
    body = document.element.body
    for xml in (_cover(), _notes(), _head(), _team(), _platforms(), _members(), _closing()):
        for element in parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>"):
            body.insert(len(body) - 1, element)  # before the section's own properties
    describe(document)
    out = io.BytesIO()
    document.save(out)
    return packed(out.getvalue())


def head_row(*cells: tuple[int, str], height: int = 510) -> str:
    """A row of the first table: each cell up to an edge of the shared grid."""
    done, left = [], 0
    for right, content in cells:
        done.append(cell(HEAD_EDGES[right] - HEAD_EDGES[left], content, span=right - left))
        left = right
    return row(*done, height=height)


def heading(text: str) -> str:
    """A section's title over the whole width."""
    return paragraph("heading", run(text))


def _cover() -> str:
    lines = (
        ("创新联合体名称：", "consortium_name"),
        ("牵  头  单  位：", "lead_unit"),
        ("联   系  人：", "contact.name"),
        ("联 系 电 话：", "contact.phone"),
        ("填 报 日 期：", "filing_date"),
    )
    rule = '<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tcBorders>'
    rows = [
        row(
            cell(2700, paragraph("coverlabel", run(words)), valign="bottom"),
            cell(5700, paragraph("covervalue", value(name)), more=rule, valign="bottom"),
            height=794,
        )
        for words, name in lines
    ]
    plain = (
        '<w:tbl><w:tblPr><w:tblW w:w="8400" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="2700"/><w:gridCol w:w="5700"/></w:tblGrid>{"".join(rows)}</w:tbl>'
    )
    anchored = 'w:vAnchor="margin" w:hAnchor="margin" w:xAlign="center" w:yAlign="bottom"'
    foot = f'<w:framePr w:w="{WIDTH}" w:wrap="notBeside" {anchored}/>'
    return "".join(
        (
            label("附件2", style="attachment"),
            label("内蒙古自治区创新联合体", style="covertitle"),
            label("备案申请登记表", style="covertitle2"),
            plain,
            paragraph("coverfoot", run("内蒙古自治区科学技术厅"), more=foot),
            paragraph("coverfoot", run("2023年制"), more=foot),
            paragraph("hairline"),  # what the foot is anchored to
        )
    )


def _notes() -> str:
    return label("填表说明", style="notestitle") + "".join(label(note, style="note") for note in NOTES)


def _head() -> str:
    rows = [
        head_row((3, label("创新联合体名称")), (8, paragraph("value", value("consortium_name")))),
        head_row((3, label("创新联合体协议生效时间")), (8, paragraph("value", value("agreement_effective_date")))),
        head_row((3, label("创新联合体牵头单位")), (8, paragraph("value", value("lead_unit")))),
        *(_person(*person) for person in (("法人代表", "legal_representative"), ("联系人", "contact"))),
        *(_code(*code) for code in (("行业类别", "industry"), ("国标学科", "discipline"))),
        *_fields(),
        _counts(
            "创新联合体内已建相关国家级各类创新平台数量",
            "national_platform_count",
            "创新联合体内已建相关自治区级各类创新平台数量",
            "regional_platform_count",
        ),
        _counts("成员总数（个）", "member_total", "企业数量（个）", "enterprise_count"),
        _counts("高等学校数量（个）", "university_count", "研究机构数量（个）", "institute_count"),
        row(cell(WIDTH, heading("一、技术创新目标（限500字）"), span=8)),
        row(cell(WIDTH, _long("innovation_goals"), span=8, valign="top"), height=2700, splits=True),
    ]
    return label("内蒙古自治区创新联合体组建申请备案表", style="formtitle") + table(HEAD_EDGES, *rows)


def _person(words: str, name: str) -> str:
    return head_row(
        (1, label(words)),
        (2, paragraph("person", value(f"{name}.name"))),
        (4, label("身份证号")),
        (6, paragraph("person", value(f"{name}.id_number"))),
        (7, label("联系电话")),
        (8, paragraph("person", value(f"{name}.phone"))),
    )


def _code(words: str, name: str) -> str:
    return head_row(
        (1, label(words)),
        (5, paragraph("left", run("代码　"), value(f"{name}.code"))),
        (8, paragraph("left", run("名称："), value(f"{name}.name"))),
    )


def _fields() -> list[str]:
    """The rows of 技术领域: the lettered options, then two lines for other fields."""
    first, second = HEAD_EDGES[1], HEAD_EDGES[3] - HEAD_EDGES[1]
    rest = WIDTH - HEAD_EDGES[3]
    restart = '<w:vMerge w:val="restart"/>'
    rows = [
        row(
            cell(first, label("技术领域"), more=restart),
            cell(second, label("主要技术领域"), span=2),
            cell(rest, *_options(), span=5),
        )
    ]
    for place in range(2):
        rows.append(
            row(
                cell(first, paragraph("label"), more="<w:vMerge/>"),
                cell(second, label("其他涉及技术领域"), span=2),
                cell(rest, paragraph("left", value(f"other_fields.at_least(2)[{place}]")), span=5),
                height=567,
            )
        )
    return rows


def _options() -> list[str]:
    lines: list[str] = [label("（选填，最多填写三项）", style="option")]
    for line in OPTIONS[:-1]:
        lines.append(paragraph("option", *_boxes(line)))
    own = "primary_fields.words.Q"
    line = (
        *_boxes(OPTIONS[-1]),
        run("\t"),
        *_boxes(("Q其他",)),
        run(f"{{%r if {own} %}}"),
        value(own),
        run("{%r else %}"),
        run("__________"),
        run("{%r endif %}"),
    )
    lines.append(paragraph("option", *line))
    lines.append(paragraph("option", run("{%p if primary_fields.chosen %}")))
    lines.append(paragraph("chosen", run(texts().say("draft.registration.chosen")), value("primary_fields.chosen")))
    lines.append(paragraph("option", run("{%p endif %}")))
    return lines


def _boxes(options: tuple[str, ...]) -> list[str]:
    font = f'<w:rFonts w:ascii="{SIGN}" w:hAnsi="{SIGN}" w:eastAsia="{SIGN}"/>'
    runs = []
    for place, option in enumerate(options):
        runs.append(run("\t") if place else "")
        if option:
            runs += [run(f"{{{{ primary_fields.box.{option[0]} }}}}", font), run(option)]
    return runs


def _counts(left: str, left_name: str, right: str, right_name: str) -> str:
    return head_row(
        (3, label(left)),
        (5, paragraph("value", value(f"{left_name}.brief"))),
        (7, label(right)),
        (8, paragraph("value", value(f"{right_name}.brief"))),
        height=624,
    )


def _team() -> str:
    return _listing("team", "二、科研团队情况", TEAM)


def _platforms() -> str:
    return _listing("platforms", PLATFORMS_HEADING, PLATFORMS)


def _listing(name: str, title: str, columns: tuple[tuple[str, str, int], ...]) -> str:
    """A table of rows that all look alike, its title and column names repeated on every page."""
    widths = tuple(width for *_, width in columns)
    return table(
        edges(*widths),
        row(cell(WIDTH, heading(title), span=len(columns)), header=True),
        row(*(cell(width, label(words, style="column")) for words, _, width in columns), header=True),
        row(
            cell(
                WIDTH, paragraph("small", run(f"{{%tr for row in {name}.at_least({ROWS[name]}) %}}")), span=len(columns)
            )
        ),
        row(*(cell(width, paragraph("small", value(f"row.{column}.brief"))) for _, column, width in columns)),
        row(cell(WIDTH, paragraph("small", run("{%tr endfor %}")), span=len(columns))),
    )


def _members() -> str:
    number, name, role = MEMBERS
    numbers = (
        paragraph("small", run(f"{{% if loop.index <= {NUMBERED} or row.filled %}}{{{{ loop.index }}}}{{% endif %}}")),
        paragraph("small", run("{%p if loop.first %}")),
        label("（牵头单位）", style="small"),
        paragraph("small", run("{%p endif %}")),
    )
    names = (
        paragraph("smallleft", value("row.name.brief")),
        paragraph("small", run("{%p if row.uscc %}")),
        paragraph("smallleft", run(texts().say("draft.registration.member_code")), value("row.uscc.brief")),
        paragraph("small", run("{%p endif %}")),
    )
    return table(
        edges(*MEMBERS),
        row(cell(WIDTH, heading("四、成员单位组成及在行业（或学科）中地位的简要说明"), span=3), header=True),
        row(
            cell(number, label("序号", style="column")),
            cell(name, label("成员单位名称", style="column"), label("及统一社会信用代码", style="column")),
            cell(role, label("在行业（或学科）中的地位，在创新联合体内分工（限200字）", style="column")),
            header=True,
        ),
        row(cell(WIDTH, paragraph("small", run(f"{{%tr for row in members.at_least({ROWS['members']}) %}}")), span=3)),
        row(cell(number, *numbers), cell(name, *names), cell(role, *_lines("row.role.brief", "smallleft")), height=737),
        row(cell(WIDTH, paragraph("small", run("{%tr endfor %}")), span=3)),
    )


def _closing() -> str:
    promise = (
        paragraph("promise", run(PROMISE)),
        paragraph("sign", run("（公章）"), more='<w:spacing w:before="1300"/><w:ind w:left="3000"/>'),
        paragraph("sign", run("法定代表人（授权人）签章：")),
        paragraph("sign", run("年     月     日"), more='<w:ind w:left="6200"/>'),
    )
    opinion = (
        heading("牵头单位审核意见"),
        paragraph("sign", run("牵头单位（盖章）："), more='<w:spacing w:before="4200"/>'),
        paragraph("sign", run("年   月   日"), more='<w:ind w:left="6200"/>'),
    )
    work = table(
        (0, WIDTH),
        row(cell(WIDTH, heading("五、创新联合体已具备的合作基础、开展活动和取得的实效"))),
        row(cell(WIDTH, _long("cooperation"), valign="top"), height=5200, splits=True),
    )
    # a header row stays with the row under it in every program; a table of its own repeats nothing over the opinion
    pledge = table(
        (0, WIDTH),
        row(cell(WIDTH, heading("六、承诺书")), header=True),
        row(cell(WIDTH, *promise, valign="top"), height=4600),
    )
    return work + pledge + table((0, WIDTH), row(cell(WIDTH, *opinion, valign="top"), height=6200))


def _long(name: str) -> str:
    return "".join(_lines(name, "long"))


def _lines(name: str, style: str) -> tuple[str, str, str]:
    """A paragraph for each line of a text."""
    return (
        paragraph(style, run(f"{{%p for line in {name}.lines %}}")),
        paragraph(style, value("line")),
        paragraph(style, run("{%p endfor %}")),
    )


if __name__ == "__main__":
    TEMPLATE.write_bytes(build())
    sys.stdout.write(f"{TEMPLATE}\n")
