"""The Telegram channel: unchanged python-telegram-bot, long polling."""

from bot.channels.telegram.channel import polling, run_polling

__all__ = ["polling", "run_polling"]
