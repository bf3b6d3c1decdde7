"""存多久: applications that ended long ago go, with everything that hangs on them.

The law wants what has served its purpose deleted unless a rule of archives says how long it stays (《个人信息保护法》
第十九条, 第四十七条, in force 2021-11-01, read 2026-11-21). How long that is for applications for legal aid we have not
verified, so nothing goes before an operator has entered a rule, named by its document. docs/decisions/0028, 0043.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime

from django.db import connection, models, transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from aid import acts, files, reach, sla
from aid.clock_rules import Kind
from aid.models import Application, Deadline, Event, Tie, Wish
from aid.services import arrivals, issue
from aid.services.own import messages_of
from aid.status import Status
from foundation.accounts import scope
from foundation.accounts.models import User
from foundation.accounts.services import KEEPERS
from foundation.notices.models import Message
from foundation.retention import services as rules
from foundation.retention.kinds import Line, Plan, Term
from foundation.retention.models import KeepingRule
from foundation.vault.services import record_access

# What of them ended how, by kind of rule. A case that is closed gets a row here with the act that closes it, and a
# place in the function of the database (aid_forget_events): until then what was granted stays.
ENDED = {
    "application_refused": (Status.REFUSED, Status.TERMINATED),
    "application_withdrawn": (Status.WITHDRAWN,),
    "application_transferred": (Status.TRANSFERRED_OUT,),
}


def aged(at: datetime, kind: str, term: Term) -> QuerySet[Application]:
    """What ended in that way, and of which nothing was done for the whole `term`; with `last_at`, oldest first."""
    ended = Application.objects.filter(status__in=ENDED[kind]).annotate(last_at=Max("events__at"))
    aged = ended.filter(last_at__lte=sla.end_of(term.before(sla.local_day(at))))
    return aged.select_related("office").order_by("last_at", "pk")


def over_age(at: datetime, kind: str, term: Term) -> QuerySet[Application]:
    """Of `aged` what may go: nobody holds it, nobody waits for an answer, and no clock runs.

    Of the clocks only a limitation outlives its application: once it is over it runs no more.
    """
    of_it = {"application": OuterRef("pk")}
    waits = Exists(_running(at).filter(**of_it)) | Exists(Wish.objects.open().filter(**of_it))
    found = aged(at, kind, term).filter(is_held=False).exclude(waits).exclude(_holds_one_held())
    for running in _worked_on():
        found = found.exclude(running)
    return found


def plan(at: datetime, kind: str, term: Term, user: User | None) -> Plan:
    """What `forget_over_age` would delete, and what it would leave. Listed as far as `user` looks after the office."""
    going = set(over_age(at, kind, term).values_list("pk", flat=True))
    goes, stays = [], []
    for one in _listed_for(user, aged(at, kind, term)):
        line = Line(one.reference, one.office.name, sla.local_day(one.last_at))
        if one.pk in going:
            goes.append(line)
        else:
            stays.append(replace(line, why=why_it_stays(one) or _("有一个期限还没到。")))
    return Plan(len(going), tuple(goes), tuple(stays))


def _listed_for(user, rows):
    held = user and scope.of(user)
    return rows if held is None or held.everything else rows.filter(scope.of_offices(held.paths(KEEPERS)))


def forget_over_age(at: datetime) -> int:
    """Delete them, each in its own transaction. Returns how many; none of a kind that has no rule that day."""
    gone = 0
    for kind in ENDED:
        rule = rules.in_force(kind, sla.local_day(at))
        if rule and rule.term:
            keys = over_age(at, kind, rule.term).values_list("pk", flat=True)
            gone += sum(_forget(pk, at, rule, rule.term) for pk in list(keys))
    return gone


@transaction.atomic
def _forget(pk: int, at: datetime, rule: KeepingRule, term: Term) -> bool:
    Application.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    application = over_age(at, rule.kind, term).filter(pk=pk).first()
    if application is None:
        return False
    forget(application, None, f"{rule.amount} {rule.unit}: {rule.source}")
    return True


def _running(at):
    """What still runs. The person's own days, which no act of ours ends, are over when they are past."""
    return Deadline.objects.running().filter(
        ~Q(kind__in=(Kind.LIMITATION, Kind.OBJECTION)) | Q(due_at__gte=at)
    )


def why_it_stays(application: Application, *, but: Collection[str] = ()) -> str:
    """Why it cannot be deleted yet, in words for its person; "" when it can. `but`: kinds of wishes that do not hinder."""
    if application.is_held or application.ties.filter(kind=Tie.Kind.HOLDS, other__is_held=True).exists():
        return _("打官司、投诉或者检查还要用到，先保留着。")
    if application.is_open or _has_running_case(application):
        return _("还在办。不想办了可以先撤回。")
    if application.wishes.open().exclude(kind__in=but).exists():
        return _("还有一件事没有答复。")
    return ""


def forget(application: Application, actor: User | None, rule: str) -> None:
    """All of it, and one entry in the log. The caller holds its lock and has looked whether it may go."""
    for tie in application.ties.filter(kind=Tie.Kind.HOLDS).select_related("other__office"):
        forget(tie.other, actor, rule)  # it was done under this number
    last_on = sla.local_day(application.events.latest("at").at)
    for message in messages(application):
        message.delete()
    for paper in application.evidence.all():
        files.discard(paper)
    issue.discard_all(application)
    arrivals.forget(application.arrivals.values_list("pk", flat=True))
    _let_events_go(application)
    _remove(Application.objects.filter(pk=application.pk))
    # What stays: that there was one, how it ended, and by which rule it went. Nothing of anybody.
    ended = f"{application.reference} {application.office.code} {application.status} {last_on}"
    record_access(actor, "aid.forget_application", application, f"{ended} · {rule}")


def _holds_one_held():
    """What was merged into it is kept for a court."""
    return Exists(Tie.objects.filter(application=OuterRef("pk"), kind=Tie.Kind.HOLDS, other__is_held=True))


def _has_running_case(application):
    same = Application.objects.filter(pk=application.pk)
    return any(same.filter(running).exists() for running in _worked_on())


def _worked_on() -> list[Q]:
    """Of which applications rooms above have a record that somebody works on."""
    return [flow.running for flow in acts.workflows() if flow.running is not None]


def messages(application: Application) -> Iterator[Message]:
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
