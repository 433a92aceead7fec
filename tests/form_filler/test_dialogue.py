"""The form dialogue: asked in order, left open, gone back, previewed, left, taken up, confirmed."""

from __future__ import annotations

import json

import pytest

from form_filler.dialogue import CONSENT, Said, State, hear, repeat
from tests.form_filler.registration import TODAY, UNIVERSITY, registration
from tests.form_filler.talking import ANSWERS, NAME, ROW_FIELDS, Talk, at

PRIVATE = ("legal_representative.id_number", "contact.id_number")


class TestTheWholeForm:
    def test_every_field_is_asked_once_in_the_forms_own_order(self) -> None:
        talk, asked = Talk(), list[str]()
        while talk.cursor is not None:
            asked.append(talk.cursor)
            talk.say(ANSWERS[talk.cursor])
            if asked[-1] in ROW_FIELDS:
                talk.say("完成")
        assert asked == list(registration().paths()) == list(ANSWERS)

    def test_what_was_said_is_stored_in_the_schema_of_the_form(self) -> None:
        values = at(None).state.values
        assert values["consortium_name"] == NAME
        assert values["agreement_effective_date"] == "2024-05-20"
        assert values["contact"] == {"name": "李四", "id_number": "150202198506060020", "phone": "0472-5550000"}
        assert values["industry"] == {"code": "C3232", "name": "稀土金属冶炼"}
        assert values["discipline"]["code"] == "430"
        assert values["primary_fields"] == ["C", "O"]
        assert (values["national_platform_count"], values["regional_platform_count"]) == (0, 2)
        assert values["team"][0]["employer"] == UNIVERSITY
        assert [row["role"] for row in values["members"]] == ["牵头单位", "材料设计"]

    def test_every_question_says_its_number_and_rests_on_a_place_in_the_source(self) -> None:
        talk = Talk()
        for number, path in enumerate(registration().paths(), 1):
            assert f"（{number}/{len(ANSWERS)}）" in talk.texts[-1]
            assert talk.cites
            talk.say(ANSWERS[path])
            if path in ROW_FIELDS:
                talk.say("完成")

    def test_identity_and_telephone_numbers_are_said_back_masked(self) -> None:
        talk = at("legal_representative.id_number")
        talk.say(ANSWERS[talk.cursor or ""])
        assert "15020219800101001X" not in talk.text and "001X" in talk.text
        talk.say("13800000001")
        assert "13800000001" not in talk.text and "0001" in talk.text

    def test_the_review_shows_everything_and_offers_to_confirm(self) -> None:
        talk = at(None)
        assert {"confirm", "edit", "cancel"} <= talk.offered
        assert NAME in talk.text and "15020219800101001X" not in talk.text
        assert "原则上" in talk.text  # two member units: a remark with its place, no refusal
        assert "第五条（二）5" in talk.cites

    @pytest.mark.parametrize("words", ["确认", "没问题", "好的", "生成登记表", "OK", "确认无误。"])
    def test_confirming_in_words_asks_for_the_draft(self, words: str) -> None:
        assert at(None).say(words).event == "confirmed"

    def test_the_confirmation_says_that_people_sign_and_that_nothing_was_handed_in(self) -> None:
        talk = at(None).choose("confirm")
        assert talk.event == "confirmed"
        assert "签字" in talk.text and "没有提交" in talk.text

    def test_gaps_are_named_again_with_the_draft(self) -> None:
        talk = at("cooperation").say("跳过")
        assert talk.cursor is None and "五、" in talk.text
        talk.choose("confirm")
        assert talk.event == "confirmed" and "还有 1 处" in talk.text


