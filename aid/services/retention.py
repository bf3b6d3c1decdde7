"""存多久: applications that ended long ago go, with everything that hangs on them.

The law wants what has served its purpose deleted unless a rule of archives says how long it stays (《个人信息保护法》
第十九条, 第四十七条, in force 2021-11-01, read 2026-11-21). How long that is for applications for legal aid we have not
verified, so nothing goes before the operator has set the years and named the rule. docs/decisions/0028.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from aid import acts, files, reach, sla
from aid.clock_rules import Kind
from aid.models import Application, Deadline, Event, Wish
from aid.services import arrivals
from aid.services.own import messages_of
from aid.workflow import OPEN
from foundation.notices.models import Message
from foundation.vault.services import record_access


def over_age(at: datetime, years: int) -> QuerySet[Application]:
    """What ended, and of which nothing was done for `years`; with `last_at`, oldest first.

    Never what is open (granted is open: cases are not closed here yet), where somebody waits for an answer, or a
    clock runs. Of the clocks only a limitation outlives its application: once it is over it runs no more.
    """
    running = Deadline.objects.running().filter(~Q(kind=Kind.LIMITATION) | Q(due_at__gte=at))
    waits = Exists(running.filter(application=OuterRef("pk"))) | Exists(
        Wish.objects.open().filter(application=OuterRef("pk"))
    )
    ended = Application.objects.exclude(status__in=OPEN).exclude(waits)
    aged = ended.annotate(last_at=Max("events__at")).filter(last_at__lte=sla.end_of(_years_before(at, years)))
    return aged.select_related("office").order_by("last_at", "pk")


def forget_over_age(at: datetime) -> int:
    """Delete them, each in its own transaction. Returns how many; none while no rule is named."""
    years = settings.AID_KEEP_YEARS
    if years < 1 or not settings.AID_KEEP_RULE:
        return 0
    keys = over_age(at, years).values_list("pk", flat=True)
    return sum(_forget(pk, at, years) for pk in list(keys))


@transaction.atomic
def _forget(pk: int, at: datetime, years: int) -> bool:
    Application.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    application = over_age(at, years).filter(pk=pk).first()
    if application is None or _has_running_case(application):
        return False
    last_on = sla.local_day(application.events.latest("at").at)
    for message in _messages(application):
        message.delete()
    for paper in application.evidence.all():
        files.discard(paper)
    arrivals.forget(application.arrivals.values_list("pk", flat=True))
    _let_events_go(application)
    _remove(Application.objects.filter(pk=pk))
    # What stays: that there was one, how it ended, and by which rule it went. Nothing of anybody.
    ended = f"{application.reference} {application.office.code} {application.status} {last_on}"
    record_access(None, "aid.forget_application", application, f"{ended} · {years}: {settings.AID_KEEP_RULE}")
    return True


def _has_running_case(application):
    return any(
        flow.record_of(application) is not None
        for flow in acts.workflows()
        if flow.record_of(application) is not application
    )


def _messages(application) -> Iterator[Message]:
    for person in application.claimants.all():
        yield from Message.objects.filter(about=reach.about(person))
        yield from (message for message in messages_of(application, person) if message.about == "")


def _let_events_go(application):
    """By the one function that may, which belongs to the owner of the tables (migration 0055)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT aid_forget_events(%s)", [application.pk])


def _remove(rows: QuerySet) -> None:
    """Delete rows with all rows that belong to them, in rooms above as well, whatever protects them from less."""
    for relation in rows.model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        if relation.related_model is Event:
            continue  # the site's role may not; they have gone
        theirs = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": rows})
        if relation.on_delete is models.SET_NULL:
            theirs.update(**{relation.field.name: None})
        else:
            _remove(theirs)
    rows._raw_delete(rows.db)


def _years_before(at: datetime, years: int) -> date:
    today = sla.local_day(at)
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February
        return today.replace(year=today.year - years, day=28)
