"""From the form to a complete application: submit, accept, supplement, refer."""

from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aid import choices, routing, sla
from aid.acts import By
from aid.clock_rules import Kind
from aid.models import Application, Claimant, ConsentRecord, Deadline, Draft, Event, Evidence, NumberSeries
from aid.references import make_reference
from aid.roster import GROUP_FROM
from aid.services import by_place, clocks, group, lateness, messages, papers_named, pauses, wanted
from aid.services.drafts import DraftGone
from aid.services.first_aid import Urgency, take
from aid.services.numbers import next_number
from aid.services.perform import AlreadyAsked, Change, NoOffice, keep_lacking, keep_papers, perform
from aid.workflow import APPLICATION, Status
from foundation.accounts.models import Office, User
from foundation.content.kept import kept
from laws.models import Topic

LONGEST_SUPPLEMENT = timedelta(days=365)


@dataclass(frozen=True)
class ClaimantFacts:
    """A worker: who they are, what they are owed, how to reach them. Field names are those of Claimant."""

    name: str
    phone: str
    id_type: str
    id_number: str
    work_kind: str = ""
    amount_owed: Decimal | None = None
    pay_type: str = ""
    workplace: str = ""
    project: str = ""
    employer: str = ""
    foreman: str = ""
    employer_phone: str = ""
    owed_from: date | None = None
    owed_to: date | None = None
    still_working: bool = False
    left_on: date | None = None
    facts: dict[str, object] = field(default_factory=dict)
    is_representative: bool = False
    may_call: bool = False
    may_sms: bool = False
    say_who_we_are: bool = False
    phone_is_shared: bool = False
    call_time: str = choices.CallTime.ANY
    contact_note: str = ""
    safe_word: str = ""
    # Of one who joined a group and agreed there: when, and the 收件码 that they were told.
    confirmed_at: datetime | None = None
    receipt_code: str = ""


@dataclass(frozen=True)
class Submission:
    """A complete, checked application, whatever it came through. Field names are those of Application."""

    claimants: tuple[ClaimantFacts, ...]
    region_code: str = ""
    topic_code: str = "wages"
    matter: str = choices.Matter.WAGES
    # What decides whether income is asked, and the answers where it is.
    means_status: str = ""
    means: dict[str, object] = field(default_factory=dict)
    # pk of the LocalMatter that was chosen.
    extra_matter: int | None = None
    narrative: str = ""
    # Why it cannot wait, if it cannot.
    first_aid: Urgency | None = None
    # Who fills in for them, with or without their authority.
    by_other: bool = False
    agent_type: str = ""
    helper_relation: str = ""
    helper_name: str = ""
    helper_phone: str = ""
    helper_authority: bool = False
    # What was shown and agreed to.
    notice_version: str = ""
    consents: tuple[str, ...] = field(default_factory=tuple)
    # (place among the claimants, id of the draft) of each who joined the group from their own phone.
    joined: tuple[tuple[int, UUID], ...] = ()

    def __post_init__(self) -> None:
        if not self.claimants:
            raise ValueError("An application has at least one claimant.")


@dataclass(frozen=True)
class Came:
    """How a submission came: `actor` is the officer who typed it, None when the person did."""

    channel: str
    language: str
    received_on: date
    actor: User | None = None


# Income is settled with the rest of what hangs on the place.
_APPLICATION_FIELDS = ({f.name for f in Application._meta.fields} & {f.name for f in fields(Submission)}) - {
    "means"
}


def submit(
    submission,
    *,
    key,
    draft=None,
    channel=choices.Channel.WEB,
    language="zh-hans",
    received_on=None,
    actor=None,
    at=None,
) -> Application:
    """Make an application of a submission, exactly once for each `key` (a UUID of the form).

    The same key again, even at the same moment, returns the application of the first call. Evidence of
    `draft` goes along and the draft forgets its answers. `actor`: the officer who typed it for them, if one did;
    `received_on`: the day a letter came, before which no clock runs. Raises NoOffice when no agency exists,
    DraftGone when the draft was forgotten meanwhile.
    """
    at = at or timezone.now()
    came = Came(channel, language, received_on or sla.local_day(at), actor)
    try:
        with transaction.atomic():
            if draft is not None:
                # A second click waits here until the first has finished.
                draft = Draft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
                if draft is None:
                    raise DraftGone
            existing = Application.objects.filter(idempotency_key=key).first()
            return existing or _create(submission, key, draft, came, at)
    except IntegrityError:
        existing = Application.objects.filter(idempotency_key=key).first()
        if existing is None:
            raise
        return existing


