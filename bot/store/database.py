"""Conversations that last: one transaction claims a message and saves all that follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, func, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session as Transaction

from bot.errors import StoreUnavailableError
from bot.messages import Outgoing
from bot.sentences import sentences
from bot.session import Session
from bot.store.tables import ConversationRow, DeliveryRow, ExchangeRow, Table

BUSY_MS = 5000


class Conflict(Exception):
    """Another process changed the conversation, or answered the message, since it was loaded."""


@dataclass(frozen=True)
class Loaded:
    """A conversation as it was read: its session, and the version to save against (0: new)."""

    session: Session
    version: int


@dataclass(frozen=True)
class Exchange:
    """One message and its answer."""

    said: str
    outgoing: Outgoing
    at: datetime


@dataclass(frozen=True)
class Delivery:
    """An answer to be delivered by a push channel."""

    id: int
    conversation: str
    message: str
    outgoing: Outgoing


class Database:
    """The store over SQLAlchemy.

    Args:
        url: of the database; SQLite files are opened in WAL mode with full synchronisation.
        place: what to name in errors.
    """

    def __init__(self, url: str, place: str | Path) -> None:
        self._place = place
        self._engine = create_engine(url)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _prepare_sqlite)
        with self._translated():
            Table.metadata.create_all(self._engine)

    @property
    def engine(self) -> Engine:
        """The engine, for maintenance and tests."""
        return self._engine

    def answered(self, conversation: str, message: str) -> Outgoing | None:
        """The answer that this message got before, or None."""
        chosen = select(ExchangeRow.outgoing).where(
            ExchangeRow.conversation == conversation, ExchangeRow.message == message
        )
        with self._reading() as transaction:
            stored = transaction.scalar(chosen)
        return None if stored is None else Outgoing.model_validate_json(stored)

    def load(self, conversation: str) -> Loaded:
        """The conversation, or a new one."""
        with self._reading() as transaction:
            row = transaction.get(ConversationRow, conversation)
            return Loaded(Session.model_validate_json(row.session), row.version) if row else Loaded(Session(), 0)

    def save(self, loaded: Loaded, session: Session, channel: str, said: str, outgoing: Outgoing, push: bool) -> None:
        """Claims the message and saves session, transcript and outbox, all or nothing.

        Raises:
            Conflict: the message or the conversation's version is taken.
            StoreUnavailableError: the database cannot be written.
        """
        now = datetime.now(UTC)
        answer = outgoing.model_dump_json()
        conversation, message = outgoing.conversation, outgoing.message
        try:
            with self._translated(), Transaction(self._engine) as transaction, transaction.begin():
                self._put(transaction, loaded, conversation, channel, session.model_dump_json(), now)
                transaction.add(
                    ExchangeRow(conversation=conversation, message=message, said=said, outgoing=answer, at=now)
                )
                if push:
                    transaction.add(
                        DeliveryRow(
                            channel=channel,
                            conversation=conversation,
                            message=message,
                            outgoing=answer,
                            state="waiting",
                        )
                    )
        except IntegrityError:
            raise Conflict from None

    def history(self, conversation: str, last: int = 200) -> tuple[Exchange, ...]:
        """The latest exchanges, oldest first."""
        chosen = (
            select(ExchangeRow)
            .where(ExchangeRow.conversation == conversation)
            .order_by(ExchangeRow.id.desc())
            .limit(last)
        )
        with self._reading() as transaction:
            rows = list(transaction.scalars(chosen))
        return tuple(Exchange(row.said, Outgoing.model_validate_json(row.outgoing), row.at) for row in reversed(rows))

    def pending(self, channel: str) -> tuple[Delivery, ...]:
        """What the channel still has to deliver, oldest first."""
        chosen = (
            select(DeliveryRow)
            .where(DeliveryRow.channel == channel, DeliveryRow.state == "waiting")
            .order_by(DeliveryRow.id)
        )
        with self._reading() as transaction:
            rows = list(transaction.scalars(chosen))
        return tuple(
            Delivery(row.id, row.conversation, row.message, Outgoing.model_validate_json(row.outgoing)) for row in rows
        )

    def delivered(self, delivery: int) -> None:
        """Marks an answer as delivered."""
        with self._translated(), Transaction(self._engine) as transaction, transaction.begin():
            transaction.execute(update(DeliveryRow).where(DeliveryRow.id == delivery).values(state="sent"))

    def ready(self) -> bool:
        """Whether the database can be read."""
        with self._reading() as transaction:
            return transaction.scalar(select(func.count()).select_from(ConversationRow)) is not None

    def close(self) -> None:
        """Gives back all connections."""
        self._engine.dispose()

    def _put(
        self, transaction: Transaction, loaded: Loaded, conversation: str, channel: str, session: str, now: datetime
    ) -> None:
        if loaded.version == 0:
            transaction.add(ConversationRow(id=conversation, channel=channel, session=session, version=1, updated=now))
            transaction.flush()
            return
        changed = transaction.execute(
            update(ConversationRow)
            .where(ConversationRow.id == conversation, ConversationRow.version == loaded.version)
            .values(session=session, version=loaded.version + 1, updated=now)
        )
        if changed.rowcount != 1:  # type: ignore[attr-defined]
            raise Conflict

    @contextmanager
    def _reading(self) -> Iterator[Transaction]:
        with self._translated(), Transaction(self._engine) as transaction:
            yield transaction

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            reason = error.orig if isinstance(error, DBAPIError) else error
            raise StoreUnavailableError(
                sentences().say("store.unavailable", place=self._place, reason=reason)
            ) from error


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for setting in (f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()
