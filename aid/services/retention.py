"""存多久: applications that ended long ago go, with everything that hangs on them.

The law wants what has served its purpose deleted unless a rule of archives says how long it stays (《个人信息保护法》
第十九条, 第四十七条, in force 2021-11-01, read 2026-11-21). How long that is for applications for legal aid we have not
verified, so nothing goes before the operator has set the years and named the rule. docs/decisions/0028.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, models, transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from aid import acts, files, reach, sla
from aid.clock_rules import Kind
from aid.models import Application, Deadline, Draft, Event, OneTimeCode, Wish
from aid.services import arrivals, drafts
from aid.services.own import messages_of
from aid.workflow import OPEN
from foundation.accounts import scope
from foundation.accounts.models import Role, User
from foundation.notices.models import Message
from foundation.vault.services import record_access


class Proof(models.TextChoices):
    """By what an officer knows that whoever asks is the person: a code, for the log holds nothing personal."""

    PAPER = "paper"  # came with the paper that stands in the application
    RECEIPT = "receipt"  # has the code of the receipt, and that by SMS to the phone on file
    WRITTEN = "written"  # wrote, signed, with a copy of the paper


def over_age(at: datetime, years: int) -> QuerySet[Application]:
    """What ended, and of which nothing was done for `years`; with `last_at`, oldest first.

    Never what is held, what is open (granted is open: cases are not closed here yet), where somebody waits for an
    answer, or a clock runs. Of the clocks only a limitation outlives its application: once it is over it runs no more.
    """
    running = Deadline.objects.running().filter(~Q(kind=Kind.LIMITATION) | Q(due_at__gte=at))
    waits = Exists(running.filter(application=OuterRef("pk"))) | Exists(
        Wish.objects.open().filter(application=OuterRef("pk"))
    )
    ended = Application.objects.exclude(status__in=OPEN).exclude(waits).filter(is_held=False)
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
    _delete(application, None, f"{years}: {settings.AID_KEEP_RULE}")
    return True


def why_it_stays(application: Application, at: datetime) -> str:
    """Why it cannot be erased at the person's request yet, in words for them; "" when it can."""
    if application.is_held:
        return _("打官司、投诉或者检查还要用到，先保留着。")
    if application.is_open or _has_running_case(application):
        return _("还在办。不想办了可以先撤回。")
    if application.wishes.open().exists():
        return _("还有一件事没有答复。")
    return ""


@transaction.atomic
def erase(application: Application, proof: str, *, actor: User, at: datetime) -> None:
    """Delete an application whole because its person asks for it. Raises PermissionDenied, ValidationError.

    Source: 《个人信息保护法》第四十七条, in force 2021-11-01, read 2026-11-21. `proof`: by what the officer knows that it is
    they, a code of Proof. Of a group all must have asked: one record holds them all.
    """
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    held = scope.of(actor)
    if not (held.everything or Role.SUPERVISOR in held.roles_at(application.office.path)):
        raise PermissionDenied
    if why := why_it_stays(application, at):
        raise ValidationError(why)
    numbers = [person.phone_index for person in application.claimants.all()]
    for draft in Draft.objects.select_for_update(of=("self",)).filter(
        phone_index__in=numbers, application=None
    ):
        drafts.forget(draft)
    OneTimeCode.objects.filter(number__in=numbers).delete()
    _delete(application, actor, f"asked for: {Proof(proof)}")


def _delete(application: Application, actor: User | None, rule: str) -> None:
    """All of it, and one entry in the log. The caller holds its lock and has looked whether it may go."""
    last_on = sla.local_day(application.events.latest("at").at)
    for message in _messages(application):
        message.delete()
    for paper in application.evidence.all():
        files.discard(paper)
    arrivals.forget(application.arrivals.values_list("pk", flat=True))
    _let_events_go(application)
    _remove(Application.objects.filter(pk=application.pk))
    # What stays: that there was one, how it ended, and by which rule it went. Nothing of anybody.
    ended = f"{application.reference} {application.office.code} {application.status} {last_on}"
    record_access(actor, "aid.forget_application", application, f"{ended} · {rule}")


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