def _create(submission, key, draft, came, at):
    received_on = came.received_on
    chosen = choose_office(submission.region_code)
    is_group = len(submission.claimants) >= GROUP_FROM
    application = Application(
        reference=_free_reference(received_on),
        status=Status.SUBMITTED,
        office=_agencies()[chosen.office],
        routing_reason=chosen.reason,
        topic=_topic(submission.topic_code),
        channel=came.channel,
        language=came.language,
        submitted_at=at,
        received_on=received_on,
        idempotency_key=key,
        is_group_case=is_group,
        **{name: getattr(submission, name) for name in _APPLICATION_FIELDS},
        **by_place.settled(submission, received_on, is_group=is_group),
    )
    people = [
        claimant_of(application, position, facts) for position, facts in enumerate(submission.claimants, 1)
    ]
    running = clocks.first(application, people, submitted_at=at, received_on=received_on)
    application.save()
    Claimant.objects.bulk_create(people)
    Deadline.objects.bulk_create(running)
    ConsentRecord.objects.create(
        application=application,
        notice_version=submission.notice_version,
        consents=list(submission.consents),
        at=at,
    )
    if draft is not None:
        wanted.lack(application, draft.answers.get("without", {}), at)
        Evidence.objects.filter(draft=draft).exclude(state=Evidence.State.REJECTED).update(
            draft=None, application=application
        )
        draft.answers, draft.phone, draft.application = {}, "", application
        draft.save(update_fields=["answers", "phone", "application", "updated_at"])
        group.take_along(application, draft, {key: people[place] for place, key in submission.joined}, at)
    if application.agent_type:
        wanted.expect(application, choices.PaperKind.AUTHORITY, at)
    Event.objects.create(
        application=application,
        action="submit",
        before="",
        after=application.status,
        by=By.STAFF if came.actor else By.APPLICANT,
        actor=came.actor,
        at=at,
        key=str(key),
        data={
            "channel": came.channel,
            "office": chosen.office,
            "routing": chosen.reason,
            "notice": submission.notice_version,
        },
    )
    take(application, submission.first_aid, actor=came.actor, at=at)
    messages.tell(application, APPLICATION.acts["submit"], people=people)
    return application


def claimant_of(application, position, facts) -> Claimant:
    """The row of a worker, not saved."""
    values = asdict(facts)
    if not facts.receipt_code:
        del values["receipt_code"]  # drawn by the model
    return Claimant(application=application, position=position, **values)


def choose_office(region_code: str) -> routing.Route:
    """The route for a place of work. Raises NoOffice when there is no agency."""
    offices = _agencies().values()
    # Asked each time: somebody may have left a minute ago.
    staffed = set(Office.objects.staffed().values_list("pk", flat=True))
    agencies = [routing.Agency(o.pk, o.region_code, o.pk in staffed) for o in offices]
    default = next((o.pk for o in offices if o.code == settings.AID_DEFAULT_OFFICE), None)
    chosen = routing.route(region_code, agencies, default=default)
    if chosen is None:
        raise NoOffice
    return chosen


@kept
def _agencies() -> dict[int, Office]:
    """All agencies by primary key, in the order of the tree."""
    found = Office.objects.active().filter(kind=Office.Kind.AGENCY).select_related("region").order_by("path")
    return {office.pk: office for office in found}


@kept
def _topic(code: str) -> Topic:
    return Topic.objects.get(code=code)


def _free_reference(received_on):
    while True:
        reference = make_reference(received_on)
        if not Application.objects.filter(reference=reference).exists():
            return reference


