"""Plain official text -> labelled passages down to 条、款、项、目.

Articles are found by their numbering alone. What an attachment numbers otherwise (a form's parts, a cover)
is told by `sections` in the measure's own data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from knowledge.passage import Passage

HAN = "一二三四五六七八九十百"
_RESIDUE = re.compile(r"\[bookmark:[^\]]*\]")
_DOCUMENT = re.compile(r"附件\d+\s*")
_CHAPTER = re.compile(rf"第[{HAN}]+章\s*(.*)")
_ARTICLE = re.compile(rf"(第[{HAN}]+条)\s*(.*)")
_ITEM = re.compile(rf"([（(]([{HAN}]+|\d+)[)）])\s*(.*)")
_PART = re.compile(rf"([{HAN}]+)、\s*(.*)")
_NUMBER = re.compile(r"(\d+)[.．、]\s*(.*)")


@dataclass(frozen=True)
class Section:
    """A place in an attachment that its own words mark: from a line that begins with `starts` to the next one.

    `label` may be empty (a heading that is no place itself). From here on, parts numbered 一、二、… are places
    of their own when `numbered` gives the words before their number, e.g. `附件2 填表说明`.
    """

    document: str
    starts: str
    label: str = ""
    numbered: str = ""


@dataclass
class _Node:
    label: str
    document: str
    lines: list[str] = field(default_factory=list)
    context: tuple[str, ...] = ()
    parent: _Node | None = None


def clean(text: str) -> str:
    """The source without residue of conversion and form feeds; line numbers stay as they were."""
    return _RESIDUE.sub("", text.replace("\r\n", "\n").replace("\f", ""))


def documents(text: str) -> dict[str, list[str]]:
    """The lines of each attachment, by its name; text before the first attachment is `正文`."""
    parts: dict[str, list[str]] = {}
    current = "正文"
    for line in clean(text).splitlines():
        if _DOCUMENT.fullmatch(line.strip()):
            current = line.strip()
        parts.setdefault(current, []).append(line)
    return {name: lines for name, lines in parts.items() if any(line.strip() for line in lines)}


def parse(text: str, sections: tuple[Section, ...] = ()) -> tuple[Passage, ...]:
    """All passages of a measure and its attachments, in the order of the source."""
    nodes: list[_Node] = []
    for name, lines in documents(text).items():
        own = tuple(section for section in sections if section.document == name)
        if any(_ARTICLE.match(line.strip()) for line in lines):
            nodes += _articles(name, lines)
        else:
            nodes += _attachment(name, lines, own)
    return tuple(_passage(node, nodes) for node in nodes if node.lines)


def _passage(node: _Node, nodes: list[_Node]) -> Passage:
    below = [other for other in nodes if _is_under(other, node)]
    own = "\n".join(node.lines)
    whole = "\n".join([own, *("\n".join(other.lines) for other in below)])
    return Passage(label=node.label, document=node.document, text=own, whole=whole, context=" › ".join(node.context))


def _is_under(node: _Node, ancestor: _Node) -> bool:
    above = node.parent
    while above is not None:
        if above is ancestor:
            return True
        above = above.parent
    return False


def _han(number: str) -> str:
    """1 -> 一: the numbering of labels, whatever the source prints."""
    digits = "零一二三四五六七八九"
    if not number.isdigit():
        return number
    tens, ones = divmod(int(number), 10)
    head = "" if tens == 0 else ("十" if tens == 1 else digits[tens] + "十")
    return head + (digits[ones] if ones or not tens else "")


def _articles(document: str, lines: list[str]) -> list[_Node]:
    """条 -> 项（一） -> 目 1; an unnumbered line belongs to the place above it."""
    nodes: list[_Node] = []
    chapter, article, item, here = "", None, None, None
    for raw in lines:
        line = raw.strip()
        if not line:
            continue
        if match := _CHAPTER.fullmatch(line):
            chapter, here = re.sub(r"\s+", "", match.group(1)), None
        elif match := _ARTICLE.fullmatch(line):
            article, item = _Node(match.group(1), document, [line], (chapter,)), None
            here = article
            nodes.append(here)
        elif article and (match := _ITEM.fullmatch(line)):
            item = _Node(f"{article.label}（{_han(match.group(2))}）", document, [line], parent=article)
            item.context = (*article.context, article.lines[0])
            here = item
            nodes.append(here)
        elif item and (match := _NUMBER.fullmatch(line)):
            here = _Node(item.label + match.group(1), document, [line], parent=item)
            here.context = (*item.context, item.lines[0])
            nodes.append(here)
        elif here is not None:
            here.lines.append(line)
    return nodes


def _attachment(document: str, lines: list[str], sections: tuple[Section, ...]) -> list[_Node]:
    """Sections as the measure's data tells them; numbered parts 一、 -> （一） -> 1 where they are own places."""
    waiting = list(sections)
    numbered = "" if sections else f"{document} "
    title: tuple[str, ...] = ()
    nodes: list[_Node] = []
    chain: list[_Node] = []
    for raw in lines:
        line = raw.strip()
        if not line or _DOCUMENT.fullmatch(line):
            continue
        if waiting and line.startswith(waiting[0].starts):
            section = waiting.pop(0)
            numbered, chain = section.numbered, []
            if section.label:
                nodes.append(_Node(section.label, document, [line], title))
        elif numbered and (step := _step(line, len(chain))):
            depth, mark = step
            chain = chain[:depth]
            nodes.append(_numbered(document, line, numbered + mark if not depth else mark, chain, title))
            chain.append(nodes[-1])
        elif nodes:
            nodes[-1].lines.append(line)
        else:
            title = (*title, re.sub(r"\s+", "", line))
    return nodes


def _step(line: str, depth: int) -> tuple[int, str] | None:
    """How deep a numbered line stands (at most one deeper than `depth`) and its mark, or None for plain text."""
    for level, (pattern, print_mark) in enumerate(((_PART, "{}"), (_ITEM, "（{}）"), (_NUMBER, "{}"))):
        if level <= depth and (match := pattern.fullmatch(line)):
            number = match.group(2) if pattern is _ITEM else match.group(1)
            return level, print_mark.format(_han(number) if pattern is _ITEM else number)
    return None


def _numbered(document: str, line: str, mark: str, chain: list[_Node], title: tuple[str, ...]) -> _Node:
    context = (*title, *(node.lines[0] for node in chain))
    if not chain:
        return _Node(mark, document, [line], context)
    return _Node(chain[-1].label + mark, document, [line], context, parent=chain[-1])
