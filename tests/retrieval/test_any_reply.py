"""Whatever a model says: the citations resolve, and no number is its own."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.works import doubtful_work, work_on
from knowledge.loading import INSTALLED, load_measure
from knowledge.measure import Measure
from knowledge.questions import Question
from retrieval.answer import Work
from retrieval.catalogue import Catalogue
from retrieval.models.scripted import ScriptedModel
from retrieval.phrasing import Phrasing
from retrieval.wording import parts_of, sentences_of
from tests.conftest import SLUG
from tests.retrieval.harmless import assert_harmless

ITEMS = (
    Question(
        id="least",
        standard="成员单位最少要几家？",
        kind="answer",
        answer="成员单位原则上不少于3家。不是必须5家，登记表第四部分印了5个序号，没有写须满5家。",
        cites=("第五条（二）5", "附件2 四、成员单位"),
    ),
    Question(
        id="until",
        standard="办法管到什么时候？",
        kind="partial",
        answer="本办法自2023年5月1日起施行，有效期两年。期满以后怎样，办法没有写。",
        cites=("第十三条",),
    ),
)
MEASURE = load_measure(INSTALLED / SLUG)
SENTENCES = tuple(
    sentence
    for text in (*(item.answer for item in ITEMS), *(passage.text for passage in MEASURE.passages[:40]))
    for sentence in sentences_of(" ".join(text.split()))
)
CLAUSES = tuple(part for sentence in SENTENCES for part in parts_of(sentence))
NUMBERS = st.one_of(
    st.integers(0, 3000).map(str),
    st.sampled_from("一二三四五六七八九十"),
    st.sampled_from(["两", "十五", "〇", "③", "Ⅲ", "½", "٣"]),
)
UNITS = st.sampled_from(["家", "年", "个月", "万元", "条", "日", "字", "%", ""])
OWN = st.one_of(
    st.builds(lambda number, unit: f"不少于{number}{unit}", NUMBERS, UNITS),
    st.builds(lambda number: f"第{number}条", NUMBERS),
    st.builds(lambda number: f"附件{number}", NUMBERS),
    st.sampled_from(
        ["“", "”", "《", "》", "已提交", "保证", "不", "可以", "，", "。", "：", "\n", "https://x.cn", "\x00", "\u202e"]
    ),
    st.text(max_size=4),
)
PIECES = st.lists(st.one_of(st.sampled_from(SENTENCES), st.sampled_from(CLAUSES), OWN), min_size=1, max_size=4)
TOKENS = st.lists(
    st.one_of(
        st.integers(1, 90).map(lambda number: f"[P{number}]"),
        st.sampled_from(["[Q1]", "[Q2]", "[P12]", "[P36]", "【P12】", "[P0]", "[Q9]", "[P999]", "[无]", ""]),
    ),
    max_size=3,
).map("".join)
LINES = st.one_of(
    st.builds(lambda pieces, tokens: "".join(pieces) + tokens, PIECES, TOKENS),
    st.sampled_from(
        ["[Q1]", "[Q2]", "[完]", "", "成员单位原则上不少于3家。[Q1]", "本办法自2023年5月1日起施行，有效期两年。[P36]"]
    ),
)
REPLIES = st.lists(LINES, max_size=6).map("\n".join)


@pytest.fixture(scope="module")
def works(bank: Catalogue, measure: Measure) -> tuple[Work, ...]:
    """A sure answer, an unsure one, a part of one, and none."""
    return (
        work_on(bank, measure, *ITEMS),
        work_on(bank, measure, *ITEMS, confidence=0.2),
        work_on(bank, measure, *reversed(ITEMS)),
        doubtful_work(bank, "成员单位原则上到底是不是3家"),
    )


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reply=REPLIES, which=st.integers(0, 3))
def test_no_reply_yields_a_loose_citation_or_a_number_of_its_own(
    works: tuple[Work, ...], reply: str, which: int
) -> None:
    work = works[which]
    assert_harmless(Phrasing(ScriptedModel([reply])).attempt(work), work)


@settings(max_examples=200, deadline=None)
@given(pieces=st.lists(st.text(max_size=40), max_size=10), which=st.integers(0, 3))
def test_no_text_at_all_does(works: tuple[Work, ...], pieces: list[str], which: int) -> None:
    work = works[which]
    assert_harmless(Phrasing(ScriptedModel(pieces)).attempt(work), work)


@settings(max_examples=200, deadline=None)
@given(
    lines=st.lists(
        st.tuples(st.sampled_from(CLAUSES), NUMBERS, UNITS, st.sampled_from(CLAUSES)), min_size=1, max_size=2
    ),
    which=st.integers(0, 3),
)
def test_no_number_put_between_the_sources_own_words_comes_through(
    works: tuple[Work, ...], lines: list[tuple[str, str, str, str]], which: int
) -> None:
    work = works[which]
    tokens = "".join(f"[P{number}]" for number in range(1, 41)) + ("[Q1]" if work.found else "")
    reply = "\n".join(f"{''.join(line)}{tokens}" for line in lines)
    assert_harmless(Phrasing(ScriptedModel([reply])).attempt(work), work)


@settings(max_examples=100, deadline=None)
@given(size=st.integers(1, 30), which=st.integers(0, 2))
def test_it_does_not_matter_in_which_pieces_a_reply_comes(works: tuple[Work, ...], size: int, which: int) -> None:
    reply = "\n".join(["[Q1]", *(f"{one}[Q1]" for one in sentences_of(works[which].answer.text)), "[完]"])
    whole = Phrasing(ScriptedModel([reply])).attempt(works[which])
    pieces = [reply[begin : begin + size] for begin in range(0, len(reply), size)]
    assert Phrasing(ScriptedModel(pieces)).attempt(works[which]) == whole
    assert whole.refused == ""
