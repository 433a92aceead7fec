"""Which skill takes a message: intents, and questions told from answers."""

from __future__ import annotations

import pytest

from bot.routing import intent_of, is_question, said_exactly
from form_filler.dialogue import Answerable


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("开始填表", "start"),
        ("帮我填登记表。", "start"),
        ("我们想填一下那个备案登记表", "start"),
        ("麻烦帮忙填写一下申请书", "start"),
        ("我想知道登记表怎么填", ""),
        ("要填哪些表？", ""),
        ("资格自查", "check"),
        ("我们够条件吗", "check"),
        ("继 续", "resume"),
        ("转人工！", "handoff"),
        ("我的数据", "privacy"),
        ("/HELP", "help"),
        ("取消", "cancel"),
        ("成员单位最少几家", ""),
        ("", ""),
    ],
)
def test_intents(said: str, intent: str) -> None:
    assert intent_of(said) == intent


def test_where_words_may_be_an_answer_only_the_very_words_of_an_intent_count() -> None:
    assert said_exactly("转人工") == "handoff"
    assert intent_of("来年填补国内空白，形成代表性成果") == "start"
    assert said_exactly("来年填补国内空白，形成代表性成果") == ""


class TestQuestionOrAnswer:
    """The cosines are about those of the bundled encoder for these words."""

    @pytest.mark.parametrize("said", ["要几家？", "备案要多久", "有没有补贴"])
    def test_what_a_field_cannot_take_is_a_question_by_its_shape(self, said: str) -> None:
        assert is_question(said, "no_value", False, 0.0)

    def test_or_by_being_a_known_one(self) -> None:
        assert is_question("备案材料清单", "no_value", False, 0.85)
        assert not is_question("乱七八糟", "no_value", False, 0.75)

    @pytest.mark.parametrize("heard", ["value", "ambiguous"])
    def test_what_it_can_take_is_one_only_when_it_plainly_asks(self, heard: Answerable) -> None:
        assert not is_question("鄂尔多斯羊绒毛呢有限公司", heard, False, 0.55)
        assert is_question("示例公司可以牵头吗", heard, False, 0.45)
        assert is_question("要交哪些材料给科技厅", heard, False, 0.62)
        assert not is_question("备案材料清单", heard, False, 1.0)

    def test_free_text_is_one_only_when_it_plainly_asks_or_is_a_known_one(self) -> None:
        assert is_question("目标限多少字？", "value", True, 0.0)
        assert is_question("备案要多久批下来", "value", True, 0.62)
        assert is_question("备案材料清单", "value", True, 1.0)
        assert not is_question("研究如何提高效率，弄清为什么收率低", "value", True, 0.55)
        assert not is_question("三年内解决哪些卡脖子问题，攻克提纯技术。", "value", True, 0.7)
        assert not is_question("生产羊绒毛呢", "value", True, 0.55)

    @pytest.mark.parametrize("said", ["问？" * 101, "王五\t45\t怎么", "第一行\n第二行？"])
    def test_long_words_and_tables_never_are(self, said: str) -> None:
        assert not is_question(said, "no_value", False, 1.0)

    def test_a_command_never_is(self) -> None:
        assert not is_question("怎么填？", "command", True, 1.0)
