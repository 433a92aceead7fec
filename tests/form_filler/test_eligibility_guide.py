"""The guided check: what is asked, what is skipped, and what people's words become."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_filler.eligibility import EligibilityFacts, answer, evaluate, facts_from_form, next_question
from form_filler.outcomes import Rejected
from tests.form_filler.eligibility_samples import TODAY, facts, rules, sample

ALL_TOPICS = ["established_on", "goals", "tasks", "ip_ownership", "investment_and_benefit", "dispute_resolution"]
QUESTIONS = {ask.id: ask for check in rules().checks for ask in check.ask}
SMOOTH = {
    "lead_registered_in_region": "是的",
    "lead_kind": "有限责任公司",
    "lead_platforms": "有一个自治区级的",
    "member_total": "四家",
    "members_rd_team": "都有",
    "members_rd_capability": "都具备",
    "agreement_signed": "签了",
    "agreement_sealed": "盖了",
    "agreement_topics": "都写明了",
    "revoked_on": "没有",
    "on_blacklist": "没有",
}


def _answer(question: str, said: str, told: dict[str, Any] | None = None) -> dict[str, Any]:
    after = answer(rules(), facts(told or {}), question, said, TODAY)
    assert isinstance(after, EligibilityFacts), after
    return after.as_json()


def _rejected(question: str, said: str) -> str:
    after = answer(rules(), facts({}), question, said, TODAY)
    assert isinstance(after, Rejected), after
    return after.why


def _asked(told: dict[str, Any], says: dict[str, str]) -> tuple[list[str], EligibilityFacts]:
    known, asked = facts(told), list[str]()
    while question := next_question(rules(), known, frozenset(asked), TODAY):
        after = answer(rules(), known, question.id, says[question.id], TODAY)
        assert isinstance(after, EligibilityFacts), after
        known, asked = after, [*asked, question.id]
    return asked, known


def test_who_knows_everything_is_led_to_eligible() -> None:
    asked, known = _asked({}, SMOOTH)
    assert asked == list(SMOOTH)
    report = evaluate(rules(), known, TODAY)
    assert report.verdict == "eligible"
    assert {check.status for check in report.checks} == {"met", "advisory"}


def test_who_knows_nothing_is_asked_everything_once() -> None:
    asked, known = _asked({}, dict.fromkeys(QUESTIONS, "不清楚"))
    assert asked == list(QUESTIONS)
    assert evaluate(rules(), known, TODAY).verdict == "needs_clarification"


def test_facts_that_are_known_are_not_asked_for() -> None:
    assert next_question(rules(), facts(sample()), frozenset(), TODAY) is None


def test_a_failed_check_does_not_end_the_questions() -> None:
    question = next_question(rules(), facts({"lead_registered_in_region": False}), frozenset(), TODAY)
    assert question is not None
    assert question.id == "lead_kind"


def test_a_question_that_can_change_nothing_is_skipped() -> None:
    asked, _ = _asked({}, {**SMOOTH, "agreement_signed": "还没签"})
    assert "agreement_sealed" not in asked
    asked, _ = _asked({}, {**SMOOTH, "members_rd_team": "有的没有"})
    assert "members_rd_capability" not in asked


def test_a_revocation_nobody_mentioned_is_asked_for() -> None:
    asked, _ = _asked({"lead_unit": "某公司"}, SMOOTH)
    assert "revoked_on" in asked


def test_a_region_proved_by_the_code_is_not_asked_for() -> None:
    assert "lead_registered_in_region" not in _asked({"lead_uscc": "91150291MA0NABC127"}, SMOOTH)[0]
    assert "lead_registered_in_region" in _asked({"lead_uscc": "91110000100000000R"}, SMOOTH)[0]


def test_members_of_a_form_are_asked_about_by_their_kinds() -> None:
    rows = [{"name": "牵头"}, {"name": "青城电机", "uscc": "91150100MA0PQR8X72"}, {"name": "丙"}]
    asked, known = _asked(facts_from_form({"lead_unit": "牵头", "members": rows, "member_total": 5}), SMOOTH)
    assert {"members_rd_team", "members_rd_capability"} <= set(asked)
    assert [member["name"] for member in known.as_json()["members"]] == ["青城电机", "丙"]
    assert evaluate(rules(), known, TODAY).verdict == "eligible"


def test_a_kind_that_is_not_among_the_members_is_not_asked_about() -> None:
    asked, _ = _asked({"members": [{"name": "甲公司", "kind": "enterprise"}]}, SMOOTH)
    assert "members_rd_team" not in asked
    assert "members_rd_capability" in asked


def test_every_question_offers_choices_and_its_clause() -> None:
    asked = frozenset[str]()
    while question := next_question(rules(), facts({}), asked, TODAY):
        assert question.choices[-1][0] == "unknown"
        assert question.citation.quote
        asked |= {question.id}
    assert asked == set(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_offered_choice_can_be_pressed_said_or_numbered(question: str) -> None:
    for number, option in enumerate(QUESTIONS[question].choices, start=1):
        if option.id == "some":
            assert "F.解决争议的方式" in _rejected(question, option.id)
            continue
        pressed = _answer(question, option.id)
        assert _answer(question, option.label) == pressed
        if question not in ("member_total", "agreement_topics"):  # a number is an answer of its own there
            assert _answer(question, str(number)) == pressed
            assert _answer(question, " " + "ABCDEFGH"[number - 1] + ". ") == pressed


@pytest.mark.parametrize(
    "said", ["是", "是的", "对", "嗯", "有", "没错", "没问题", "签了", "都签了！", "已经签好了", "ｙｅｓ", "当然"]
)
def test_yes_in_many_words(said: str) -> None:
    assert _answer("agreement_signed", said) == {"agreement_signed": True}


@pytest.mark.parametrize("said", ["不是", "没有", "还没", "还没有", "没签", "尚未签署", "不", "否", "没呢", "no"])
def test_no_in_many_words(said: str) -> None:
    assert _answer("agreement_signed", said) == {"agreement_signed": False}


@pytest.mark.parametrize("said", ["不清楚", "我不太清楚", "不知道", "记不清了", "可能签了", "不确定是不是都签了"])
def test_unknown_in_many_words_leaves_the_facts_alone(said: str) -> None:
    assert _answer("agreement_signed", said) == {}


@pytest.mark.parametrize(
    "said",
    ["", "？", "签了，还没盖章", "是不是要签", "要签吗", "是都签了吗", "我们公司是做稀土的", "稀土", "🙂", "是" * 500],
)
def test_words_that_are_no_answer_are_not_guessed(said: str) -> None:
    why = _rejected("agreement_signed", said)
    assert "都签了" in why
    assert "还没签齐" in why
    assert said[:10] in why


@pytest.mark.parametrize(
    ("said", "region"),
    [("是内蒙古的", True), ("在区内", True), ("在外省", False), ("不在内蒙古", False), ("不在内蒙", False)],
)
def test_the_region_in_words(said: str, region: bool) -> None:
    assert _answer("lead_registered_in_region", said) == {"lead_registered_in_region": region}


def test_a_code_may_be_typed_for_the_region() -> None:
    typed = _answer("lead_registered_in_region", "代码是 ９１15 0291 MA0N ABC1 27")
    assert typed == {"lead_uscc": "91150291MA0NABC127"}
    assert "91150291MA0NABC128" in _rejected("lead_registered_in_region", "91150291MA0NABC128")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("有限责任公司", "enterprise_legal_person"),
        ("我们是股份有限公司", "enterprise_legal_person"),
        ("分公司", "branch"),
        ("是一所大学", "university"),
        ("研究院", "institute"),
        ("行业协会", "social_organization"),
        ("合作社", "other"),
    ],
)
def test_the_kind_of_the_lead_unit_in_words(said: str, kind: str) -> None:
    assert _answer("lead_kind", said) == {"lead_kind": kind}


@pytest.mark.parametrize("said", ["公司", "有限公司的分公司", "不是分公司", "不是独立法人"])
def test_a_doubtful_kind_is_not_guessed(said: str) -> None:
    assert "独立法人企业" in _rejected("lead_kind", said)


@pytest.mark.parametrize(
    ("said", "platforms"),
    [
        ("国家级的", [{"level": "national"}]),
        ("有自治区重点实验室", [{"level": "regional"}]),
        ("只有市级的", [{"level": "city"}]),
        ("没有", []),
        ("没有平台", []),
    ],
)
def test_the_level_of_the_platforms_in_words(said: str, platforms: list[dict[str, str]]) -> None:
    assert _answer("lead_platforms", said) == {"lead_platforms": platforms}


def test_platforms_already_listed_are_kept() -> None:
    listed = {"lead_platforms": [{"name": "磁材中心"}]}
    assert _answer("lead_platforms", "自治区级", listed)["lead_platforms"] == [
        {"name": "磁材中心"},
        {"level": "regional"},
    ]
    assert _answer("lead_platforms", "盟市级", listed)["lead_platforms"] == [{"name": "磁材中心", "level": "city"}]
    assert _answer("lead_platforms", "没有平台", listed)["lead_platforms"] == [{"name": "磁材中心", "level": "other"}]


@pytest.mark.parametrize(("said", "total"), [("4", 4), ("三家", 3), ("一共5个单位", 5), ("没有", 0), ("1", 1)])
def test_how_many_members_in_words(said: str, total: int) -> None:
    assert _answer("member_total", said) == {"member_total": total}


@pytest.mark.parametrize("said", ["3到5家", "好几家", "-1", "很多"])
def test_a_vague_number_is_not_guessed(said: str) -> None:
    assert said in _rejected("member_total", said)


def test_members_nobody_listed_are_stood_in_for() -> None:
    told = _answer("members_rd_team", "有的没有", {"member_total": 4})
    assert told == {"member_total": 4, "members": [{"kind": "university", "has_rd_team": False}]}
    assert evaluate(rules(), facts(told), TODAY).verdict == "not_eligible"


def test_a_stand_in_is_no_further_member() -> None:
    told = {"members": [{"name": "甲"}, {"name": "乙"}]}
    after = _answer("members_rd_team", "有的没有", told)
    before_count, after_count = (
        next(check.status for check in evaluate(rules(), facts(one), TODAY).checks if check.id == "member_count")
        for one in (told, after)
    )
    assert before_count == after_count == "advisory"


def test_doubt_about_one_kind_keeps_the_check_open() -> None:
    told = _answer("members_rd_capability", "不清楚", _answer("members_rd_team", "都有"))
    report = evaluate(rules(), facts(told), TODAY)
    assert next(check.status for check in report.checks if check.id == "members_rd_capability") == "unknown"


def test_a_bare_none_about_members_is_asked_again() -> None:
    why = _rejected("members_rd_team", "没有")  # no such members, or none that is able?
    assert "没有高校和院所" in why


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ("都有", ""),
        ("六项都有", ""),
        ("6项都有", ""),
        ("ABCDEF", ""),
        ("1-6", ""),
        ("缺F", "F"),
        ("缺第6项", "F"),
        ("第四项没写", "D"),
        ("6项全写了", ""),
        ("ABCDE", "F"),
        ("a、b、c、d", "EF"),
        ("A到E有，没有F", "F"),
        ("a-e、f 没有", "ABCDEF"),
        ("除了争议解决都写了", "F"),
        ("都写了，除了解决争议的方式", "F"),
        ("没有写知识产权归属", "D"),
        ("争议解决没写", "F"),
        ("组建时间、目标和分工", "DEF"),
        ("goals,tasks", "ADEF"),
        ("都没有", "ABCDEF"),
    ],
)
def test_the_topics_of_the_agreement_in_words(said: str, missing: str) -> None:
    named = [topic for letter, topic in zip("ABCDEF", ALL_TOPICS, strict=True) if letter not in missing]
    assert _answer("agreement_topics", said) == {"agreement_topics": named}


@pytest.mark.parametrize(
    "said",
    ["还缺几项", "ABC有，D没有", "有没有模板？", "XYZ", "好", "缺了一些", "缺2项", "写了3个", "不齐全", "没写全", ""],
)
def test_doubtful_topics_are_asked_again_with_their_letters(said: str) -> None:
    assert "A.组建时间" in _rejected("agreement_topics", said)


def test_topics_nobody_knows_stay_unknown() -> None:
    assert _answer("agreement_topics", "不清楚有没有争议解决") == {}


@pytest.mark.parametrize(
    ("said", "revoked"),
    [("没有", None), ("从来没有过", None), ("2021年6月2日", "2021-06-02"), ("有，2021-6-2 那天", "2021-06-02")],
)
def test_the_revocation_in_words(said: str, revoked: str | None) -> None:
    assert _answer("revoked_on", said) == {"revoked_on": revoked}


@pytest.mark.parametrize("said", ["有", "2021年", "2021年13月1日", "没有，2021年6月2日取消的"])
def test_a_doubtful_revocation_is_asked_again(said: str) -> None:
    assert said in _rejected("revoked_on", said)


def test_an_unknown_question_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        answer(rules(), facts({}), "shoe_size", "42", TODAY)


@given(
    st.sampled_from(sorted(QUESTIONS)), st.text(max_size=60) | st.text("是不没有ABCDEF除了缺都1２,、？", max_size=12)
)
def test_any_words_are_taken_or_rejected(question: str, said: str) -> None:
    after = answer(rules(), facts({}), question, said, TODAY)
    assert after.why if isinstance(after, Rejected) else facts(after.as_json()) == after


@given(st.data())
def test_the_guide_comes_to_an_end_whatever_is_chosen(data: st.DataObject) -> None:
    says = {
        name: data.draw(st.sampled_from([option.id for option in question.choices if option.id != "some"]))
        for name, question in QUESTIONS.items()
    }
    asked, known = _asked({}, says)
    assert len(asked) == len(set(asked)) <= len(QUESTIONS)
    assert next_question(rules(), known, frozenset(asked), TODAY) is None
