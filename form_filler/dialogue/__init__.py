"""Filling a form by talking: `begin`, then `step` for each message, all pure."""

from form_filler.dialogue.state import CONSENT, Answerable, Event, Said, Say, SayChoice, State, Turn
from form_filler.dialogue.steps import begin, hear, repeat, step

__all__ = [
    "CONSENT",
    "Answerable",
    "Event",
    "Said",
    "Say",
    "SayChoice",
    "State",
    "Turn",
    "begin",
    "hear",
    "repeat",
    "step",
]
