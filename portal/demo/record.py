"""What is noted beside the acts of a sample: papers that were issued, that a decision was served, a word among colleagues."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.utils import timezone

from aid.models import Application
from aid.paperwork import official
from aid.services import issue, note, serve


def served(application, at, clerk):
    serve.serve(
        application,
        served_on=timezone.localdate(at),
        how="mail",
        to="self",
        proof="slip",
        proof_note="邮政挂号 XA0000000036",
        actor=clerk,
        at=at,
    )


def noted(application, at, clerk):
    note.note(application, text="他说工头明天来，先别往工地打电话。", actor=clerk, at=at)


def issued(application, at, clerk):
    """Each paper for the person that there is to issue; none on a machine without fonts."""
    for one in official.available(Application.objects.get(pk=application.pk)):
        if one.is_for_person:
            of_kind(application, one, at, clerk)


def of_kind(application, one, at, clerk):
    """What there is to issue of one kind, each."""
    for about in one.abouts(Application.objects.get(pk=application.pk)):
        with suppress(ValidationError):
            issue.issue_paper(application, kind=one.code, basis=about.key, actor=clerk, at=at)
