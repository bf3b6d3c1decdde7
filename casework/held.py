"""In whose hands an application is: whoever does its case, before that whoever was named for the review."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from aid.models import Application
from aid.status import Status
from casework.models import Assignment
from casework.workflow import Status as CaseStatus
from foundation.accounts import scope


def cases() -> QuerySet[Assignment]:
    """By which assignments somebody has a case in hand."""
    return Assignment.objects.current().exclude(case__status=CaseStatus.ENDED)


def reviews() -> QuerySet[Application]:
    """What waits for the review of somebody who was named, and is in no caseworker's hands yet."""
    assigned = cases().filter(case__application=OuterRef("pk"))
    return Application.objects.filter(~Exists(assigned), status=Status.ACCEPTED, reviewer__isnull=False)


def by(person: int | str) -> Q:
    """What the person of this key has in hand."""
    theirs = cases().filter(assignee=person).values("case__application")
    return scope.one_of("id", theirs) | scope.one_of("id", reviews().filter(reviewer=person).values("pk"))