class TestConsent:
    def test_it_is_asked_before_the_first_field(self) -> None:
        talk = Talk(consented=False)
        assert talk.cursor == CONSENT and {"agree", "decline"} <= talk.offered
        assert "身份证号" in talk.text

    @pytest.mark.parametrize("words", ["同意", "我同意", "好的", "可以"])
    def test_agreeing_opens_the_first_field(self, words: str) -> None:
        talk = Talk(consented=False).say(words)
        assert (talk.cursor, talk.event, talk.state.hidden) == ("consortium_name", "agreed", ())

    @pytest.mark.parametrize("words", ["不同意", "拒绝", "不"])
    def test_declining_goes_on_without_identity_numbers(self, words: str) -> None:
        talk = Talk(consented=False).say(words)
        assert (talk.cursor, talk.event) == ("consortium_name", "declined")
        assert set(talk.state.hidden) == set(PRIVATE)
        talk.up_to(None)
        assert all(talk.value(path) is None for path in PRIVATE)

    @pytest.mark.parametrize("words", ["张三", "跳过", "我想想", "完成", "", "把联系人改成李四"])
    def test_anything_else_asks_again(self, words: str) -> None:
        talk = Talk(consented=False).say(words)
        assert talk.cursor == CONSENT and talk.state.values == {} and {"agree", "decline"} <= talk.offered

    def test_the_form_can_be_left_before_consent(self) -> None:
        talk = Talk(consented=False).say("取消")
        assert talk.event == "cancelled" and talk.cursor == CONSENT

    def test_a_hidden_number_cannot_be_put_in_by_a_change(self) -> None:
        talk = Talk(hidden=PRIVATE).say("把联系人身份证号改成 150202198506060020")
        assert talk.state.values == {} and "没有保存" in talk.text and talk.cursor == "consortium_name"


class TestLeavingFieldsOpen:
    @pytest.mark.parametrize("words", ["跳过", "先不填", "不知道", "以后再填", "待定", "不方便说"])
    def test_skipping_leaves_the_field_empty_and_says_that_it_will_be_listed(self, words: str) -> None:
        talk = at("lead_unit").say(words)
        assert talk.cursor == "legal_representative.name" and talk.value("lead_unit") is None
        assert "待补" in talk.text

    def test_a_skipped_identity_number_is_for_writing_by_hand(self) -> None:
        talk = at("legal_representative.id_number").say("跳过")
        assert "手写" in talk.text

    def test_none_of_a_count_is_zero(self) -> None:
        assert at("university_count").say("没有").value("university_count") == 0

    @pytest.mark.parametrize("words", ["没有", "没有了", "暂无", "不", "无"])
    def test_none_of_an_optional_field_leaves_it_empty(self, words: str) -> None:
        talk = at("other_fields").say(words)
        assert talk.value("other_fields") is None and talk.cursor == "national_platform_count"

    def test_skipping_a_field_that_is_filled_keeps_its_value(self) -> None:
        talk = at("lead_unit").say("上一步").say("跳过")
        assert talk.value("agreement_effective_date") == "2024-05-20" and talk.cursor == "lead_unit"

    @pytest.mark.parametrize("path", ["consortium_name", "lead_unit", "innovation_goals", "cooperation"])
    @pytest.mark.parametrize("words", ["好的", "嗯", "是的", "确认", "可以了"])
    def test_assent_is_no_value_of_a_field_that_takes_any_words(self, path: str, words: str) -> None:
        talk = at(path).say(words)
        assert (talk.cursor, talk.value(path)) == (path, None)


class TestGoingBack:
    def test_it_shows_the_field_before_with_its_value(self) -> None:
        talk = at("lead_unit").say("上一步")
        assert talk.cursor == "agreement_effective_date" and "2024年5月20日" in talk.text

    def test_the_next_answer_goes_on_where_the_form_was(self) -> None:
        talk = at("lead_unit").say("返回").say("2024年5月21日")
        assert talk.value("agreement_effective_date") == "2024-05-21" and talk.cursor == "lead_unit"

    def test_the_first_field_has_none_before_it(self) -> None:
        talk = Talk().say("上一步")
        assert talk.cursor == "consortium_name" and "第一项" in talk.text

    def test_it_passes_over_fields_that_are_not_asked_here(self) -> None:
        talk = Talk(hidden=PRIVATE).up_to("legal_representative.phone").say("上一步")
        assert talk.cursor == "legal_representative.name"

    def test_it_goes_from_the_review_to_the_last_field(self) -> None:
        assert at(None).say("上一步").cursor == "cooperation"

    @pytest.mark.parametrize("words", ["填错了", "上一个填错了", "刚才写错了"])
    def test_saying_that_the_last_one_was_wrong_goes_back(self, words: str) -> None:
        assert at("lead_unit").say(words).cursor == "agreement_effective_date"


