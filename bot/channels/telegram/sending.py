"""One message to one chat, retried as Telegram asks."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.channels.telegram.off_loop import OffLoop
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.rendering import Document, Part, Text, without_buttons
from bot.sentences import sentences

_LOGGER = logging.getLogger(__name__)
_GONE = ("chat not found", "user is deactivated", "bot was kicked", "not enough rights", "peer_id_invalid")
_MOST_FLOODS = 20

Outcome = Literal["sent", "blocked", "refused", "unreachable"]


class Sender:
    """Sends parts of answers.

    Args:
        bot: an initialised bot.
        desk: reads the files to be sent.
        pace: how long to wait between tries.
    """

    def __init__(self, bot: Bot, desk: OffLoop, pace: Pace) -> None:
        self._bot, self._desk, self._pace = bot, desk, pace

    async def send(self, chat: int, part: Part, reply_to: int | None = None) -> Outcome:
        """Sends a part; waits and tries again where that can help.

        Returns:
            `blocked`: the chat takes nothing from this bot; `refused`: this part is not taken even without its
            buttons; `unreachable`: the tries are used up, a later one may succeed.
        """
        pauses = list(self._pace.retries)
        floods = 0
        while True:
            try:
                await self._post(chat, part, reply_to)
                return "sent"
            except RetryAfter as error:
                floods += 1
                if floods > _MOST_FLOODS:
                    return "unreachable"
                await asyncio.sleep(seconds(error.retry_after))
            except ChatMigrated as error:
                chat = error.new_chat_id
            except Forbidden:
                return "blocked"
            except BadRequest as error:
                if any(words in error.message.lower() for words in _GONE):
                    return "blocked"
                _LOGGER.warning("Telegram refused a message: %s", error.message)
                plainer = _plainer(part)
                if plainer is None:
                    return "refused"
                part = plainer
            except NetworkError as error:
                _LOGGER.info("Telegram cannot be reached: %s", type(error).__name__)
                if not pauses:
                    return "unreachable"
                await asyncio.sleep(pauses.pop(0))
            except TelegramError as error:
                _LOGGER.error("Telegram answered with %s", type(error).__name__)
                return "unreachable"

    async def _post(self, chat: int, part: Part, reply_to: int | None) -> None:
        under = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None
        match part:
            case Text():
                await self._bot.send_message(chat, part.text, reply_markup=_keyboard(part), reply_parameters=under)
            case Document():
                content = await self._desk.read(part.path)
                if content is None:
                    text = sentences().say("telegram.no_file", name=part.path.name)
                    await self._bot.send_message(chat, text)
                    return
                file = InputFile(content, filename=part.path.name)
                await self._bot.send_document(chat, file, reply_parameters=under)


def _plainer(part: Part) -> Part | None:
    """What to send in place of a part that was refused."""
    match part:
        case Document():
            return Text(sentences().say("telegram.file_refused", name=part.path.name))
        case Text() if part.rows:
            return replace(without_buttons(part), rows=())
    return None


def _keyboard(part: Text) -> InlineKeyboardMarkup | None:
    rows = [
        [
            InlineKeyboardButton(one.label, url=one.url)
            if one.url
            else InlineKeyboardButton(one.label, callback_data=one.data)
            for one in row
        ]
        for row in part.rows
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def seconds(wait: int | timedelta) -> float:
    """A pause that Telegram asks for, whichever type python-telegram-bot gives it."""
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
