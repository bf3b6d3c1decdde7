"""The rows of an application at a status, written at once as the services would have left them.

test_factories.py walks to each status through the services and compares every field: this cannot lie.
"""

import uuid
from dataclasses import asdict
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from aid import choices, matters, reach, sla
from aid.acts import By, find
from aid.clock_rules import ENDING_KINDS, OFFICE_KINDS, RULES, Kind
from aid.inputs import is_mobile
from aid.models import (
    Application,
    Claimant,
    ConsentRecord,
    Deadline,
    Decision,
    Event,
    NumberSeries,
    WantedPaper,
)
from aid.references import make_receipt_code, make_reference
from aid.roster import GROUP_FROM
from aid.services.intake import choose_office
from aid.services.numbers import next_number
from casework.models import Assignment, Case
from foundation.accounts.models import Role
from foundation.notices.models import Channel, Message
from foundation.regions.models import Region
from foundation.vault import spelling
from foundation.workdays.services import calendar_around
from laws.models import Topic
from tests.aid.factories import clerk

# The acts that lead to a status. The furthest comes first: its trait wins.
WAYS = {
    "assigned": ("accept", "review", "grant", "assign"),
    "granted": ("accept", "review", "grant"),
    "refused": ("accept", "review", "refuse"),
    "reviewing": ("accept", "review"),
    "supplementing": ("accept", "ask_supplement"),
    "accepted": ("accept",),
    "withdrawn": ("withdraw",),
    "transferred_out": ("refer_out", "end_transfer"),
    "submitted": (),
}
APPLICATION_FIELDS = {field.name for field in Application._meta.fields}
WHAT_IS_MISSING = "身份证正反面照片"
OPINION = "符合条件"
REFUSED = "查明工资已经付清，没有欠款。"
LAW = "《中华人民共和国法律援助法》第三十一条"
ACK = "那边的王主任电话里说接了"
TO, TO_REASON = "某市法律援助中心", "案子在那里办"


def write(status, submission, office, *, at, assignee=None):
    """The application, at `status`: a key of WAYS."""
    rows = Rows(submission, office, at, assignee)
    rows.advice = advice_for(status)
    for code in WAYS[status]:
        getattr(rows, code)()
    return rows.save()


def advice_for(status):
    return "refuse" if status == "refused" else "grant"


def check_of(application):
    return "exempt" if application.exemption else "pledge"


