"""Skill: fill a form by talking."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.messages import Choice, FormView, Reply
from bot.sentences import sentences
from bot.session import Filling, Idle, Session
from bot.skills.turn import Turn, cite, offer
from form_filler.dialogue import CONSENT, Answerable, Said, Say, State, begin, hear, repeat, step
from form_filler.dialogue import Turn as FormTurn
from form_filler.errors import FormFillerError
from form_filler.form import Form, RowsField, TextField
from form_filler.outcomes import Rejected
from form_filler.reading import ReadingContext
from form_filler.review import gaps
from form_filler.tables import read_table_file
from knowledge.measure import Measure

RenderFiles = Callable[[str, Mapping[str, Any]], tuple[Path, ...]]


class Apply:
    """The form dialogue of one measure.

    Args:
        measure: whose forms they are.
        forms: by id.
        today: gives the date.
        render: writes the draft of a form's values and gives its files.
    """

    def __init__(
        self, measure: Measure, forms: Mapping[str, Form], today: Callable[[], date], render: RenderFiles
    ) -> None:
        self._measure, self._forms, self._today, self._render = measure, forms, today, render

    def start(self, session: Session, form_id: str, private: bool, anew: bool = False) -> Turn:
        """Opens a form; a draft that was left is offered first.

        Args:
            session: the conversation's.
            form_id: which form.
            private: whether identity numbers may be asked on this channel.
            anew: drop the draft that was left.
        """
        if form_id not in self._forms:
            titles = "》《".join(form.title for form in self._forms.values())
            return Turn(session, (Reply(text=sentences().say("apply.unknown_form", forms=titles)),))
        form = self._forms[form_id]
        if isinstance(session.doing, Filling) and not anew:
            return self.resume(session)
        if session.parked is not None and not anew:
            choices = (
                *offer("resume"),
                Choice(id=f"start:{form_id}:new", label=sentences().say("choices.restart")),
            )
            text = sentences().say("apply.parked", form=self._forms[session.parked.form].title)
            return Turn(session, (Reply(text=text, choices=choices),))
        hidden = () if private and session.consented is not False else self._private_paths(form)
        turn = begin(form, self._today(), hidden, consented=session.consented is not None)
        opened = session.model_copy(update={"doing": Filling(state=turn.state), "parked": None})
        return Turn(opened, self._replies(turn.says))

    def resume(self, session: Session) -> Turn:
        """Takes up the open form, or the one that was left."""
        state = session.doing.state if isinstance(session.doing, Filling) else session.parked
        if state is None:
            text = sentences().say("apply.nothing_to_resume")
            return Turn(session, (Reply(text=text, choices=offer("start:registration")),))
        again = repeat(self._forms[state.form], state, self._today())
        opened = session.model_copy(update={"doing": Filling(state=state), "parked": None})
        return Turn(opened, (Reply(text=sentences().say("apply.resumed")), *self._replies(again.says)))

    def hear(self, state: State, said: Said) -> Answerable:
        """What a message is to the open field."""
        return hear(self._forms[state.form], state, said, self._today())

    def is_free_text(self, state: State) -> bool:
        """Whether the open field takes any words."""
        return state.cursor in self._forms[state.form].paths() and isinstance(
            self._forms[state.form].field(state.cursor or ""), TextField
        )

    def take(self, session: Session, state: State, said: Said) -> Turn:
        """Takes a message as an answer or a command of the form."""
        form = self._forms[state.form]
        turn = step(form, state, said, self._today())
        consented = {"agreed": True, "declined": False}.get(turn.event, session.consented)
        after = session.model_copy(update={"doing": Filling(state=turn.state), "consented": consented})
        if turn.event == "cancelled":
            after = session.model_copy(update={"doing": Idle(), "parked": turn.state})
            return Turn(after, self._replies(turn.says, offer("resume", "start:eligibility")))
        if turn.event == "confirmed":
            return self._confirmed(after, turn)
        return Turn(after, self._replies(turn.says))

    def take_file(self, session: Session, state: State, file: Path) -> Turn:
        """Reads a table file into the open list field."""
        form = self._forms[state.form]
        field = form.field(state.cursor) if state.cursor in form.paths() and state.cursor else None
        if state.cursor == CONSENT or state.cursor is None:
            key = "apply.file_consent" if state.cursor == CONSENT else "apply.file_review"
            again = repeat(form, state, self._today())
            return Turn(session, (Reply(text=sentences().say(key)), *self._replies(again.says)))
        if not file.is_file():
            rows: Any = Rejected(sentences().say("apply.no_file"))
        elif isinstance(field, RowsField):
            rows = read_table_file(field, file, ReadingContext(self._today(), state.values))
        else:
            from form_filler.tables import Rows

            rows = Rows()
        return self.take(session, state, Said(rows=rows))

    def ask_again(self, state: State) -> tuple[Reply, ...]:
        """The open question once more."""
        return self._replies(repeat(self._forms[state.form], state, self._today()).says)

    def view(self, state: State) -> FormView:
        """Where the form stands."""
        form = self._forms[state.form]
        missing = tuple(gap.path for gap in gaps(form, state.values) if not gap.by_hand)
        return FormView(
            id=state.form, current=state.cursor, missing=missing, errors=state.errors, values=dict(state.values)
        )

    def _confirmed(self, session: Session, turn: FormTurn) -> Turn:
        try:
            files = self._render(turn.state.form, turn.state.values)
        except (FormFillerError, OSError) as error:
            text = sentences().say("apply.draft_failed", reason=getattr(error, "strerror", None) or error)
            return Turn(session, (Reply(text=text, choices=offer("resume")),))
        first, *rest = self._replies(turn.says)
        return Turn(session, (first.model_copy(update={"files": tuple(map(str, files))}), *rest))

    def _private_paths(self, form: Form) -> tuple[str, ...]:
        return tuple(field.path for field in form.fields if field.private == "id")

    def _replies(self, says: tuple[Say, ...], extra: tuple[Choice, ...] = ()) -> tuple[Reply, ...]:
        replies = [
            Reply(
                text=one.text,
                choices=tuple(Choice(id=choice.id, label=choice.label) for choice in one.choices),
                citations=cite(self._measure, one.cites),
            )
            for one in says
        ]
        if extra:
            replies[-1] = replies[-1].model_copy(update={"choices": extra})
        return tuple(replies)
