"""The database's tables."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Table(DeclarativeBase):
    """Base of all tables."""


class ConversationRow(Table):
    """One conversation: what it is doing, and a version that grows with each change."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    channel: Mapped[str] = mapped_column(String(40))
    session: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    updated: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ExchangeRow(Table):
    """One message and its answer: the claim of the message id and the transcript in one."""

    __tablename__ = "exchanges"
    __table_args__ = (UniqueConstraint("conversation", "message"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    message: Mapped[str] = mapped_column(String(200))
    said: Mapped[str] = mapped_column(Text)
    outgoing: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class DeliveryRow(Table):
    """An answer that a push channel still has to deliver."""

    __tablename__ = "outbox"
    __table_args__ = (Index("outbox_waiting", "channel", "state"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    channel: Mapped[str] = mapped_column(String(40))
    conversation: Mapped[str] = mapped_column(String(200))
    message: Mapped[str] = mapped_column(String(200))
    outgoing: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))
