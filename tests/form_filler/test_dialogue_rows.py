"""List fields in the dialogue: rows pasted, one by one, from a file, replaced, deleted, refused, finished."""

from __future__ import annotations

import pytest

from form_filler.outcomes import Rejected
from form_filler.tables import RowProblem, Rows
from tests.form_filler.registration import INSTITUTE, LEAD, MOTOR, UNIVERSITY
from tests.form_filler.talking import ANSWERS, at

LEAD_ROW = f"{LEAD}\t91150200MA0DEMA09N\t牵头单位"
UNIVERSITY_ROW = f"{UNIVERSITY}\t12150000MB0DEMA29M\t材料设计"
INSTITUTE_ROW = f"{INSTITUTE}\t12150000MB0DEMA37G\t检测表征"
BAD_CODE = f"{MOTOR}\t91150100MA0DEMA170\t应用验证"
HEADING = "成员单位名称\t统一社会信用代码\t在行业（或学科）中的地位，在创新联合体内分工"


class TestTakingRows:
    def test_many_lines_are_taken_at_once_and_more_are_waited_for(self) -> None:
        talk = at("members").say(f"{HEADING}\n{LEAD_ROW}\n{UNIVERSITY_ROW}")
        assert len(talk.value("members")) == 2 and talk.cursor == "members" and "done" in talk.offered
        assert LEAD in talk.text and "完成" in talk.text

    def test_one_line_after_the_other_adds_up(self) -> None:
        talk = at("members").say(LEAD_ROW).say(UNIVERSITY_ROW).say(INSTITUTE_ROW)
        assert [row["name"] for row in talk.value("members")] == [LEAD, UNIVERSITY, INSTITUTE]

    def test_a_line_with_commas_is_a_row(self) -> None:
        talk = at("team").say("王五，45，教授，系主任，材料学，示例大学")
        assert talk.value("team") == [
            {
                "name": "王五",
                "age": 45,
                "title": "教授",
                "position": "系主任",
                "specialty": "材料学",
                "employer": UNIVERSITY,
            }
        ]

    def test_rows_of_a_file_are_taken_as_typed_ones_are(self) -> None:
        row = {"name": LEAD, "uscc": "91150200MA0DEMA09N", "role": "牵头单位"}
        talk = at("members").say(rows=Rows(good=(row,)))
        assert talk.value("members") == [row]

    def test_a_row_of_the_same_key_takes_the_place_of_the_old_one(self) -> None:
        talk = at("members").say(LEAD_ROW).say(UNIVERSITY_ROW).say(f"{LEAD}\t91150200MA0DEMA09N\t牵头，负责中试")
        assert [row["role"] for row in talk.value("members")] == ["牵头，负责中试", "材料设计"]

    def test_rows_sent_twice_stand_there_once(self) -> None:
        talk = at("members").say(f"{LEAD_ROW}\n{UNIVERSITY_ROW}").say(f"{LEAD_ROW}\n{UNIVERSITY_ROW}")
        assert len(talk.value("members")) == 2 and not talk.state.errors


