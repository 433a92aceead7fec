"""One message in, all that answers it out: claim, lock, load, route, act, save."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from weakref import WeakValueDictionary

from bot.errors import StoreUnavailableError
from bot.failures import places_of, sentence_of
from bot.messages import Incoming, Outgoing, Reply
from bot.preview import Preview, preview_of
from bot.routing import LONGEST_QUESTION, intent_of, is_question, said_exactly
from bot.sentences import sentences
from bot.session import Checking, Filling, Session
from bot.skills.apply import Apply
from bot.skills.ask import Ask
from bot.skills.check import Check
from bot.skills.help import Help
from bot.skills.turn import Turn, offer
from bot.storable import said_in, storable
from bot.store.database import ConflictError, Database, Delivery, Exchange, Loaded
from form_filler.dialogue import Said
from form_filler.dialogue.commands import plain, words_of
from form_filler.eligibility import facts_from_form
from form_filler.form import Form
from retrieval.shape import has_question_shape

_TRIES = 10
_KNOWN = 0.78  # cosine above which words that could not be read are taken for a known question
_NO_NUMBERS = frozenset({"telegram"})  # channels on which identity numbers are never asked
_PUSH = frozenset({"telegram"})


class _Lock:
    """A lock that goes when nobody holds it or waits for it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


_log = logging.getLogger("shenbao")


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
        self._locks: WeakValueDictionary[str, _Lock] = WeakValueDictionary()
        self._locks_guard = threading.Lock()

    def reply(self, incoming: Incoming) -> Outgoing:
        """The answer to a message; a repeated message id gets the stored answer and changes nothing.

        A surprise is answered with a sentence: nothing is changed then, and the same message may be sent again.

        Raises:
            StoreUnavailableError: nothing could be saved, and nothing was applied.
        """
        stored = self._reply(storable(incoming))
        return stored.model_copy(update={"conversation": incoming.conversation, "message": incoming.message})

    def _reply(self, incoming: Incoming) -> Outgoing:
        with self._locked(incoming.conversation):
            for _ in range(_TRIES):
                loaded: Loaded | None = None
                try:
                    before = self._store.answered(incoming.conversation, incoming.message)
                    if before is not None:
                        return before
                    loaded = self._store.load(incoming.conversation)
                    turn = self._act(incoming, loaded.session)
                    outgoing = self._outgoing(incoming, turn)
                except StoreUnavailableError:
                    raise
                except Exception as error:  # noqa: BLE001  # a skill's surprise must not end the channel
                    return self._failed(incoming, loaded, error)
                try:
                    push = incoming.channel in _PUSH
                    self._store.save(loaded, turn.session, incoming.channel, said_in(incoming), outgoing, push)
                except ConflictError:  # another process was faster: load again
                    continue
                return outgoing
        reason = sentences().say("store.conflict")
        raise StoreUnavailableError(sentences().say("store.unavailable", place=incoming.channel, reason=reason))

    def _failed(self, incoming: Incoming, loaded: Loaded | None, error: Exception) -> Outgoing:
        """Says so and leaves everything as it was; the message id stays free, so that it may be sent again."""
        _log.error("a message on %s was not answered: %s", incoming.channel, places_of(error))
        said = Turn(loaded.session if loaded else Session(), (Reply(text=sentence_of(error)),))
        try:
            outgoing = self._outgoing(incoming, said)
        except Exception as again:  # noqa: BLE001  # the open form is what is broken
            _log.error("the open form cannot be shown: %s", places_of(again))
            outgoing = self._outgoing(incoming, Turn(Session(), said.replies))
        if loaded:
            try:
                self._store.note(loaded, incoming.channel, said_in(incoming), outgoing, incoming.channel in _PUSH)
            except ConflictError:  # someone else changed the conversation: the sentence is only not kept
                _log.warning("the sentence about a failure was not kept")
        return outgoing

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
                return self._in_check(incoming, session, session.doing)
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
        if turn := self._aside(session, said.text, strict=hearing != "no_value"):
            again = () if isinstance(turn.session.doing, Checking) else self._apply.ask_again(state)
            return Turn(turn.session, (*turn.replies, *again))
        free = self._apply.is_free_text(state)
        unread = free or hearing == "no_value" or has_question_shape(said.text)
        nearness = self._ask.nearness(said.text) if unread and len(said.text) <= LONGEST_QUESTION else 0.0
        outside = state.cursor is None or state.cursor == "consent"
        if is_question(said.text, hearing, free, nearness) or (outside and hearing == "no_value" and nearness > _KNOWN):
            answered = self._ask.take(session, said.text, idle=False)
            return Turn(answered.session, (*answered.replies, *self._apply.ask_again(state)))
        return self._apply.take(session, state, said)

    def _aside(self, session: Session, text: str, strict: bool) -> Turn | None:
        """What is no answer of any dialogue: the check, a person, help.

        Args:
            session: the conversation's.
            text: what was said.
            strict: the words may be an answer, so only the very words of an intent count.
        """
        match said_exactly(text) if strict else intent_of(text):
            case "check":
                return self._start_check(session)
            case "start" | "resume":
                return Turn(session, (Reply(text=sentences().say("apply.resumed")),))
            case "handoff":
                return Turn(session, (self._help.handoff(),))
            case "help":
                return Turn(session, (self._help.welcome(),))
            case "privacy":
                return Turn(session, (self._help.privacy(),))
        return None

    def _in_check(self, incoming: Incoming, session: Session, doing: Checking) -> Turn:
        if incoming.file is not None:
            text = sentences().say("apply.file_outside")
            return Turn(session, (Reply(text=text, choices=offer("start:registration")), *self._check.ask_again(doing)))
        said = incoming.choice or incoming.text or ""
        if said == "cancel" or plain(said) in words_of("cancel"):
            return self._check.cancel(session)
        if self._check.understands(doing, said):
            return self._check.take(session, doing, said)
        match intent_of(said):
            case "start":
                return self._apply.start(session, next(iter(self._forms)), private=incoming.channel not in _NO_NUMBERS)
            case "resume":
                return self._apply.resume(session) if session.parked else Turn(session, self._check.ask_again(doing))
            case "handoff" | "help" | "privacy":
                aside = self._aside(session, said, strict=False)
                return Turn(session, (*(aside.replies if aside else ()), *self._check.ask_again(doing)))
        if is_question(said, "no_value", False, self._ask.nearness(said[:LONGEST_QUESTION])):
            answered = self._ask.take(session, said, idle=False)
            return Turn(answered.session, (*answered.replies, *self._check.ask_again(doing)))
        return self._check.take(session, doing, said)

    def _idle(self, incoming: Incoming, session: Session, said: Said) -> Turn:
        if incoming.file is not None:
            text = sentences().say("apply.file_outside")
            return Turn(session, (Reply(text=text, choices=offer("start:registration")),))
        if said.choice:
            text = sentences().say("ask.unknown_choice")
            return Turn(session, (Reply(text=text, choices=offer("start:registration", "start:eligibility")),))
        match intent_of(said.text):
            case "start":
                return self._apply.start(session, next(iter(self._forms)), private=incoming.channel not in _NO_NUMBERS)
            case "resume":
                return self._apply.resume(session)
            case "cancel":
                text = sentences().say("apply.nothing_open")
                return Turn(session, (Reply(text=text, choices=offer("start:registration", "start:eligibility")),))
        aside = self._aside(session, said.text, strict=False)
        return aside or self._ask.take(session, said.text, idle=True)

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
            held = self._locks.get(conversation) or _Lock()
            self._locks[conversation] = held
        with held.lock:
            yield
