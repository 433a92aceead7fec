"""Skill: what the assistant can do, and where to turn."""

from __future__ import annotations

from bot.messages import Reply
from bot.sentences import sentences
from bot.skills.turn import cite, offer
from form_filler.form import Form
from knowledge.measure import Measure


class Help:
    """Welcome, the way to a person, and what is kept."""

    def __init__(self, measure: Measure, form: Form) -> None:
        self._measure, self._form = measure, form

    def welcome(self) -> Reply:
        """What the assistant can do, with questions to start from."""
        say = sentences().say
        return Reply(
            text=say("welcome", title=self._measure.title, form=self._form.title),
            suggestions=tuple(say("examples").split("|")),
            choices=offer("start:registration", "start:eligibility"),
        )

    def handoff(self) -> Reply:
        """Where a person can be asked."""
        platform = self._measure.platform
        text = sentences().say(
            "handoff.none", helpdesk=self._measure.helpdesk, platform=f"“{platform.name}”" if platform else ""
        )
        labels = platform.cites if platform else ()
        return Reply(text=text, citations=cite(self._measure, labels))

    def privacy(self) -> Reply:
        """What is kept of a person."""
        return Reply(text=sentences().say("privacy.none"))