class TestLookingOnAndLeaving:
    def test_the_preview_shows_the_values_and_asks_the_same_field(self) -> None:
        talk = at("contact.phone")
        before = talk.state
        talk.say("预览")
        assert talk.state == before and NAME in talk.text and "已填 9 项" in talk.text

    def test_what_a_field_is_for_is_told_with_its_place(self) -> None:
        talk = at("legal_representative.phone")
        before = talk.state
        talk.say("为什么要填这个")
        assert talk.state == before and "为什么要填：" in talk.text and "附件2 申请备案表" in talk.cites

    def test_leaving_keeps_what_was_said_and_resuming_asks_the_same_field(self) -> None:
        talk = at("industry").say("取消")
        assert talk.event == "cancelled" and "继续" in talk.text
        again = repeat(registration(), talk.state, TODAY)
        assert again.state == talk.state and "行业" in again.says[0].text

    def test_resuming_an_open_form_asks_the_same_field(self) -> None:
        talk = at("industry")
        before = talk.state
        assert talk.say("继续").state == before


class TestRefusals:
    @pytest.mark.parametrize(
        ("path", "wrong", "part"),
        [
            ("filing_date", "2031年1月1日", "将来"),
            ("agreement_effective_date", "2023年13月", "13"),
            ("lead_unit", "91150200MA0DEMA09N", "全称"),
            ("legal_representative.name", "13800000001", "姓名"),
            ("legal_representative.id_number", "150202198001010010", "校验"),
            ("legal_representative.phone", "138000", "太短"),
            ("industry", "完全没有的行业xyz", "GB/T 4754"),
            ("primary_fields", "P", "没有选项P"),
            ("primary_fields", "A、B、C、D", "最多填3项"),
            ("other_fields", "甲领域、乙领域、丙领域", "最多填2项"),
            ("member_total", "0", "1到"),
            ("member_total", "三四家", "确定"),
            ("innovation_goals", "字" * 501, "超出1字"),
        ],
    )
    def test_a_wrong_value_keeps_the_field_and_says_the_rule(self, path: str, wrong: str, part: str) -> None:
        talk = at(path)
        before = talk.state
        talk.say(wrong)
        assert talk.cursor == path and talk.state.errors and part in talk.text
        assert talk.state.values == before.values
        assert len(talk.texts) == 2  # the refusal, then the question again
        talk.say(ANSWERS[path])
        assert talk.cursor != path and not talk.state.errors

    def test_counts_that_exceed_the_total_are_refused(self) -> None:
        talk = at("university_count").say("3")
        assert talk.cursor == "university_count" and talk.state.errors and "4" in talk.text
        assert talk.value("university_count") is None

    def test_a_count_that_fills_the_total_is_right(self) -> None:
        assert at("university_count").say("2").value("university_count") == 2

    def test_five_hundred_characters_are_not_too_long(self) -> None:
        assert at("innovation_goals").say("字" * 500).cursor == "team"


