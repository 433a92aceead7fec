"""Changing what was said: “修改联系电话”, “把联系电话改成…”, several fields of one name, and leaving a change."""

from __future__ import annotations

import pytest

from tests.form_filler.registration import LEAD
from tests.form_filler.talking import NAME, Talk, at


class TestChangeInFull:
    @pytest.mark.parametrize(
        ("words", "path", "value"),
        [
            ("把联系电话改成13911112222", "contact.phone", "13911112222"),
            ("联系人电话改为 13911112222", "contact.phone", "13911112222"),
            ("请把联系人的电话换成13911112222", "contact.phone", "13911112222"),
            ("法人的手机号应该是13911112222", "legal_representative.phone", "13911112222"),
            ("把联系人的身份证号改成15020219800101001X", "contact.id_number", "15020219800101001X"),
            ("联系人电话写错了，应该是13911112222", "contact.phone", "13911112222"),
            ("填报日期改到2024年6月1日", "filing_date", "2024-06-01"),
            ("把牵头单位改成：包头市另一示例有限公司", "lead_unit", "包头市另一示例有限公司"),
            ("技术领域改成A", "primary_fields", ["A"]),
            ("企业数量应该是1家", "enterprise_count", 1),
        ],
    )
    def test_the_field_is_changed_and_the_review_comes_back(self, words: str, path: str, value: object) -> None:
        talk = at(None).say(words)
        assert (talk.value(path), talk.cursor, talk.state.changing) == (value, None, False)

    def test_in_the_middle_the_same_question_comes_back(self) -> None:
        talk = at("discipline").say("把牵头单位改成包头市另一示例有限公司")
        assert (talk.value("lead_unit"), talk.cursor) == ("包头市另一示例有限公司", "discipline")

    def test_a_wrong_value_keeps_the_old_one_and_asks_for_that_field(self) -> None:
        talk = at("industry").say("把联系人电话改成123")
        assert talk.cursor == "contact.phone" and talk.value("contact.phone") == "0472-5550000" and talk.state.errors
        talk.say("13911112222")
        assert (talk.value("contact.phone"), talk.cursor) == ("13911112222", "industry")

    def test_a_change_of_the_open_field_is_its_answer(self) -> None:
        talk = at("contact.phone").say("联系人电话应该是13911112222")
        assert (talk.value("contact.phone"), talk.cursor) == ("13911112222", "industry")

    def test_a_long_text_can_be_changed_in_one_message(self) -> None:
        goals = "围绕示例材料，" + "突破关键技术，" * 60
        assert at(None).say(f"把技术创新目标改成{goals}").value("innovation_goals") == goals


class TestChangeByName:
    @pytest.mark.parametrize(
        ("words", "path"),
        [
            ("修改联系电话", "contact.phone"),
            ("我要修改联系人的联系电话", "contact.phone"),
            ("改一下牵头单位", "lead_unit"),
            ("法人电话填错了", "legal_representative.phone"),
            ("成员单位不对", "members"),
            ("修改四、成员单位组成及在行业（或学科）中地位的简要说明", "members"),
            ("重新填行业类别", "industry"),
            ("修改技术创新目标", "innovation_goals"),
            ("国家级平台数量要改", "national_platform_count"),
        ],
    )
    def test_the_field_is_opened_with_its_value(self, words: str, path: str) -> None:
        talk = at(None).say(words)
        assert (talk.cursor, talk.state.editing) == (path, True)

    def test_after_the_answer_the_review_comes_back(self) -> None:
        talk = at(None).say("修改联系电话").say("13911112222")
        assert (talk.value("contact.phone"), talk.cursor) == ("13911112222", None)

    def test_going_back_leaves_the_value_as_it_was(self) -> None:
        talk = at("discipline").say("修改牵头单位").say("上一步")
        assert (talk.value("lead_unit"), talk.cursor) == (LEAD, "discipline") and "没有改动" in talk.text

    def test_skipping_leaves_the_value_as_it_was(self) -> None:
        talk = at("discipline").say("修改牵头单位").say("跳过")
        assert (talk.value("lead_unit"), talk.cursor) == (LEAD, "discipline")

    def test_a_change_within_a_change_returns_to_where_the_form_was(self) -> None:
        talk = at("discipline").say("修改牵头单位").say("修改填报日期").say("2024-06-02")
        assert (talk.value("filing_date"), talk.cursor, talk.state.changing) == ("2024-06-02", "discipline", False)


