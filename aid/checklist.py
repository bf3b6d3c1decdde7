"""核对单: an officer's act waits for what its place wants looked at; what was ticked is kept with the act."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid import local
from aid.models import Application, StepCheck


def of(application: Application, code: str, on: date) -> list[StepCheck]:
    """The lines for that act at its office on a day, those of the widest place first."""
    if code not in StepCheck.Of.values:
        return []
    return local.step_checks(application.office, on).get(code, [])


def field(row: StepCheck) -> str:
    """What a line is called in a form, and where its error stands."""
    return f"check_{row.pk}"


def missing(rows: list[StepCheck], ticked: frozenset[int]) -> dict[str, str]:
    """By field what is to be said at each line that must be ticked and is not."""
    return {
        field(row): _("核对过了才能办：“%(text)s”。") % {"text": row.text}
        for row in rows
        if row.is_required and row.pk not in ticked
    }


def to_keep(application: Application, code: str, ticked: frozenset[int], on: date) -> list[dict]:
    """What the event of the act keeps, in the words of the day. ValidationError at each line of `missing`."""
    rows = of(application, code, on)
    if errors := missing(rows, ticked):
        raise ValidationError(errors)
    return [{"text": row.text, "done": row.pk in ticked} for row in rows]
