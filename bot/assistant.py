"""One message in, all that answers it out: claim, lock, load, route, act, save."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from bot.errors import StoreUnavailableError
from bot.messages import Incoming, Outgoing, Reply
from bot.preview import Preview, preview_of
from bot.routing import intent_of, is_question
from bot.sentences import sentences
from bot.session import Checking, Filling, Session
from bot.skills.apply import Apply
from bot.skills.ask import Ask
from bot.skills.check import Check
from bot.skills.help import Help
from bot.skills.turn import Turn, offer
from bot.store.database import Conflict, Database, Delivery, Exchange
from form_filler.dialogue import Said
from form_filler.dialogue.commands import plain, words_of
from form_filler.eligibility import facts_from_form
from form_filler.form import Form

_LONGEST_ID = 200
_TRIES = 5
_NO_NUMBERS = frozenset({"telegram"})  # channels on which identity numbers are never asked
_PUSH = frozenset({"telegram"})


@dataclass(frozen=True)
class View:
    """A conversation as a page shows it: what was said, and the open form."""

    history: tuple[Exchange, ...]
    preview: Preview | None


class Assistant:
    """The same assistant behind every channel. Thread-safe; conversations do not wait for each other."""

    def __init__(
        self, store: Database, forms: Mapping[str, Form], ask: Ask, apply: Apply, check: Check, help_: Help
    ) -> None:
        self._store, self._forms = store, forms
        self._ask, self._apply, self._check, self._help = ask, apply, check, help_
        self._locks: dict[str, threading.Lock] = {}
        self._locks_guard = threading.Lock()

    def reply(self, incoming: Incoming) -> Outgoing:
        """The answer to a message; a repeated message id gets the stored answer and changes nothing.

        Raises:
            StoreUnavailableError: nothing could be saved, and nothing was applied.
        """
        incoming = _bounded(incoming)
        with self._locked(incoming.conversation):
            for _ in range(_TRIES):
                before = self._store.answered(incoming.conversation, incoming.message)
                if before is not None:
                    return before
                loaded = self._store.load(incoming.conversation)
                turn = self._act(incoming, loaded.session)
                outgoing = self._outgoing(incoming, turn)
                try:
                    push = incoming.channel in _PUSH
                    self._store.save(loaded, turn.session, incoming.channel, _said(incoming), outgoing, push)
                except Conflict:  # another process was faster: load again
                    continue
                return outgoing
        place = incoming.conversation
        raise StoreUnavailableError(sentences().say("store.unavailable", place=place, reason="conflict"))

    def view(self, conversation: str) -> View:
        """What a page shows of a conversation."""
        session = self._store.load(conversation).session
        doing = session.doing
        preview = preview_of(self._forms[doing.state.form], doing.state) if isinstance(doing, Filling) else None
        return View(self._store.history(conversation), preview)

    def pending(self, channel: str) -> tuple[Delivery, ...]:
        """What a push channel still has to deliver, oldest first."""
        return self._store.pending(channel)

    def delivered(self, delivery: int) -> None:
        """Marks an answer as delivered."""
        self._store.delivered(delivery)

    def _act(self, incoming: Incoming, session: Session) -> Turn:
        """Chooses one skill by what is open and what was said."""
        said = Said(text=incoming.text or "", choice=incoming.choice or "")
        if incoming.choice and (turn := self._chosen(incoming, session)):
            return turn
        match session.doing:
            case Filling():
                return self._in_form(incoming, session, session.doing, said)
            case Checking():
                return self._in_check(session, session.doing, said.choice or said.text)
        return self._idle(incoming, session, said)

    def _chosen(self, incoming: Incoming, session: Session) -> Turn | None:
        """Choices that mean the same everywhere."""
        choice = incoming.choice or ""
        private = incoming.channel not in _NO_NUMBERS
        if choice == "start:eligibility":
            return self._start_check(session)
        if choice.startswith("start:"):
            _, form, *anew = choice.split(":")
            return self._apply.start(session, form, private, anew=bool(anew))
        if choice == "resume":
            return self._apply.resume(session)
        if choice in ("handoff", "end_handoff"):
            return Turn(session, (self._help.handoff(),))
        if choice == "help":
            return Turn(session, (self._help.welcome(),))
        return None

    def _in_form(self, incoming: Incoming, session: Session, doing: Filling, said: Said) -> Turn:
        state = doing.state
        if incoming.file is not None:
            return self._apply.take_file(session, state, incoming.file)
        if said.choice or not said.text.strip():
            return self._apply.take(session, state, said)
        hearing = self._apply.hear(state, said)
        if hearing == "command":
            return self._apply.take(session, state, said)
        intent = intent_of(said.text)
        if intent == "check":
            return self._start_check(session)
        if intent in ("start", "resume"):
            return self._apply.resume(session)
        if intent == "handoff":
            return Turn(session, (self._help.handoff(), *self._apply.ask_again(state)))
        free = self._apply.is_free_text(state)
        short = len(said.text) <= 200
        nearness = self._ask.nearness(said.text) if short and (free or hearing == "no_value") else 0.0
        outside = state.cursor is None or state.cursor == "consent"
        if is_question(said.text, hearing, free, nearness) or (outside and hearing == "no_value" and nearness > 0.9):
            return Turn(session, (self._ask.reply(said.text, idle=False), *self._apply.ask_again(state)))
        return self._apply.take(session, state, said)

    def _in_check(self, session: Session, doing: Checking, said: str) -> Turn:
        if said == "cancel" or plain(said) in words_of("cancel"):
            return self._check.cancel(session)
        if intent_of(said) == "start":
            return self._apply.start(session, next(iter(self._forms)), private=True)
        if self._check.understands(doing, said):
            return self._check.take(session, doing, said)
        if is_question(said, "no_value", False, self._ask.nearness(said[:200])):
            return Turn(session, (self._ask.reply(said, idle=False), *self._check.ask_again(doing)))
        return self._check.take(session, doing, said)

    def _idle(self, incoming: Incoming, session: Session, said: Said) -> Turn:
        if incoming.file is not None:
            text = sentences().say("apply.file_outside")
            return Turn(session, (Reply(text=text, choices=offer("start:registration")),))
        if said.choice:
            text = sentences().say("ask.unknown_choice")
            return Turn(session, (Reply(text=text, choices=offer("start:registration", "start:eligibility")),))
        match intent_of(said.text):
            case "help":
                return Turn(session, (self._help.welcome(),))
            case "start":
                return self._apply.start(session, next(iter(self._forms)), private=incoming.channel not in _NO_NUMBERS)
            case "check":
                return self._start_check(session)
            case "resume":
                return self._apply.resume(session)
            case "handoff":
                return Turn(session, (self._help.handoff(),))
            case "privacy":
                return Turn(session, (self._help.privacy(),))
        return Turn(session, (self._ask.reply(said.text, idle=True),))

    def _start_check(self, session: Session) -> Turn:
        """An open form is left for the check; what it tells is not asked again."""
        state = session.doing.state if isinstance(session.doing, Filling) else session.parked
        known = facts_from_form(state.values) if state else {}
        return self._check.start(session.model_copy(update={"parked": state}), known)

    def _outgoing(self, incoming: Incoming, turn: Turn) -> Outgoing:
        doing = turn.session.doing
        form = self._apply.view(doing.state) if isinstance(doing, Filling) else None
        return Outgoing(conversation=incoming.conversation, message=incoming.message, replies=turn.replies, form=form)

    @contextmanager
    def _locked(self, conversation: str) -> Iterator[None]:
        """One message of a conversation at a time."""
        with self._locks_guard:
            lock = self._locks.setdefault(conversation, threading.Lock())
        with lock:
            yield


def _bounded(incoming: Incoming) -> Incoming:
    """Ids that fit the store, and text that can be stored: lone surrogates become the replacement character."""
    text = incoming.text
    return incoming.model_copy(
        update={
            "conversation": incoming.conversation[:_LONGEST_ID],
            "message": incoming.message[:_LONGEST_ID],
            "text": None if text is None else text.encode("utf-8", "replace").decode("utf-8"),
        }
    )


def _said(incoming: Incoming) -> str:
    return incoming.text or incoming.choice or (incoming.file.name if incoming.file else "")
