"""A person talking with the form dialogue: what is said changes the state, as a channel would have it."""

from __future__ import annotations

from datetime import date
from typing import Any

from form_filler.dialogue import CONSENT, Event, Said, State, begin, step
from form_filler.form import lookup
from form_filler.outcomes import Rejected
from form_filler.tables import Rows
from tests.form_filler.registration import LEAD, TODAY, UNIVERSITY, registration

NAME = "内蒙古自治区示例新材料创新联合体"
# Every field in the form's order, and words that fill it.
ANSWERS: dict[str, str] = {
    "consortium_name": NAME,
    "filing_date": "2024-06-03",
    "agreement_effective_date": "2024年5月20日",
    "lead_unit": LEAD,
    "legal_representative.name": "张三",
    "legal_representative.id_number": "15020219800101001X",
    "legal_representative.phone": "13800000001",
    "contact.name": "李四",
    "contact.id_number": "150202198506060020",
    "contact.phone": "0472-5550000",
    "industry": "C3232",
    "discipline": "430",
    "primary_fields": "C、O",
    "other_fields": "永磁电机",
    "national_platform_count": "没有",
    "regional_platform_count": "2个",
    "member_total": "4家",
    "enterprise_count": "两家",
    "university_count": "1",
    "institute_count": "1",
    "innovation_goals": "三年内突破两项关键技术。",
    "team": f"王五\t45\t教授\t系主任\t材料学\t{UNIVERSITY}",
    "platforms": f"示例重点实验室\t稀土金属冶炼\t材料科学\t新材料\t重点实验室\t2019-06\t{LEAD}",
    "members": f"{LEAD}\t91150200MA0DEMA09N\t牵头单位\n{UNIVERSITY}\t12150000MB0DEMA29M\t材料设计",
    "cooperation": "两家单位2021年起联合承担科研项目一项。",
}
ROW_FIELDS = ("team", "platforms", "members")


class Talk:
    """A dialogue over the registration form; `state` is where it stands, `texts` and `event` are of the last turn."""

    def __init__(self, today: date = TODAY, hidden: tuple[str, ...] = (), consented: bool = True) -> None:
        self.today = today
        turn = begin(registration(), today, hidden, consented)
        self.state: State = turn.state
        self.texts = [one.text for one in turn.says]
        self.offered = {choice.id for one in turn.says for choice in one.choices}
        self.cites = {label for one in turn.says for label in one.cites}
        self.event: Event = ""

    def say(self, text: str = "", choice: str = "", rows: Rows | Rejected | None = None) -> Talk:
        turn = step(registration(), self.state, Said(text, choice, rows), self.today)
        self.state, self.event = turn.state, turn.event
        self.texts = [one.text for one in turn.says]
        self.offered = {one.id for say in turn.says for one in say.choices}
        self.cites = {label for one in turn.says for label in one.cites}
        return self

    def choose(self, choice: str) -> Talk:
        return self.say(choice=choice)

    def up_to(self, path: str | None) -> Talk:
        """Answers every field before `path` (all of them for the review)."""
        while self.state.cursor not in (path, None):
            here = self.state.cursor
            if here == CONSENT:
                self.choose("agree")
                continue
            assert here is not None
            self.say(ANSWERS[here])
            if here in ROW_FIELDS:
                self.say("完成")
            assert self.state.cursor != here, (here, self.texts)
        assert self.state.cursor == path
        return self

    @property
    def cursor(self) -> str | None:
        return self.state.cursor

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    def value(self, path: str) -> Any:
        return lookup(self.state.values, path)


def at(path: str | None) -> Talk:
    """A dialogue that has come to `path` with everything before it answered."""
    return Talk().up_to(path)