class TestRefusingRows:
    def test_good_rows_are_kept_beside_a_bad_one_that_is_named(self) -> None:
        talk = at("members").say(f"{LEAD_ROW}\n{BAD_CODE}")
        assert len(talk.value("members")) == 1 and talk.cursor == "members"
        assert "第 2 行没有记下" in talk.text and "校验" in talk.text and len(talk.state.errors) == 1

    def test_a_mended_row_is_taken_and_the_error_is_gone(self) -> None:
        talk = at("members").say(f"{LEAD_ROW}\n{BAD_CODE}").say(f"{MOTOR}\t91150100MA0DEMA17C\t应用验证")
        assert len(talk.value("members")) == 2 and not talk.state.errors

    def test_a_unit_under_two_codes_is_refused_and_the_first_stays(self) -> None:
        talk = at("members").say(LEAD_ROW).say(f"{LEAD}\t12150000MB0DEMA29M\t材料设计")
        assert [row["uscc"] for row in talk.value("members")] == ["91150200MA0DEMA09N"] and talk.state.errors

    def test_a_refused_row_never_takes_another_one_away(self) -> None:
        talk = at("members").say(f"{LEAD_ROW}\n{UNIVERSITY_ROW}")
        before = talk.value("members")
        talk.say(f"{UNIVERSITY}\t91150200MA0DEMA09N\t同名不同码")  # row 1's code under the name of row 2
        assert talk.value("members") == before and talk.state.errors

    def test_the_rows_that_were_taken_are_counted_without_the_refused(self) -> None:
        talk = at("members").say(f"{LEAD_ROW}\n{LEAD}\t12150000MB0DEMA29M\t同名不同码")
        assert "记下了 1 行" in talk.text and len(talk.value("members")) == 1

    def test_words_that_are_no_row_keep_the_list_open(self) -> None:
        talk = at("team").say("王五是教授")
        assert talk.cursor == "team" and talk.state.errors and talk.value("team") is None

    def test_a_file_that_could_not_be_read_keeps_the_list_open(self) -> None:
        talk = at("team").say(rows=Rejected("读不了这个文件"))
        assert talk.cursor == "team" and talk.state.errors == ("读不了这个文件",) and "读不了" in talk.text

    def test_problems_of_a_file_are_said_with_their_rows(self) -> None:
        talk = at("team").say(rows=Rows(problems=(RowProblem(3, "年龄", "年龄要填整数"),)))
        assert "第 3 行没有记下：年龄要填整数" in talk.text

    @pytest.mark.parametrize("path", ["contact.phone", "innovation_goals", None])
    def test_rows_elsewhere_are_refused_and_change_nothing(self, path: str | None) -> None:
        talk = at(path)
        before = talk.state.values
        talk.say(rows=Rows(good=({"name": "王五"},)))
        assert talk.state.values == before and talk.cursor == path and talk.state.errors


class TestDeletingRows:
    @pytest.mark.parametrize("words", ["删除第2行", "删掉第二行", "去掉第 2 家", "移除2"])
    def test_a_row_goes_by_its_number(self, words: str) -> None:
        talk = at("members").say(f"{LEAD_ROW}\n{UNIVERSITY_ROW}\n{INSTITUTE_ROW}").say(words)
        assert [row["name"] for row in talk.value("members")] == [LEAD, INSTITUTE] and talk.cursor == "members"

    @pytest.mark.parametrize("words", ["删除第9行", "删除第0行"])
    def test_a_number_that_is_not_there_changes_nothing(self, words: str) -> None:
        talk = at("members").say(LEAD_ROW).say(words)
        assert len(talk.value("members")) == 1 and talk.state.errors

    def test_a_numeral_that_is_none_changes_nothing(self) -> None:
        talk = at("members").say(LEAD_ROW).say("删除第十十行")
        assert len(talk.value("members")) == 1 and talk.cursor == "members"

    def test_deleting_the_last_row_leaves_the_field_empty(self) -> None:
        talk = at("members").say(LEAD_ROW).say("删除第1行")
        assert talk.value("members") is None and "done" not in talk.offered


class TestFinishing:
    @pytest.mark.parametrize("words", ["完成", "填完了", "就这些", "好了", "没有了", "done"])
    def test_the_list_is_closed_in_words(self, words: str) -> None:
        talk = at("team").say(ANSWERS["team"]).say(words)
        assert talk.cursor == "platforms" and "共 1 行" in talk.text

    def test_or_by_its_button(self) -> None:
        assert at("team").say(ANSWERS["team"]).choose("done").cursor == "platforms"

    @pytest.mark.parametrize("words", ["完成", "没有", "跳过", "暂无"])
    def test_an_empty_list_is_left_open_and_will_be_listed(self, words: str) -> None:
        talk = at("platforms").say(words)
        assert talk.cursor == "members" and talk.value("platforms") is None and "待补" in talk.text

    def test_a_list_can_be_changed_from_the_review(self) -> None:
        talk = at(None).say("修改成员单位")
        assert talk.cursor == "members" and UNIVERSITY in talk.text
        talk.say(INSTITUTE_ROW).say("删除第2行").say("完成")
        assert talk.cursor is None
        assert [row["name"] for row in talk.value("members")] == [LEAD, INSTITUTE]

    def test_going_back_to_a_list_shows_its_rows(self) -> None:
        talk = at("platforms").say("上一步")
        assert talk.cursor == "team" and "王五" in talk.text and "done" in talk.offered
