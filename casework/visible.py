"""Whoever does a case sees it, and acts on it; no office is needed for that. While they are away so does who stands in."""

from aid import absence, sla
from aid.visibility import WayIn
from casework.models import Assignment, Case
from foundation.accounts import scope
from foundation.accounts.models import Role


def _whose(user):
    return {user.pk, *absence.stands_in_for(user, sla.today_in_shanghai())}


def _rows(user):
    mine = Assignment.objects.current().filter(assignee__in=_whose(user))
    return scope.one_of("id", mine.values("case__application"))


def _holds(user, application):
    case = getattr(application, "case", None)
    return case is not None and any(
        a.assignee_id in _whose(user) and a.ended_at is None for a in case.assignments.all()
    )


def left_behind(_at):
    """Who has it can do it no more: somebody else must be named."""
    return scope.one_of("id", Case.objects.left_behind().values("application"))


BY_ASSIGNMENT = WayIn(Role.CASEWORKER, _rows, _holds)
