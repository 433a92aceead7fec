"""How official forms are set here: the sheet, the styles, and the ruled tables, as WordprocessingML (ISO/IEC 29500-1).

Measures are twips (1/1440 inch) unless named otherwise.
"""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from xml.sax.saxutils import escape

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

SONG, HEI, FANG, SIGN = "宋体", "黑体", "仿宋", "Segoe UI Symbol"
WIDTH = 9298  # of the text: A4 less two margins of 2.3 cm
LINE = '<w:spacing w:before="{}" w:line="{}" w:lineRule="{}"/>'
INDENT = '<w:ind w:firstLineChars="200" w:firstLine="480"/>'
TIGHT = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'  # no gap between Chinese and figures: 2023年制


STYLES = {
    # id: font, points, alignment, bold, paragraph properties up to the tabs, and from the spacing on
    "attachment": (HEI, 16, "left", False, "", ""),
    "covertitle": (SONG, 28, "center", True, "", LINE.format(1900, 720, "exact")),
    "covertitle2": (SONG, 28, "center", True, "", LINE.format('120" w:after="1700', 720, "exact")),
    "coverlabel": (SONG, 16, "right", False, "", ""),
    "covervalue": (FANG, 15, "center", False, "", ""),
    "coverfoot": (SONG, 16, "center", False, "", '<w:spacing w:before="120" w:after="120"/>'),
    "notestitle": (HEI, 22, "center", False, '<w:pageBreakBefore/>', '<w:spacing w:before="600" w:after="600"/>'),
    "note": (FANG, 16, "both", False, "", LINE.format(0, 640, "exact") + INDENT),
    "formtitle": (HEI, 18, "center", False, '<w:pageBreakBefore/>', '<w:spacing w:after="240"/>'),
    "heading": (HEI, 12, "left", False, '<w:keepNext/>', '<w:spacing w:before="60" w:after="60"/>'),
    "label": (SONG, 12, "center", False, "", ""),
    "column": (SONG, 10.5, "center", False, '<w:keepNext/>', ""),
    "value": (FANG, 12, "center", False, "", ""),
    "person": (FANG, 10.5, "center", False, "", ""),
    "left": (FANG, 12, "left", False, "", ""),
    "option": (SONG, 11, "left", False, '<w:tabs>{tabs}</w:tabs>', '<w:spacing w:line="360" w:lineRule="atLeast"/>'),
    "chosen": (FANG, 11, "left", False, "", '<w:spacing w:before="40" w:after="40"/>'),
    "small": (FANG, 10.5, "center", False, "", ""),
    "smallleft": (FANG, 10.5, "left", False, "", ""),
    "long": (FANG, 12, "both", False, "", LINE.format(0, 400, "atLeast") + INDENT),
    "promise": (SONG, 12, "both", False, "", LINE.format(120, 440, "atLeast") + INDENT),
    "sign": (SONG, 12, "left", False, "", '<w:spacing w:before="240"/><w:ind w:left="4700"/>'),
    "hairline": (SONG, 1, "left", False, "", '<w:spacing w:line="2" w:lineRule="exact"/>'),
    "pagehead": (SONG, 8, "left", False, "", ""),
    "pagefoot": (SONG, 10.5, "center", False, "", ""),
}  # fmt: skip


