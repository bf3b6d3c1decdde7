"""One application with everything its page says of it: two statements, however much there is."""

from django.db.models import Q

from aid.models import (
    Attachment,
    BodyNotice,
    CareNote,
    Claimant,
    ClockWarning,
    Deadline,
    Decision,
    Event,
    Evidence,
    IssuedPaper,
    Letter,
    Serving,
    Share,
    Suspension,
    Termination,
    Tie,
    VisitCopy,
    VisitTask,
    WantedPaper,
    Watch,
    Wish,
    Word,
)
from casework.models import Assignment
from foundation.accounts.models import Office, User
from foundation.vault import together

_DESK = [f"desk__{name}" for name in ("operator", "office", "station", "event", "visit", "confirmed_with")]
_OF_IT = {
    "claimants": Claimant,
    "deadlines": Deadline,
    "evidence": Evidence,
    "wanted": WantedPaper,
    "wishes": Wish,
    "servings": Serving,
    "decisions": Decision,
    "events": Event,
    "issued": IssuedPaper,
    "suspensions": Suspension,
    "letters": Letter,
    "terminations": Termination,
    "shares": Share,
    "body_notices": BodyNotice,
    "watches": Watch,
    "care_notes": CareNote,
    "visit_tasks": VisitTask,
    "visit_copies": VisitCopy,
    "attachments": Attachment,
    "words": Word,
    "warnings": ClockWarning,
    "ties": Tie,
}


def selected(queryset):
    """What each row of `queryset` has one of."""
    return queryset.select_related(
        "concern",
        "office__region",
        "reviewer",
        "offered_to",
        "topic",
        "region",
        "case",
        "desk",
        "first_aid__decided_by",
        *_DESK,
    )


def fill(application, **more):
    """Read what it has many of. Of many of its rows colleagues are named: they are read along, and so is `more`.

    Returns the application and the rows of `more`.
    """
    of_it = {name: model.objects.filter(application=application) for name, model in _OF_IT.items()}
    whose = {"wishes": "answered_by", "servings": "noted_by", "decisions": "decided_by"}
    whose |= {
        "body_notices": "sent_by",
        "watches": "watcher",
        "visit_tasks": "officer",
        "visit_copies": "officer",
        "words": "written_by",
        "warnings": "told",
    }
    ends = [of_it["terminations"].order_by().values(field) for field in ("reported_by", "decided_by")]
    assignments = Assignment.objects.filter(case__application=application).with_role()
    named = Q()
    for name, field in whose.items():
        named |= Q(pk__in=of_it[name].order_by().values(field))
    named |= Q(pk__in=ends[0]) | Q(pk__in=ends[1])
    named |= Q(pk__in=assignments.order_by().values("assignee"))
    offices = Office.objects.filter(pk__in=of_it["letters"].order_by().values("to_office"))
    people = User.objects.filter(named).only("username", "last_name", "first_name", "is_active")
    found = together.read(**of_it, assignments=assignments, people=people, offices=offices, **more)
    for name in of_it:
        together.hang(application, name, found[name])
    if case := getattr(application, "case", None):
        together.hang(case, "assignments", found["assignments"])
    _name(found["people"], found, **whose, assignments="assignee")
    for field in ("reported_by", "decided_by"):
        _name(found["people"], found, terminations=field)
    _name(found["deadlines"], found, suspensions="clock")
    _name(found["decisions"], found, shares="decision")
    _name(found["visit_tasks"], found, visit_copies="task")
    _name(found["offices"], found, letters="to_office")
    for name in (
        "wishes",
        "evidence",
        "deadlines",
        "letters",
        "shares",
        "care_notes",
        "visit_tasks",
        "words",
    ):
        _name(found["claimants"], found, **{name: "claimant"})
    return application, [found[name] for name in more]


def _name(rows, found, **fields):
    """Put `rows` where the others name them."""
    by_key = {one.pk: one for one in rows}
    for name, field in fields.items():
        for one in found[name]:
            if (key := getattr(one, f"{field}_id")) in by_key:
                setattr(one, field, by_key[key])