class TestChoices:
    def test_an_incomplete_name_is_offered_completed_and_as_typed(self) -> None:
        talk = Talk().say("示例新材料")
        assert {"complete", "keep", "skip"} <= talk.offered and talk.cursor == "consortium_name"
        assert talk.state.values == {}

    @pytest.mark.parametrize("pick", ["1", "第一个", "选1", "complete", f"用补全的名称：{NAME}"])
    def test_one_of_several_is_picked_by_number_id_or_label(self, pick: str) -> None:
        talk = Talk().say("示例新材料").say(pick)
        assert talk.value("consortium_name") == NAME and talk.cursor == "filing_date" and not talk.state.pending

    def test_the_button_does_the_same(self) -> None:
        assert Talk().say("示例新材料").choose("keep").value("consortium_name") == "示例新材料"

    def test_another_answer_is_taken_in_place_of_a_pick(self) -> None:
        talk = Talk().say("示例新材料").say("内蒙古自治区别的创新联合体")
        assert talk.value("consortium_name") == "内蒙古自治区别的创新联合体" and not talk.state.pending

    def test_an_ambiguous_code_is_picked_by_its_number(self) -> None:
        talk = at("industry").say("金属冶炼")
        offered = [one.label for one in talk.state.pending]
        assert len(offered) > 1
        talk.say("2")
        assert talk.value("industry")["name"] in offered[1]

    def test_today_is_offered_for_the_filing_date(self) -> None:
        assert at("filing_date").choose("2024-06-03").value("filing_date") == "2024-06-03"

    @pytest.mark.parametrize("path", ["consortium_name", "contact.phone", "team", "primary_fields", None, CONSENT])
    @pytest.mark.parametrize(
        "choice", ["gone", "complete", "2019-01-01", "same?", "start", "A", "__class__", "1" * 500]
    )
    def test_a_choice_that_is_not_offered_changes_nothing(self, path: str | None, choice: str) -> None:
        talk = Talk(consented=False) if path == CONSENT else at(path)
        before = talk.state.model_dump_json()
        talk.choose(choice)
        assert talk.state.model_dump_json() == before and talk.texts

    def test_an_old_confirm_button_does_nothing_while_a_field_is_open(self) -> None:
        talk = at("industry")
        before = talk.state
        talk.choose("confirm")
        assert (talk.state, talk.event) == (before, "") and "失效" in talk.text

    def test_an_old_done_button_does_nothing_outside_a_list(self) -> None:
        talk = at("industry")
        before = talk.state
        assert talk.choose("done").state == before and "失效" in talk.text


class TestTheSamePerson:
    @pytest.mark.parametrize("words", ["同法人", "联系人和法人是同一个人", "同上", "就是法人本人"])
    def test_the_contact_is_copied_from_the_legal_representative(self, words: str) -> None:
        talk = at("contact.name").say(words)
        assert talk.value("contact") == talk.value("legal_representative") and talk.cursor == "industry"

    def test_the_button_does_the_same(self) -> None:
        talk = at("contact.name")
        assert "same" in talk.offered
        assert talk.choose("same").value("contact.phone") == "13800000001"

    def test_someone_else_is_not_the_same_person(self) -> None:
        talk = at("contact.name").say("不是同一个人，是李四")
        assert talk.value("contact.phone") is None and talk.value("contact.name") != "张三"

    def test_the_same_telephone_of_someone_else_copies_the_telephone_alone(self) -> None:
        talk = at("contact.phone").say("和法人一样")
        assert talk.value("contact") == {"name": "李四", "id_number": "150202198506060020", "phone": "13800000001"}

    def test_nothing_is_copied_from_a_person_nobody_told_of(self) -> None:
        talk = Talk()
        while talk.cursor != "contact.name":
            talk.say("跳过")
        assert talk.say("同法人").value("contact") is None


class TestHearing:
    """What a message is to the open field, which decides whether it may be a question."""

    @pytest.mark.parametrize(
        ("path", "said", "heard"),
        [
            ("contact.phone", "跳过", "command"),
            ("contact.phone", "修改牵头单位", "command"),
            ("contact.phone", "13800000001", "value"),
            ("contact.phone", "为什么要电话", "no_value"),
            ("contact.name", "同法人", "value"),
            ("consortium_name", "示例新材料", "ambiguous"),
            ("innovation_goals", "突破两项技术", "value"),
            ("members", ANSWERS["members"], "value"),
            ("members", "最少要几家", "no_value"),
            (None, "确认", "command"),
            (None, "还要做什么", "no_value"),
        ],
    )
    def test_it_tells_commands_values_and_other_words_apart(self, path: str | None, said: str, heard: str) -> None:
        talk = at(path)
        assert hear(registration(), talk.state, Said(said), TODAY) == heard


def test_a_state_survives_being_stored_as_json() -> None:
    state = at("contact.name").state
    assert State.model_validate(json.loads(state.model_dump_json())) == state
