"""Settings, read once from the environment (`SHENBAO_…`) or a `.env` file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import UsageError
from bot.sentences import sentences


class Settings(BaseSettings):
    """Every setting has a default that works with no network and no server."""

    model_config = SettingsConfigDict(env_prefix="SHENBAO_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(default_factory=lambda: user_data_path("shenbao"))
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    today: date | None = None
    database_url: str = ""
    chroma_url: str = ""
    embedder: str = ""
    telegram_token: SecretStr = SecretStr("")
    telegram_base_url: str = "https://api.telegram.org/bot"
    model: str = ""
    model_base_url: str = ""
    model_api_key: SecretStr = SecretStr("")
    model_timeout: float = Field(default=12.0, gt=0)  # seconds for a whole reply
    model_context: int = Field(default=0, ge=0)  # characters of material that the model has room for; 0: no bound
    model_daily_calls: int = Field(default=1000, ge=0)  # 0: no limit
    model_daily_characters: int = Field(default=8_000_000, ge=0)  # sent and received; 0: no limit

    @field_validator("home")
    @classmethod
    def _expand(cls, home: Path) -> Path:
        return home.expanduser().absolute()

    @property
    def measures_folder(self) -> Path:
        """Where measures that were added on this machine lie."""
        return self.home / "measures"

    @property
    def uploads_folder(self) -> Path:
        """Where uploaded files wait to be read."""
        return self.home / "uploads"

    @property
    def drafts_folder(self) -> Path:
        """Where drafts are written."""
        return self.home / "drafts"

    @property
    def model_usage_file(self) -> Path:
        """Where the language model's use of the day is counted."""
        return self.home / "model-usage.json"

    def day(self) -> date:
        """The current date, or the one that is fixed for tests."""
        return self.today or date.today()


def read_settings() -> Settings:
    """The settings of this process.

    Raises:
        UsageError: a value is of the wrong kind; names the setting.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"SHENBAO_{str(first['loc'][0]).upper()}"
        raise UsageError(sentences().say("settings.bad_value", name=name, given=first.get("input"))) from None
