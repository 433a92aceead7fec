"""Conversations that last: one transaction claims a message and saves all that follows from it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, func, make_url, select, update
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session as Transaction

from bot.errors import StoreUnavailableError, UsageError
from bot.messages import Outgoing
from bot.sentences import sentences
from bot.session import Session
from bot.store.tables import ConversationRow, DeliveryRow, ExchangeRow, Table

BUSY_MS = 5000
_DAMAGED = ("file is not a database", "malformed", "file is encrypted")  # SQLite's own words
_POSTGRESQL = ("postgres", "postgresql")  # without a driver named: psycopg


class ConflictError(Exception):
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
        busy_ms: how long to wait for another process that is writing, in milliseconds (SQLite).

    Raises:
        UsageError: the URL names no database that can be used.
        StoreUnavailableError: the database cannot be opened.
    """

    def __init__(self, url: str, place: str | Path, busy_ms: int = BUSY_MS) -> None:
        self._place = place
        self._engine = _engine(url)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", lambda connection, _: _prepare_sqlite(connection, busy_ms))
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
            ConflictError: the message or the conversation's version is taken.
            StoreUnavailableError: the database cannot be written.
        """
        self._write(loaded, session, channel, said, outgoing, outgoing.message, push)

    def note(self, loaded: Loaded, channel: str, said: str, outgoing: Outgoing, push: bool) -> None:
        """Keeps an answer in transcript and outbox without claiming the message: it may be sent again.

        Raises:
            ConflictError: the conversation's version is taken.
            StoreUnavailableError: the database cannot be written.
        """
        self._write(loaded, loaded.session, channel, said, outgoing, f"note:{uuid.uuid4().hex}", push)

    def _write(
        self,
        loaded: Loaded,
        session: Session,
        channel: str,
        said: str,
        outgoing: Outgoing,
        message: str,
        push: bool,
    ) -> None:
        now = datetime.now(UTC)
        answer = outgoing.model_dump_json()
        conversation = outgoing.conversation
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
                            message=outgoing.message,
                            outgoing=answer,
                            state="waiting",
                        )
                    )
        except IntegrityError:
            raise ConflictError from None

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
            raise ConflictError

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
            cause = error.orig if isinstance(error, DBAPIError) else error
            reason = str(cause).strip().partition("\n")[0]  # PostgreSQL goes on with the values of the row
            key = "store.damaged" if any(words in reason for words in _DAMAGED) else "store.unavailable"
            raise StoreUnavailableError(sentences().say(key, place=self._place, reason=reason)) from error


def _engine(url: str) -> Engine:
    """The engine of a URL.

    Raises:
        UsageError: it is no URL, or its driver is not installed.
    """
    try:
        read: URL = make_url(url)
        if read.drivername in _POSTGRESQL:
            read = read.set(drivername="postgresql+psycopg")
        if read.get_backend_name() not in ("sqlite", "postgresql"):
            raise UsageError(sentences().say("store.unknown", name=read.get_backend_name()))
        return create_engine(read, pool_pre_ping=read.get_backend_name() != "sqlite")
    except ModuleNotFoundError as error:
        name = url.partition(":")[0]
        raise UsageError(sentences().say("store.no_driver", name=name, module=error.name)) from None
    except (ArgumentError, ValueError) as error:
        reason = str(error).partition("\n")[0].replace(url, "…")  # the URL may hold a password
        raise UsageError(sentences().say("store.bad_url", reason=reason)) from None


def _prepare_sqlite(connection: Any, busy_ms: int) -> None:
    cursor = connection.cursor()
    for setting in (f"busy_timeout={busy_ms}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()
