"""What an update says to the assistant (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from telegram import CallbackQuery, Message, Update

from bot.channels.telegram.buttons import is_source
from bot.channels.telegram.pressing import Press
from bot.routing import intent_of

MOST_MEGABYTES = 20  # of a file that a bot may download (Bot API, getFile)
SUFFIXES = (".xlsx", ".docx", ".csv")

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?", re.S)
_CHOICES = {
    "start": "help",
    "help": "help",
    "apply": "start:registration",
    "check": "start:eligibility",
    "cancel": "cancel",
}
_LINKS = {"apply": "start:registration", "check": "start:eligibility"}  # t.me/<bot>?start=…
_PRIVATE_INTENTS = frozenset({"start", "check", "resume"})
_GROUP_CHOICES = frozenset({"help"})
_HINTS = {
    "photo": "photo",
    "live_photo": "photo",
    "voice": "voice",
    "audio": "voice",
    "video_note": "voice",
    "location": "location",
    "venue": "location",
}
_OTHERS = ("sticker", "animation", "video", "contact", "poll", "dice", "story", "game", "paid_media", "invoice")


@dataclass(frozen=True)
class Me:
    """The bot itself."""

    id: int
    username: str

    @property
    def link(self) -> str:
        """Opens the private chat with the bot."""
        return f"https://t.me/{self.username}"


@dataclass(frozen=True)
class Place:
    """Who speaks where, and the sender's own id of the message."""

    chat: int
    person: int
    message: str
    group: bool = False


@dataclass(frozen=True)
class Words:
    """A text, or a choice that was made by a command."""

    place: Place
    text: str | None = None
    choice: str | None = None


@dataclass(frozen=True)
class Pressed:
    """A button. `callback` is to be answered; `asker` is whose answer it hangs under."""

    place: Place
    callback: str
    press: Press
    asker: int


@dataclass(frozen=True)
class Upload:
    """A file that can be read."""

    place: Place
    file: str
    name: str
    suffix: str


@dataclass(frozen=True)
class Unreadable:
    """Something that is answered with one of the channel's own sentences."""

    place: Place
    hint: str
    name: str = ""
    callback: str = ""


@dataclass(frozen=True)
class Unmeant:
    """Nothing for the bot; a callback is answered all the same."""

    callback: str = ""


Heard = Words | Pressed | Upload | Unreadable | Unmeant


def hear(update: Update, me: Me) -> Heard:
    """What the update says."""
    if update.callback_query:
        return _press(update.callback_query)
    if update.edited_message:
        return _edited(update.edited_message)
    if update.message:
        return _message(update.message, me)
    return Unmeant()


def _press(query: CallbackQuery) -> Heard:
    message = query.message
    if message is None or query.data is None:
        return Unmeant(query.id)
    place = Place(message.chat.id, query.from_user.id, f"callback:{query.id}", message.chat.type != "private")
    if place.group and not is_source(query.data):
        return Unreadable(place, "group", callback=query.id)
    beside: frozenset[str] = frozenset()
    asker, text = place.person, ""
    if isinstance(message, Message):
        text = message.text or ""
        rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
        data = (button.callback_data for row in rows for button in row)
        beside = frozenset(one for one in data if isinstance(one, str) and not is_source(one))
        if message.reply_to_message and message.reply_to_message.from_user:
            asker = message.reply_to_message.from_user.id
    return Pressed(place, query.id, Press(query.data, beside, text), asker)


def _edited(message: Message) -> Heard:
    if message.from_user is None or message.chat.type != "private" or message.text is None:
        return Unmeant()
    return Unreadable(Place(message.chat.id, message.from_user.id, f"edited:{message.message_id}"), "edited")


def _message(message: Message, me: Me) -> Heard:
    if message.from_user is None or message.from_user.is_bot or message.chat.type == "channel":
        return Unmeant()
    group = message.chat.type != "private"
    place = Place(message.chat.id, message.from_user.id, f"message:{message.message_id}", group)
    if group and not _addressed(message, me):
        return Unmeant()
    if message.text is not None:
        return _words(place, message.text, me)
    if message.document:
        return _upload(place, message)
    name = next((name for name in (*_HINTS, *_OTHERS) if getattr(message, name, None)), None)
    return Unreadable(place, _HINTS.get(name, "other")) if name else Unmeant()


def _addressed(message: Message, me: Me) -> bool:
    """Whether a message in a group speaks to the bot: it names it, answers it, or is a command for it."""
    said = message.text or message.caption or ""
    command = _COMMAND.fullmatch(said)
    if command:
        return command[2].lower() == me.username.lower() if command[2] else command[1].lower() in _CHOICES
    before = message.reply_to_message
    answers = before is not None and before.from_user is not None and before.from_user.id == me.id
    return answers or bool(_mention(me).search(said))


def _words(place: Place, text: str, me: Me) -> Heard:
    command = _COMMAND.fullmatch(text.strip())
    name = command[1].lower() if command else ""
    if command and name in _CHOICES:
        link = (command[3] or "").strip() if name == "start" else ""
        choice = _LINKS.get(link, _CHOICES[name])
        if place.group and choice not in _GROUP_CHOICES:
            return Unreadable(place, "group")
        return Words(place, choice=choice)
    if not place.group:
        return Words(place, text=text)
    text = _mention(me).sub(" ", text).strip()
    if intent_of(text) in _PRIVATE_INTENTS:
        return Unreadable(place, "group")
    return Words(place, text=text) if text else Words(place, choice="help")


def _upload(place: Place, message: Message) -> Heard:
    assert message.document is not None
    name = message.document.file_name or ""
    if place.group:
        return Unreadable(place, "group_file")
    if PurePath(name).suffix.lower() not in SUFFIXES:
        return Unreadable(place, "wrong_kind", name)
    if (message.document.file_size or 0) > MOST_MEGABYTES * 1024 * 1024:
        return Unreadable(place, "too_large", name)
    return Upload(place, message.document.file_id, name, PurePath(name).suffix.lower())


def _mention(me: Me) -> re.Pattern[str]:
    return re.compile(rf"@{re.escape(me.username)}\b", re.I)
