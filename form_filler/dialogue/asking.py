"""What the dialogue asks and shows: the next field, the rows so far, the preview, the review (pure)."""

from __future__ import annotations

from datetime import date

from form_filler.dialogue.state import CONSENT, Say, SayChoice, State
from form_filler.dialogue.wording import say
from form_filler.display import is_blank, mask, numbered_table, show_date
from form_filler.form import AnyField, DateField, Form, OptionsField, RowsField, lookup
from form_filler.review import gaps, review


def choice(name: str, **values: object) -> SayChoice:
    """A choice of fixed meaning with its label."""
    return SayChoice(name, say(f"choices.{name}", **values))


def ask(form: Form, state: State, today: date) -> Say:
    """The question that is open now."""
    if state.cursor == CONSENT:
        offered = tuple(SayChoice(name, say(f"consent.{name}")) for name in ("agree", "decline"))
        return Say(say("consent.text", title=form.title), offered, form.cites)
    if state.cursor is None:
        return ask_which_field(form, state) if state.naming else ask_review(form, state, today)
    field = form.field(state.cursor)
    if state.pending:
        return ask_which(field, state)
    lines = [_numbered(form, state, field)]
    value = lookup(state.values, field.path)
    if isinstance(field, OptionsField):
        lines.append("　".join(say("letter", id=option.id, label=option.label) for option in field.options))
    if isinstance(field, RowsField) and not is_blank(value):
        lines += [say("rows.ask", number=len(value)), numbered_table(field, value), say("rows.more")]
    elif not is_blank(value):
        lines.append(say("now", value=mask(field, value)))
    elif field.example:
        lines.append(say("example", example=field.example))
    return Say("\n".join(lines), _offered(form, state, field, today), field.cites)


def ask_which(field: AnyField, state: State, given: str = "", why: str = "") -> Say:
    """Which of several values is meant, with numbered options."""
    lead = why or say("which", given=given)
    options = "\n".join(say("option", number=n, label=one.label) for n, one in enumerate(state.pending, 1))
    offered = tuple(SayChoice(one.id, one.label) for one in state.pending)
    return Say(say("numbered", why=lead, options=options), (*offered, choice("skip")), field.cites)


def ask_which_field(form: Form, state: State) -> Say:
    """Which field is to be changed; where several bear the name, these are offered."""
    if not state.among:
        return Say(say("edit_which"), (choice("back"),), form.cites)
    fields = [form.field(path) for path in state.among]
    options = "\n".join(say("option", number=n, label=field.label) for n, field in enumerate(fields, 1))
    offered = (*(SayChoice(field.path, field.label) for field in fields), choice("back"))
    return Say(say("numbered", why=say("edit_among"), options=options), offered, form.cites)


def explain(field: AnyField) -> Say:
    """What the field is for and how to fill it, with its place in the source."""
    text = say("help", help=field.help, why=field.why) if field.why else say("help_only", help=field.help)
    return Say(text, (), field.cites)


def ask_review(form: Form, state: State, today: date) -> Say:
    """Everything filled, what is missing, what stands out; each with its place in the source."""
    lines = [say("review.head"), preview_text(form, state)]
    empty = gaps(form, state.values)
    findings = review(form, state.values, today)
    open_ = [gap.label for gap in empty if not gap.by_hand]
    by_hand = [gap.label for gap in empty if gap.by_hand]
    if open_:
        lines.append(say("review.gaps", labels="、".join(open_)))
    if by_hand:
        lines.append(say("review.by_hand", labels="、".join(by_hand)))
    if findings:
        lines.append(say("review.findings"))
        lines += [
            say("review.finding", number=n, message=finding.message, labels="、".join(finding.cites))
            for n, finding in enumerate(findings, 1)
        ]
    lines.append(say("review.ask"))
    cites = tuple(dict.fromkeys(label for finding in findings for label in finding.cites))
    return Say("\n".join(lines), (choice("confirm"), choice("edit"), choice("cancel")), cites or form.cites)


def preview_text(form: Form, state: State) -> str:
    """All fields with their values, personal data masked."""
    filled = sum(not is_blank(lookup(state.values, field.path)) for field in form.fields)
    lines = [say("preview.head", title=form.title, filled=filled, total=len(form.fields))]
    for number, field in enumerate(form.fields, 1):
        value = lookup(state.values, field.path)
        lines.append(say("preview.line", number=number, label=field.label, value=mask(field, value)))
        if isinstance(field, RowsField) and not is_blank(value):
            lines.append(numbered_table(field, value))
    return "\n".join(lines)


def _numbered(form: Form, state: State, field: AnyField) -> str:
    asked = [path for path in form.paths() if path not in state.hidden]
    number = asked.index(field.path) + 1 if field.path in asked else len(asked)
    return say("ask", number=number, total=len(asked), question=field.question)


def _offered(form: Form, state: State, field: AnyField, today: date) -> tuple[SayChoice, ...]:
    offered: list[SayChoice] = []
    if isinstance(field, DateField) and field.default_today:
        offered.append(SayChoice(today.isoformat(), say("choices.today", day=show_date(today.isoformat()))))
    group = next((group for group in form.groups if field.path == f"{group.path}.name" and group.same_as), None)
    if group:
        source = next(other for other in form.groups if other.path == group.same_as)
        offered.append(SayChoice("same", say("choices.same", label=source.label)))
    if isinstance(field, RowsField) and not is_blank(lookup(state.values, field.path)):
        offered.append(choice("done"))
    return (*offered, choice("skip"), choice("back"), choice("preview"))