class TestWhichField:
    def test_the_word_alone_asks_which_and_a_name_opens_it(self) -> None:
        talk = at(None).choose("edit")
        assert talk.state.naming and "哪一项" in talk.text
        assert talk.say("联系人电话").cursor == "contact.phone"

    def test_a_name_that_two_fields_bear_is_asked_back_with_both(self) -> None:
        talk = at(None).say("修改电话")
        assert {"legal_representative.phone", "contact.phone", "back"} == talk.offered

    @pytest.mark.parametrize("pick", ["1", "第一个", "法人代表联系电话", "法人电话"])
    def test_one_of_them_is_picked_in_words(self, pick: str) -> None:
        assert at(None).say("修改电话").say(pick).cursor == "legal_representative.phone"

    def test_or_by_its_button(self) -> None:
        assert at(None).say("修改电话").choose("contact.phone").cursor == "contact.phone"

    def test_the_value_said_along_is_not_asked_again(self) -> None:
        talk = at(None).say("把身份证号改成150202198506060020").say("法人代表身份证号")
        assert talk.value("legal_representative.id_number") == "150202198506060020" and talk.cursor is None

    def test_the_one_that_is_filled_is_meant_when_the_other_is_not(self) -> None:
        talk = at("contact.name").say("把电话改成13911112222")
        assert (talk.value("legal_representative.phone"), talk.cursor) == ("13911112222", "contact.name")

    def test_the_forms_own_words_for_both_people_mean_the_one_that_is_filled(self) -> None:
        talk = at("contact.name").say("联系电话改成13911112222")
        assert talk.value("legal_representative.phone") == "13911112222"

    def test_and_the_contact_whose_number_stands_on_the_cover_when_both_are(self) -> None:
        talk = at("industry").say("联系电话改成13911112222")
        assert talk.value("contact.phone") == "13911112222"
        assert talk.value("legal_representative.phone") == "13800000001"

    def test_an_unknown_name_is_said_so_and_asked_again(self) -> None:
        talk = at("discipline").choose("edit").say("天气")
        assert talk.state.naming and "“天气”" in talk.text

    @pytest.mark.parametrize("words", ["上一步", "算了不改了就这样", "跳过", "确认", "好的", "没有"])
    def test_leaving_it_in_the_middle_returns_to_the_open_field(self, words: str) -> None:
        talk = at("discipline").choose("edit")
        talk.say(words if words != "算了不改了就这样" else "返回")
        assert (talk.cursor, talk.state.naming, talk.event) == ("discipline", False, "")

    def test_asking_twice_does_not_forget_where_the_form_was(self) -> None:
        assert at("discipline").choose("edit").choose("edit").choose("back").cursor == "discipline"

    def test_leaving_the_form_there_is_taken_up_at_the_open_field(self) -> None:
        talk = at("discipline").choose("edit").say("取消")
        assert (talk.event, talk.cursor, talk.state.naming) == ("cancelled", "discipline", False)

    def test_a_change_in_full_is_taken_there(self) -> None:
        talk = at(None).choose("edit").say("把牵头单位改成包头市另一示例有限公司")
        assert talk.value("lead_unit") == "包头市另一示例有限公司" and talk.cursor is None

    def test_a_change_of_one_field_can_turn_into_that_of_another(self) -> None:
        talk = at(None).say("修改电话").say("把牵头单位改成包头市另一示例有限公司")
        assert talk.value("lead_unit") == "包头市另一示例有限公司" and talk.value("contact.phone") == "0472-5550000"


class TestWordsThatAreNoChange:
    @pytest.mark.parametrize(
        "text",
        [
            "把企业的生产线改成绿色产线，两年内改造成员单位的中试平台。",
            "改进技术目标",
            "改善团队和平台",
            "技术目标应该是明确的，行业应为绿色行业",
            "将成员单位的技术领域改为绿色方向，实现突破",
            "改造创新平台",
        ],
    )
    def test_free_text_that_speaks_of_fields_stays_text(self, text: str) -> None:
        talk = at("innovation_goals")
        before = talk.state.values
        talk.say(text)
        assert talk.value("innovation_goals") == text and talk.cursor == "team"
        assert {key: value for key, value in talk.state.values.items() if key != "innovation_goals"} == before

    def test_free_text_can_still_be_left_for_a_change_in_the_forms_words(self) -> None:
        talk = at("cooperation").say("把牵头单位改成包头市另一示例有限公司")
        assert (talk.value("lead_unit"), talk.cursor) == ("包头市另一示例有限公司", "cooperation")

    def test_a_count_with_its_verb_is_an_answer(self) -> None:
        assert at("member_total").say("应该是4家").value("member_total") == 4

    def test_the_name_of_the_consortium_is_kept_through_it_all(self) -> None:
        assert Talk().say(NAME).say("改进").value("consortium_name") == NAME
