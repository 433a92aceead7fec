"""The HTML of the web chat: the page, one exchange, the panel beside it, and pages that say what went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from bot.channels.web.security import LARGEST_UPLOAD, MEGABYTE, file_token, page_token
from bot.channels.web.shown import FileCard, Preset, Turn, file_card, panel_of, turns_of
from bot.channels.web.uploads import KINDS
from bot.channels.web.wording import say
from bot.messages import Reply
from bot.sentences import sentences
from retrieval.answer import validity_notice

if TYPE_CHECKING:
    from bot.app import App
    from bot.assistant import View

HERE = Path(__file__).parent
STATIC = HERE / "static"


class Pages:
    """Renders for one built bot.

    Args:
        app: the built bot.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(
            say=say, version=_fingerprint(STATIC), upload_kinds=KINDS, upload_megabytes=LARGEST_UPLOAD // MEGABYTE
        )

    def chat(self, visitor: str, message: str, view: View) -> str:
        """The whole page of a visitor's conversation; `message` is the id of the next message."""
        measure, today = self._app.measure, self._app.settings.day()
        return self._templates.get_template("chat.html").render(
            measure=measure,
            validity=validity_notice(measure, today),
            state=measure.validity.state(today),
            turns=turns_of(view.history),
            cards=lambda reply: self._cards(visitor, reply),
            document=measure.document_title,
            panel=panel_of(view),
            presets=self._presets(),
            examples=sentences().say("examples").split("|"),
            message=message,
            token=page_token(visitor),
        )

    def turn(self, visitor: str, turn: Turn) -> str:
        """The replies of the latest turn, to be put at the end of the log."""
        return self._templates.get_template("_replies.html").render(
            turn=turn,
            last=True,
            cards=lambda reply: self._cards(visitor, reply),
            document=self._app.measure.document_title,
        )

    def panel(self, view: View) -> str:
        """The inside of the panel; empty when no form is open."""
        panel = panel_of(view)
        return self._templates.get_template("_panel.html").render(panel=panel) if panel else ""

    def retry(self, status: int, sentence: str, fields: Mapping[str, str], is_file: bool) -> HTMLResponse:
        """A page that holds what could not be sent, to send it again under the same id."""
        page = self._templates.get_template("retry.html").render(sentence=sentence, fields=fields, is_file=is_file)
        return HTMLResponse(page, status, {"Retry-After": "5"})

    def error(self, status: int, sentence: str, headers: Mapping[str, str] | None = None) -> HTMLResponse:
        """A page with one sentence and a way back."""
        return HTMLResponse(
            self._templates.get_template("error.html").render(sentence=sentence), status, dict(headers or {})
        )

    def routes(self, routes: Sequence[Mapping[str, str]]) -> str:
        """The list of the API's routes."""
        return self._templates.get_template("docs.html").render(routes=routes)

    def _cards(self, visitor: str, reply: Reply) -> list[FileCard]:
        return [file_card(Path(path), file_token(visitor, path)) for path in reply.files]

    def _presets(self) -> tuple[Preset, ...]:
        offered = [Preset(f"start:{id_}", say("welcome.start_form_hint")) for id_ in list(self._app.forms)[:1]]
        return (*offered, Preset("start:eligibility", say("welcome.start_check_hint")))


def _fingerprint(folder: Path) -> str:
    """Changes with the files, so that browsers may keep them."""
    digest = sha256()
    for file in sorted(folder.iterdir()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