def page(document: WordDocument) -> None:
    """A4 with a note at the head and the page's number at the foot of every page but the first."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.2)
    section.header_distance, section.footer_distance = Cm(1.3), Cm(1.2)
    section.different_first_page_header_footer = True
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for piece, style in ((head, "pagehead"), (foot, "pagefoot")):
        properties = piece._p.get_or_add_pPr()
        for old in properties.findall(qn("w:pStyle")):
            properties.remove(old)
        properties.append(parse_xml(f'<w:pStyle {nsdecls("w")} w:val="{style}"/>'))
    for part in (
        '<w:r {0}><w:t xml:space="preserve">— </w:t></w:r>',
        '<w:fldSimple {0} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>',
        '<w:r {0}><w:t xml:space="preserve"> —</w:t></w:r>',
    ):
        foot._p.append(parse_xml(part.format(nsdecls("w"))))


def styles(document: WordDocument) -> None:
    """Adds the styles above, and makes 宋体 小四 what text is set in by default."""
    styles = document.styles
    styles["Normal"].font.size = Pt(12)
    defaults = styles.element.find(qn("w:docDefaults"))
    styles.element.replace(defaults, parse_xml(_defaults()))
    tabs = "".join(f'<w:tab w:val="left" w:pos="{place}"/>' for place in (1560, 3120, 4680))
    for name, (font, size, side, bold, before, after) in STYLES.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.element.set(qn("w:styleId"), name)
        for part in (
            f'<w:pPr {{0}}>{before.format(tabs=tabs)}{TIGHT}{after}<w:jc w:val="{side}"/></w:pPr>',
            f"<w:rPr {{0}}>{_fonts(font)}{'<w:b/>' if bold else ''}{_grey(name)}"
            f'<w:sz w:val="{int(size * 2)}"/><w:szCs w:val="{int(size * 2)}"/></w:rPr>',
        ):
            style.element.append(parse_xml(part.format(nsdecls("w"))))


def _grey(name: str) -> str:
    return '<w:color w:val="7F7F7F"/>' if name == "pagehead" else ""


def _fonts(eastern: str) -> str:
    return f'<w:rFonts w:ascii="{eastern}" w:hAnsi="{eastern}" w:cs="{eastern}" w:eastAsia="{eastern}"/>'


def _defaults() -> str:
    return (
        f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{_fonts(SONG)}"
        '<w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
        '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
    )


def describe(document: WordDocument) -> None:
    """Takes out who made the file, when, and with what."""
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.title, properties.revision = "", 1
    properties.created = properties.modified = datetime(2023, 4, 1)
    needless = ("/thumbnail", "/customXml", "/stylesWithEffects", "/extended-properties")
    for holder in (document.part.package, document.part):
        for key in [key for key, rel in holder.rels.items() if rel.reltype.endswith(needless)]:
            del holder.rels[key]


def run(text: str, properties: str = "") -> str:
    """A run; tabs in the text become tabs on paper."""
    pieces = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in text.split("\t"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{pieces}</w:r>"


def value(name: str) -> str:
    """A place for a value, as docxtpl writes it."""
    return run(f"{{{{r {name} }}}}")


def paragraph(style: str, *runs: str, more: str = "") -> str:
    """A paragraph; `more` is added to its properties."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{"".join(runs)}</w:p>'


def label(text: str, *, style: str = "label") -> str:
    """A paragraph of the form's own words."""
    return paragraph(style, run(text))


def cell(width: int, *paragraphs: str, span: int = 1, more: str = "", valign: str = "center") -> str:
    """A table cell over `span` columns of the grid."""
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}{more}<w:vAlign w:val="{valign}"/></w:tcPr>'
        f"{''.join(paragraphs)}</w:tc>"
    )


def row(*cells: str, height: int = 510, splits: bool = False, header: bool = False) -> str:
    """A table row at least `height` high; it stays on one page unless it `splits`."""
    whole = "" if splits else "<w:cantSplit/>"
    repeated = "<w:tblHeader/>" if header else ""
    size = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr>{whole}{size}{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def table(edges: tuple[int, ...], *rows: str) -> str:
    """A ruled table over the text's width, and the hairline that keeps it from the next one."""
    grid = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{edges[-1]}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{rules}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:top w:w="28" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
        '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>{paragraph('hairline')}"
    )


def edges(*widths: int) -> tuple[int, ...]:
    """The left edge of each column and the right edge of the last."""
    found = [0]
    for width in widths:
        found.append(found[-1] + width)
    return tuple(found)