class Rows:
    """What is to be written. Each method is an act."""

    def __init__(self, submission, office, at, assignee):
        self.office, self.at, self.today, self.assignee = office, at, sla.local_day(at), assignee
        self.calendar = calendar_around(self.today)
        self.clocks, self.events, self.messages, self.wanted = {}, [], [], []
        self.decision = self.case = self.assignment = None
        self.submission, self.advice = submission, "grant"
        self.submit(submission)

    def submit(self, submission):
        chosen = choose_office(submission.region_code)
        basis = matters.basis(submission.matter, status=submission.means_status)
        self.application = Application(
            reference=make_reference(self.today),
            status="submitted",
            office=self.office,
            routing_reason=chosen.reason,
            region=Region.objects.by_code(submission.region_code, self.today)
            if submission.region_code
            else None,
            topic=Topic.objects.get(code=submission.topic_code),
            exemption=basis.exemption,
            lane=matters.lane(basis.exemption),
            exemption_article=basis.article,
            submitted_at=self.at,
            received_on=self.today,
            idempotency_key=uuid.uuid4(),
            version=0,
            is_group_case=len(submission.claimants) >= GROUP_FROM,
            **{name: value for name, value in asdict(submission).items() if name in APPLICATION_FIELDS},
        )
        self.people = [self._person(n, facts) for n, facts in enumerate(submission.claimants, 1)]
        self._start(Kind.ACCEPT, submitted_at=self.at)
        self._start(Kind.REVIEW, received_on=self.today)
        for person in self.people:
            if person.left_on and not person.still_working:
                self._start(Kind.LIMITATION, claimant=person, left_on=person.left_on)
        routed = {"office": chosen.office, "routing": chosen.reason, "notice": submission.notice_version}
        self._done(
            "submit",
            by=By.APPLICANT,
            key=str(self.application.idempotency_key),
            data={"channel": choices.Channel.WEB, **routed},
        )

    def accept(self):
        self.application.accepted_at = self.at
        self.application.papers_listed = []
        number = self.application.case_number = self._number(NumberSeries.Series.CASE)
        self.application.numbered_by = self.office
        self._end("met_at", Kind.ACCEPT)
        self._done("accept", Role.RECEPTIONIST, data={"number": number, "papers": []})

    def ask_supplement(self):
        clock = self._start(Kind.SUPPLEMENT, asked_on=self.today)
        self.application.supplement_asked_on = self.today
        self.application.supplement_kinds, self.application.supplement_note = ["id"], WHAT_IS_MISSING
        self.clocks[Kind.REVIEW, None].paused_since = self.today
        asked = {"kinds": ["id"], "due_on": clock.due_on.isoformat(), "repeated": False}
        self.wanted.append(WantedPaper(application=self.application, kind="id", changed_at=self.at))
        self._done("ask_supplement", Role.RECEPTIONIST, note=WHAT_IS_MISSING, data=asked, due=clock.due_on)

    def review(self):
        app = self.application
        found = {"matter": app.matter, "exemption": app.exemption, "check": check_of(app)}
        self._done(
            "review",
            Role.REVIEWER,
            note=OPINION,
            data={**found, "advice": self.advice, "chain": ["approver"]},
        )

    def grant(self):
        self._decide(Decision.Kind.GRANT)
        self._start(Kind.ASSIGN, granted_on=self.today)
        self.case = Case(application=self.application, opened_at=self.at)
        self._done("grant", Role.APPROVER, data={"number": self.decision.number})

    def refuse(self):
        why = {"reasons": ["not_eligible"], "law": LAW}
        self._decide(Decision.Kind.REFUSE, text=REFUSED, remedy=str(choices.REMEDY), **why)
        self._end("cancelled_at", *ENDING_KINDS)
        self._done("refuse", Role.APPROVER, note=REFUSED, data={"number": self.decision.number, **why})

    def withdraw(self):
        clock = self._start(Kind.UNDO, withdrawn_on=self.today)
        self._done(
            "withdraw", by=By.APPLICANT, data={"undo_until": clock.due_on.isoformat()}, due=clock.due_on
        )

    def refer_out(self):
        self.application.referred_to = TO
        due_on = self.today + timedelta(days=3)
        asked = {"to": TO, "due_on": due_on.isoformat()}
        self._done("refer_out", Role.RECEPTIONIST, note=TO_REASON, data=asked)

    def end_transfer(self):
        self._end("cancelled_at", *ENDING_KINDS)
        self._done("end_transfer", Role.RECEPTIONIST, note=ACK, data={"to": TO})

    def assign(self):
        assignee = self.assignee or clerk(self.office, Role.CASEWORKER)
        self.assignment = Assignment(
            case=self.case,
            assignee=assignee,
            assigned_by=clerk(self.office, Role.DISPATCHER),
            assigned_at=self.at,
        )
        self._end("met_at", Kind.ASSIGN)
        self._done("assign", Role.DISPATCHER, data={"assignee": assignee.pk}, record=self.case)

    def save(self):
        """Write it all, each model once."""
        self._set_next_due()
        self.application.save()
        Claimant.objects.bulk_create(self.people)
        for row in (self.decision, self.case, self.assignment):
            if row is not None:
                row.save()
        ConsentRecord.objects.create(
            application=self.application,
            notice_version=self.submission.notice_version,
            consents=list(self.submission.consents),
            at=self.at,
        )
        Deadline.objects.bulk_create(self.clocks.values())
        WantedPaper.objects.bulk_create(self.wanted)
        for event in self.events:
            event.application = self.application  # it has a key by now, which the signature covers
            if event.action in ("grant", "refuse"):
                event.data["decision"] = self.decision.pk
        Event.objects.bulk_create(self.events)
        Message.objects.bulk_create(row for rows in self.messages for row in rows())
        return self.application

    def _person(self, position, facts):
        may_sms = facts.may_sms and is_mobile(spelling.phone(facts.phone))
        values = {**asdict(facts), "may_sms": may_sms}
        values["receipt_code"] = facts.receipt_code or make_receipt_code()
        return Claimant(application=self.application, position=position, **values)

    def _number(self, series):
        return next_number(self.office, series, self.today.year)

    def _decide(self, kind, **what):
        self.decision = Decision(
            application=self.application,
            kind=kind,
            number=self._number(NumberSeries.Series.DECISION),
            decided_on=self.today,
            decided_by=clerk(self.office, Role.APPROVER),
            **what,
        )
        self._end("met_at", Kind.ACCEPT, Kind.REVIEW)

    def _start(self, kind, claimant=None, **facts):
        written = {name: moment.isoformat() for name, moment in facts.items()}
        end = RULES[kind].end_of(written, self.calendar)
        clock = self.clocks[kind, claimant and claimant.position] = Deadline(
            application=self.application,
            claimant=claimant,
            kind=kind,
            due_on=end.date,
            due_at=sla.end_of(end.date),
            provisional=end.provisional,
            computed_from=written,
        )
        return clock

    def _end(self, how, *kinds):
        for clock in self._running():
            if clock.kind in kinds:
                setattr(clock, how, self.at)

    def _running(self):
        return [c for c in self.clocks.values() if c.met_at is None and c.cancelled_at is None]

    def _set_next_due(self):
        app, running = self.application, sorted(self._running(), key=lambda clock: clock.due_at)
        of_office = [c for c in running if c.kind in OFFICE_KINDS and c.paused_since is None]
        if app.status == "supplementing":
            of_office = of_office or [c for c in running if c.kind == Kind.SUPPLEMENT]
        if app.status == "withdrawn":
            of_office = [c for c in running if c.kind == Kind.UNDO]
        if of_office:
            app.next_due_at, app.next_due_kind = of_office[0].due_at, of_office[0].kind
        app.limitation_on = next((c.due_on for c in running if c.kind == Kind.LIMITATION), None)

    def _done(self, code, role="", *, by=By.STAFF, note="", data=None, due=None, key="", record=None):
        act, record = find(code), record or self.application
        before = "" if code == "submit" else record.status
        record.status = act.target or before
        self.application.version += 1
        event = {"before": before, "after": record.status, "note": note, "data": data or {}, "key": key}
        actor = clerk(self.office, role) if role else None
        self.events.append(
            Event(application=self.application, action=code, by=by, actor=actor, at=self.at, **event)
        )
        version = self.application.version
        if act.message:
            self.messages.append(lambda: self._sms(act, version, due))
        if code == "assign":
            assignee = self.assignment.assignee
            self.messages.append(lambda: self._staff(assignee, version))

    def _sms(self, act, version, due):
        context = {"reference": self.application.reference}
        if due:
            context["due"] = f"{due.month}月{due.day}日"
        for person in self.people:
            if person.may_sms:
                yield self._message(
                    f"aid.{act.code}:{self.application.pk}:{version}:{person.pk}",
                    channel=Channel.SMS,
                    recipient=spelling.phone(person.phone),
                    template=act.message,
                    context=context,
                    about=reach.about(person),
                )

    def _staff(self, user, version):
        yield self._message(
            f"aid.staff_assigned:{self.application.pk}:{version}:{user.pk}",
            channel=Channel.STAFF,
            recipient=user.get_username(),
            template="staff_assigned",
            context={"reference": self.application.reference},
            link=reverse("applications:inspect", args=[self.application.pk]),
        )

    def _message(self, key, **what):
        now = timezone.now()
        return Message(key=key, office=self.office, created_at=now, next_attempt_at=now, **what)