def accept(
    application,
    *,
    papers=(),
    listed="",
    late_code="other",
    late_reason="",
    actor,
    version=None,
    key="",
    note="",
    at=None,
) -> Application:
    """受理: the case gets its number. `papers`: codes of PaperKind; `listed`: them one a line, as the receipt lists them.
    `late_reason`: why the promise of the same day was not kept, in words; `late_code`: which of LateReason.

    The review clock has run since receipt. ValidationError for a paper that is listed without saying what it is.
    """
    _known(papers, choices.PaperKind)
    on_receipt = papers_named.to_list(papers, listed)

    def write(change: Change) -> None:
        change.application.accepted_at = change.at
        promised = change.application.deadlines.filter(kind=Kind.ACCEPT).running().first()
        if promised and promised.was_missed(change.at):
            if late_reason.strip():
                lateness.keep(change, promised, late_code)
            change.data["was_late"] = True
            change.note = "\n".join(filter(None, [change.note, late_reason.strip()]))
        change.application.case_number = change.data["number"] = next_number(
            change.application.office, NumberSeries.Series.CASE, change.today.year
        )
        change.application.numbered_by = change.application.office
        change.application.papers_received = sorted(set(papers))
        change.data["papers"] = change.application.papers_received
        change.application.papers_listed = [asdict(one) for one in on_receipt]
        clocks.meet(change.application, Kind.ACCEPT, at=change.at)

    return perform(application, "accept", write, actor=actor, version=version, key=key, note=note, at=at)


def ask_supplement(
    application, *, kinds, text, due_on=None, repeat_reason="", actor, version=None, key="", at=None
) -> Application:
    """要求补材料: everything missing, told once. The review clock stands still until it arrives.

    `due_on`: a date after today, by default ten days from now. Asking again needs `repeat_reason`, or
    AlreadyAsked. ValidationError for nothing asked, a day that is past or one that is a year away.
    """
    _known(kinds, choices.PaperKind)
    text = text.strip()
    if not kinds and not text:
        raise ValidationError({"kinds": _("写清楚缺什么。")})

    def write(change: Change) -> None:
        app = change.application
        if app.supplement_asked_on and not repeat_reason.strip():
            raise AlreadyAsked
        if due_on and not change.today < due_on <= change.today + LONGEST_SUPPLEMENT:
            raise ValidationError({"due_on": _("最晚日期要在今天以后，一年以内。")})
        clock = clocks.start(app, Kind.SUPPLEMENT, asked_on=change.today, chosen=due_on)
        app.supplement_asked_on, change.due = change.today, clock.due_on
        app.supplement_kinds, app.supplement_note = sorted(set(kinds)), text
        wanted.settle(app, change.at)
        wanted.ask(app, app.supplement_kinds, change.at)
        pauses.stop(change)
        change.note = "\n".join(filter(None, [text, repeat_reason.strip()]))
        change.data.update(
            kinds=app.supplement_kinds, due_on=clock.due_on.isoformat(), repeated=bool(repeat_reason.strip())
        )

    return perform(application, "ask_supplement", write, actor=actor, version=version, key=key, at=at)


def add_supplement(
    application, *, papers=(), without=None, actor=None, version=None, key="", note="", at=None
) -> Application:
    """补交材料: by the person (`actor` None) or by an officer for them. The review clock goes on.

    `papers`: pairs of what aid.files.check() returned and a PaperKind; `without`: kind → why the person has it
    not. What is still open after it is not waited for. ValidationError when there is nothing at all.
    """
    if not papers and not without and not note.strip():
        raise ValidationError({"papers": _("选一个文件，或者写几句话。")})

    def write(change: Change) -> None:
        keep_papers(change, papers)
        keep_lacking(change, without)
        wanted.settle(change.application, change.at)
        clocks.meet(change.application, Kind.SUPPLEMENT, at=change.at)
        pauses.go_on(change)

    return perform(
        application, "add_supplement", write, actor=actor, version=version, key=key, note=note, at=at
    )


def lapse(application, *, actor=None, version=None, key="", at=None) -> Application:
    """逾期未补，视为撤回. By an officer, or by the clock (`actor` None). ValidationError before the day is over."""

    def write(change: Change) -> None:
        clock = change.application.deadlines.filter(kind=Kind.SUPPLEMENT).running().first()
        if clock is None or change.at <= clock.due_at:
            raise ValidationError(_("补材料的期限还没有过。"))
        change.data["due_on"] = clock.due_on.isoformat()
        clocks.cancel_all(change.application, at=change.at)

    return perform(application, "lapse", write, actor=actor, version=version, key=key, at=at)


def _known(codes, choice_class):
    if unknown := set(codes) - set(choice_class.values):
        raise ValidationError({"kinds": _("没有这种材料：%(codes)s") % {"codes": "、".join(sorted(unknown))}})
