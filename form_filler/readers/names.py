"""Names of people, organisations and consortia."""

from __future__ import annotations

import re

from form_filler.form import NameField
from form_filler.outcomes import Ambiguous, Choice, Reading
from form_filler.readers.characters import HAN, half_width, visible
from form_filler.readers.context import ReadingContext
from form_filler.readers.spoken import after_lead_in, value_in
from form_filler.readers.wording import accept, refuse, refuse_unfit, say

_DOTS = re.compile(rf"\s*[·•‧・･∙⋅]\s*|(?<=[{HAN}])[.．](?=[{HAN}])")
_HAN_NAME = re.compile(rf"\A(?:[{HAN}]{{2,20}}|[{HAN}]{{1,20}}(?:·[{HAN}]{{1,20}}){{1,5}})\Z")
_LATIN_NAME = re.compile(r"\A[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ .'’-]{0,58}[A-Za-zÀ-ɏ.]\Z")
_LONGEST_PERSON = 30
_TITLE = re.compile("(?:先生|女士|同志)$")
_NOT_A_PERSON = re.compile(
    "公司|集团|大学|学院|研究[院所]|中心|委员会|什么|怎么|多少|为何|为什么|哪里|哪个|哪些|不知道|不清楚|不确定|没有|暂无|知道|谁|以后|稍后|再说|回头|待定|跳过|看看|一下|政策|办法|电话|手机"
    "|身份证|登记表|联合体|可以|需要|能不能|如何|吗|呢|的|了|我们|你们|他们|.+是|^[我你您请想咱]"
)
# Long names are Mongolian, Tibetan or Uyghur; these characters do not transcribe them, but make sentences.
_SENTENCE = re.compile("[我你您她是在有这们要想看说请问谁先再等给把被让对从到会能个办填报]")
_LONGEST_HAN_SURNAME_NAME = 4
_SEGMENTS = re.compile(r"[，,；;。、/\n\t]")
_BESIDE_A_NAME = re.compile(r"[0-9]|^[男女]$|汉族|蒙古族|性别|民族|学历|职务|职称|电话|手机|身份证|岁|^$")
_ORGANISATION_END = re.compile(
    "(?:公司|集团|厂|大学|学院|学校|院|所|中心|站|社|协会|学会|商会|联盟|基金会|实验室|局|厅|委|委员会|企业|农场|牧场|林场|园|场|馆|店|行|会|部|矿|户)"
    "(?:[（(][^（()）]{1,30}[)）])?$"
)
_LEADS = re.compile("(?:来|作为|是|做|当|负责|为)?(?:我们的|这次的)?牵头(?:的)?(?:单位|企业|方)?$|[（(]牵头单位[)）]$")
_TWO = re.compile("(?:公司|集团|大学|学院|研究院|研究所)[和与及跟](?!林)")
_CODE = re.compile(r"\A[0-9A-Za-z\s-]+\Z")
_QUESTION = re.compile("[?？]|什么|怎么|多少|为何|哪[个些家里]|吗$|呢$|能不能|可不可以|是不是")
_LONGEST_ORGANISATION = 100
_SHORTEST_OVERLAP = 2


def read_person(field: NameField, words: str, _context: ReadingContext) -> Reading:
    """One person's name, in Chinese characters (with · between its parts) or Latin letters."""
    if refusal := refuse_unfit(field, words):
        return refusal
    first, *others = _SEGMENTS.split(value_in(field, _DOTS.sub("·", visible(words))))
    name = re.sub(rf"(?<=[{HAN}])\s+(?=[{HAN}])", "", half_width(first)).strip()
    name = _TITLE.sub("", name)
    if re.search("[0-9]", name):
        return refuse(field, "person.digits", words)
    sentence = _NOT_A_PERSON.search(name) or (len(name) > _LONGEST_HAN_SURNAME_NAME and _SENTENCE.search(name))
    if sentence or len(name) > _LONGEST_PERSON or not (_HAN_NAME.match(name) or _LATIN_NAME.match(name)):
        return refuse(field, "person.not_a_name", words)
    if not all(_BESIDE_A_NAME.search(other.strip()) for other in others):
        return refuse(field, "person.several", words)
    return accept(name, words)


def read_organisation(field: NameField, words: str, _context: ReadingContext) -> Reading:
    """One organisation's name as typed, without the sentence around it."""
    if refusal := refuse_unfit(field, words):
        return refusal
    value = value_in(field, visible(words))
    parts = [part.strip() for part in re.split("[，,；;。、\n\t]", value) if part.strip()]
    parts = [_LEADS.sub("", part) or part for part in parts]
    named = [part for part in parts if _ORGANISATION_END.search(part)]
    if len(named) > 1 or (named and _TWO.search(named[0])):
        return refuse(field, "organisation.several", words, names="、".join(named[:5]))
    name = named[0] if named else "".join(parts[:1])
    if _CODE.match(name):
        return refuse(field, "organisation.code", words)
    if (not named and len(parts) != 1) or not 2 <= len(name) <= _LONGEST_ORGANISATION or _QUESTION.search(value):
        return refuse(field, "organisation.none", words)
    return accept(after_lead_in(name), words)


def read_consortium(field: NameField, words: str, _context: ReadingContext) -> Reading:
    """A consortium's name; one that is not of the official shape is offered completed and as typed."""
    if refusal := refuse_unfit(field, words):
        return refusal
    name = value_in(field, visible(words))
    core = _core(name, field.template)
    if len(core) < _SHORTEST_OVERLAP or len(name) > _LONGEST_ORGANISATION or "\n" in name or _QUESTION.search(name):
        return refuse(field, "consortium.none", words)
    if _CODE.match(name) and re.search("[0-9]", name):
        return refuse(field, "consortium.none", words)
    if not field.pattern or not field.template or re.fullmatch(field.pattern, name):
        return accept(name, words)
    completed = field.template.replace("{name}", core)
    choices = (
        Choice("complete", say("consortium.complete", name=completed), completed),
        Choice("keep", say("consortium.keep", name=name), name),
    )
    return Ambiguous(choices, say("consortium.shape", given=name, completed=completed, label=field.label))


def _core(name: str, template: str) -> str:
    """`name` without the beginning and end that `template` adds, even where it bears only part of them."""
    before, _, after = template.partition("{name}")
    starts = {before[:n] for n in range(len(before) + 1)} | {before[n:] for n in range(len(before))}
    ends = {after[n:] for n in range(len(after) + 1)} | {after[:n] for n in range(len(after) + 1)}
    start = max((one for one in starts if _long(one) and name.startswith(one)), key=len, default="")
    name = name[len(start) :]
    end = max((one for one in ends if _long(one) and name.endswith(one)), key=len, default="")
    return name[: len(name) - len(end)].strip()


def _long(part: str) -> bool:
    return len(part) >= _SHORTEST_OVERLAP
