"""Where a conversation is held (pure)."""

from __future__ import annotations

from dataclasses import dataclass

_SCHEME = "tg"


@dataclass(frozen=True)
class Address:
    """One person in one chat with one bot."""

    bot: int
    person: int
    chat: int

    @classmethod
    def of(cls, conversation: str) -> Address | None:
        """The address in a conversation's id; None when it is not one of Telegram's."""
        scheme, *numbers = conversation.split(":")
        if scheme != _SCHEME or len(numbers) != 3:
            return None
        try:
            return cls(*map(int, numbers))
        except ValueError:
            return None

    @property
    def conversation(self) -> str:
        """The conversation's id."""
        return f"{_SCHEME}:{self.bot}:{self.person}:{self.chat}"

    @property
    def group(self) -> bool:
        """Whether others read along: groups have negative numbers (Bot API, Chat)."""
        return self.chat < 0

    def answers(self, message: str) -> int | None:
        """In a group, the Telegram number of the message that an answer belongs under."""
        kind, _, number = message.partition(":")
        return int(number) if self.group and kind == "message" and number.isdigit() else None
