"""The shape of a message: is it a question, does it ask several things, does it lean on what was said before (pure)."""

from __future__ import annotations

import re

MOST_PARTS = 3  # questions of one message that are answered; the rest may be asked again
_SHORTEST = 4  # characters of a question that stands by itself

_QUESTION = re.compile(
    r"[?？]|吗|呢|么|什么|怎么|怎样|咋|啥|如何|为什么|为何|为啥|多少|多久|多长|多大|(?<![十百千好])几[家个年天份项]|哪|谁|是否|"
    r"可不可以|可以不|行不|有没有|需不需要|([一-鿿])不\1|.{5}[不没]$|"
    r"\b(?:what|how|which|who|when|where|why|can|does|is|are|do)\b",
    re.I,
)
# in the middle of a sentence 呢 and 么 ask nothing, and what someone was told or does not know is no question to us
_STRONG = re.compile(
    r"[?？]|吗|什么|怎么|怎样|咋|啥|如何|多少|多久|多长|几[家个年天份项月]|哪|谁|是否|能不能|可不可以|要不要|用不用|有没有|是不是|算不算|"
    r"会不会|需不需要|\b(?:what|how|which|who|when|where|why|can|does|is|are|do)\b",
    re.I,
)
_TOLD = re.compile(r"没说|不知道|记不清|说不清|搞不懂|弄不明白|拿不准|听说|就问|想问|问一下|请问|如果|要是|假如|万一")
_INLINE = re.compile(r"(?<![\d第（(])(?=(?:[1-5][.．、）)](?!\d)|[（(][1-5一二三四五][）)]|[①②③④⑤]))")
_BEFORE_LISTS = " 　\n，,。：:；;？?！!"
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]*")
_CLAUSE = re.compile(r"[^，,]+[，,]*")
_AGAIN = re.compile(r"(?:另外|还有|再问|再有|顺便|其次|同时|以及|第[二三四]|最后)")
_NUMBERING = re.compile(r"^\s*(?:[（(]?(?:[1-9]|[一二三四五])[）)、.．:：]|第[一二三四五][，、:：]|[①②③④⑤])\s*")
_BARE = re.compile(r"[\W_]+")
_LEANING = re.compile(
    r"^(?:那|那么|那要是|要是|如果是|换成|换了|改成|反过来|and\b|what about|how about|what if)|呢[？?。!！~～]*$", re.I
)
_POINTING = re.compile(
    r"^(?:它|这个|那个|这些|那些|这样|那样|上面|刚才|前面|具体|为什么|为啥|依据|凭什么|第几条|哪一条)"
)
_LONGEST_LEANING = 16  # Chinese characters; of English, three times as many letters
_BARE_LEANING = 6  # characters that say too little to be understood alone
_BASIS = re.compile(
    r"^(?:这个|这|那)?(?:的)?(?:依据|凭什么|出处|哪条规定|第几条|哪一条|哪条|原文)(?:是|在|呢|吗|哪|写|说|第|条|一|几|什么|里)*[？?。!！]*$"
)


def has_question_shape(text: str) -> bool:
    """Whether the words have the shape of a question."""
    return bool(_QUESTION.search(text))


def parts_of(text: str, fine: bool = False) -> tuple[str, ...]:
    """The questions in a message, each with the statements before it; the message itself when it asks one thing.

    Args:
        text: the message.
        fine: divides at commas, too, where both sides have the shape of a question.
    """
    parts, held = list[str](), ""
    for clause in _clauses(text):
        if parts and not held and _again(clause):
            parts[-1] += clause
            continue
        held += clause
        if _asks(clause, fine):
            parts.append(_NUMBERING.sub("", held))
            held = ""
    if not parts:
        return (text,)
    parts[-1] += held
    return tuple(part.strip() for part in parts)


def questions_in(text: str) -> tuple[str, ...]:
    """The sentences of a message that ask, without the statements around them."""
    sentences = (sentence.strip() for sentence in _SENTENCE.findall(text))
    return tuple(sentence for sentence in sentences if _QUESTION.search(sentence))


def leans(text: str) -> bool:
    """Whether a message, like “那高校呢？”, can only be understood after the one before it."""
    bare = text.strip()
    return len(bare) <= _LONGEST_LEANING * (3 if bare.isascii() else 1) and bool(
        _LEANING.search(bare) or _POINTING.search(bare)
    )


def is_bare(text: str) -> bool:
    """Whether a message that leans says too little to be understood in another way."""
    return len(_BARE.sub("", text)) <= _BARE_LEANING


def asks_for_basis(text: str) -> bool:
    """Whether a message, like “依据是哪条？”, only asks where the answer before it stands."""
    return bool(_BASIS.match(text.strip()))


def _clauses(text: str) -> list[str]:
    numbered = _INLINE.split(text)
    # a mark in the middle of words is the number of a place: 第五条（一）
    listed = len(numbered) > 2 and (not numbered[0] or numbered[0][-1] in _BEFORE_LISTS)
    pieces = numbered if listed else [text]
    sentences = (sentence for piece in pieces for sentence in _SENTENCE.findall(piece))
    return [clause for sentence in sentences for clause in _CLAUSE.findall(sentence) if _BARE.sub("", clause)]


def _asks(clause: str, fine: bool) -> bool:
    """Whether a question ends with this clause; a comma ends one only for a fine division."""
    if clause.rstrip()[-1:] in ("?", "？"):
        return True
    if _BARE.sub("", _NUMBERING.sub("", clause)) != _BARE.sub("", clause):
        return bool(_BARE.sub("", _NUMBERING.sub("", clause)))
    if clause.rstrip()[-1:] in ("，", ",") and not fine:
        return False
    return bool(_STRONG.search(clause)) and not _TOLD.search(clause)


def _again(clause: str) -> bool:
    """Whether a clause goes on with the question before it rather than beginning another."""
    if _AGAIN.match(clause.strip()) or _NUMBERING.match(clause):
        return False
    return len(_BARE.sub("", clause)) < _SHORTEST
