from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from aid import acts, choices, routing, sla, turns, visibility, workflow
from aid.clock_rules import Kind
from aid.models.claimant import Claimant
from aid.models.record import Deadline, Event
from aid.models.wish import Wish
from aid.workflow import Status
from foundation.accounts import scope
from foundation.vault.fields import EncryptedJSONField, EncryptedTextField
from foundation.vault.index import blind_index
from foundation.vault.rows import SealedRow


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What `user` may see: the subtrees of their offices, and what is assigned to them."""
        held = scope.of(user)
        if held.everything:
            return self
        seen = scope.below(held.paths(workflow.OFFICE_ROLES), "office__path")
        for way in visibility.ways_in:
            if held.holds(way.role):
                seen |= way.rows(user)
        return self.filter(seen)

    def to_export(self, user):
        """What `user` may take away in a table: the subtrees in which they may export."""
        held = scope.of(user)
        if held.everything:
            return self
        return self.filter(scope.below(held.paths(workflow.EXPORT_ROLES), "office__path"))

    def open(self):
        """Undecided, or granted: see workflow.OPEN."""
        return self.filter(status__in=workflow.OPEN)

    def waiting_for(self, user, at):
        """Where `user` can do what comes next: aid.turns."""
        return self.filter(self._waits_for(user, at))

    def in_other_hands(self, user, at):
        """What runs, and has no next step for `user`."""
        return self.running(sla.local_day(at)).exclude(self._waits_for(user, at))

    def running(self, today):
        """What is open, and whoever's limitation is near, wherever the application stands."""
        return self.filter(Q(status__in=workflow.OPEN) | turns.limitation_is_near(today))

    def _waits_for(self, user, at):
        # One after the other, so that each finds its rows by an index.
        whose = [self.model.objects.filter(turn.when).order_by().values("pk") for turn in turns.of(user, at)]
        return Q(pk__in=whose[0].union(*whose[1:]) if whose else [])

    def with_turn_of(self, user, at):
        """`turn`: the code of what `user` can do next with it, or "" (aid.turns)."""
        codes = [When(turn.when, then=Value(turn.code)) for turn in turns.of(user, at)]
        return self.annotate(turn=Case(*codes, default=Value("")))

    def group_cases(self):
        """Ten workers and more in one: 《劳动争议调解仲裁法》第七条, in force 2008-05-01, read 2026-11-21."""
        return self.open().filter(is_group_case=True)

    def overdue(self, at):
        return self.open().filter(next_due_at__lt=at)

    def due_on(self, day_start, day_end):
        """Due within a day given by its aware ends."""
        return self.open().filter(next_due_at__gte=day_start, next_due_at__lt=day_end)

    def green(self):
        return self.open().filter(lane=choices.Lane.GREEN)

    def unowned(self):
        """Nobody works at their office, and a day is coming."""
        return self.filter(turns.nobody_is_there())

    def offered(self):
        """Another office or body is asked to take it, and has not answered."""
        return self.filter(offer_due_on__isnull=False)

    def to_refer(self):
        """Undecided, from a place that no agency here serves."""
        return self.filter(routing_reason=routing.ELSEWHERE, status__in=REFERABLE, offer_due_on__isnull=True)

    def awaiting_supplement(self):
        return self.filter(status=Status.SUPPLEMENTING)

    def just_withdrawn(self):
        """Withdrawn, and the person may still undo it."""
        return self.filter(status=Status.WITHDRAWN, next_due_kind=Kind.UNDO)

    def first_aid_matters(self):
        """Where aid is asked for that cannot wait, or was given and the papers are still to come."""
        return self.open().filter(Q(first_aid_waits=True) | Q(first_aid__state="granted"))

    def unconfirmed(self):
        """Typed by an officer for the person, who has not said yet that it is theirs."""
        return self.open().filter(desk__isnull=False, desk__confirmed_at__isnull=True)

    def unassigned(self):
        """Granted or given first aid, and nobody named yet: the clock for naming somebody runs."""
        return self.filter(_unassigned())

    def with_open_wishes(self):
        """Somebody asks for something and has no answer yet."""
        return self.filter(Exists(Wish.objects.open().filter(application=OuterRef("pk"))))

    def limitation_near(self, today):
        """Fewer than seven days left to file the claim of one of the workers, wherever the application stands."""
        return self.filter(turns.limitation_is_near(today))

    def at_risk(self, today, day_end):
        """What somebody loses when nobody looks at it today: limitation, a clock that ends, someone under age."""
        minors = Claimant.objects.taking_part().filter(is_minor=True, application=OuterRef("pk"))
        pressing = Q(next_due_at__lt=day_end) | Q(Exists(minors)) | Q(first_aid_waits=True)
        return self.filter(turns.limitation_is_near(today) | Q(pressing, status__in=workflow.OPEN))

    def worst_first(self, today, at, day_end):
        """Of what is at risk: limitation, then what is late, then what ends today, then minors."""
        rank = Case(
            When(Q(first_aid_waits=True) | turns.limitation_is_near(today), then=Value(1)),
            When(next_due_at__lt=at, then=Value(2)),
            When(next_due_at__lt=day_end, then=Value(3)),
            default=Value(4),
        )
        return (
            self.with_near_limitation(today)
            .annotate(risk=rank)
            .order_by("risk", _SOONEST, F("next_due_at").asc(nulls_last=True), "pk")
        )

    def with_unread(self):
        """`said_at`, `said_kind`: of the last thing that somebody asked for and that has no answer."""
        last = Wish.objects.open().filter(application=OuterRef("pk")).order_by("-asked_at", "-pk")
        return self.annotate(
            said_at=Subquery(last.values("asked_at")[:1]), said_kind=Subquery(last.values("kind")[:1])
        )

    def last_said_first(self):
        return self.with_unread().order_by(F("said_at").desc(nulls_last=True), "-pk")

    def by_person(self, *, phone="", id_number="", words=""):
        """Those of a person, by blind index: the phone or its end, the number of a paper, names and the like."""
        people, found = Claimant.objects.all(), []
        if phone:
            found.append(people.of_phone(phone))
        if id_number:
            found.append(people.filter(id_index=blind_index(id_number, "id_number")))
        if words:
            found.append(people.said(words))
        theirs = [rows.order_by().values("application") for rows in found]
        return self.filter(pk__in=theirs[0].union(*theirs[1:])) if theirs else self.none()

    def with_near_limitation(self, today):
        """`near_limitation_on`: the day of a limitation that is near, before all days what asks for first aid."""
        near = Case(
            When(first_aid_waits=True, status__in=workflow.OPEN, then=Value(date.min)),
            When(turns.limitation_is_near(today), then="limitation_on"),
        )
        return self.annotate(near_limitation_on=near)

    def due_first(self, today):
        """A limitation that is near on top, whatever else waits; then what falls due first, no clock last."""
        return self.with_near_limitation(today).order_by(
            _SOONEST, F("next_due_at").asc(nulls_last=True), "pk"
        )

    def with_acts_of(self, user):
        """What `acts_of(user)` says is read along."""
        done = Event.objects.filter(application=OuterRef("pk"), actor=user).order_by().values("action")
        return self.annotate(acts_of_one=ArraySubquery(done), whose_acts=Value(user.pk))

    def with_twins(self):
        """`has_twin`: whether one of its people may have applied before."""
        twins = Claimant.objects.filter(application=OuterRef("pk")).with_twins()
        return self.annotate(has_twin=Exists(twins))


# What can still be referred: the sources of the act.
REFERABLE = workflow.APPLICATION.acts["refer_out"].sources
_SOONEST = F("near_limitation_on").asc(nulls_last=True)


def _unassigned():
    """Also after first aid, when the application itself is not decided yet."""
    running = Deadline.objects.running().filter(kind=Kind.ASSIGN, application=OuterRef("pk"))
    return Q(status__in=workflow.OPEN) & Exists(running)


class Application(SealedRow):
    """One request for legal aid. Changed by aid.services alone; every change is an Event."""

    reference = models.CharField(_("编号"), max_length=24, unique=True)
    status = models.CharField(_("状态"), max_length=20, choices=Status)
    office = models.ForeignKey(
        "accounts.Office", models.PROTECT, related_name="applications", verbose_name=_("办理机构")
    )
    routing_reason = models.CharField(_("分到这里的理由"), max_length=20, blank=True)
    region = models.ForeignKey(
        "regions.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("干活的地方"),
    )
    topic = models.ForeignKey("laws.Topic", models.PROTECT, related_name="+", verbose_name=_("援助事项"))
    matter = models.CharField(
        _("法定事项"), max_length=30, choices=choices.Matter, default=choices.Matter.WAGES
    )
    lane = models.CharField(_("通道"), max_length=10, choices=choices.Lane, default=choices.Lane.GREEN)
    channel = models.CharField(_("渠道"), max_length=10, choices=choices.Channel, default=choices.Channel.WEB)
    exemption = models.CharField(_("免查依据"), max_length=30, choices=choices.Exemption, blank=True)
    exemption_article = models.CharField(_("免查的条文"), max_length=60, blank=True)
    # What the place adds to the matters of the law, and by which rule, as the row was worded that day.
    local_matter = models.CharField(_("补充事项"), max_length=60, blank=True)
    local_matter_source = models.CharField(_("补充事项的依据"), max_length=360, blank=True)
    # Where income is asked: {"household": people, "income": yuan a month, "pledged": True}, and "standard": that of the
    # place on that day (HardshipStandard.as_said), when there was one.
    means = EncryptedJSONField(_("家庭经济状况"), default=dict, blank=True)
    language = models.CharField(_("语言"), max_length=12, default="zh-hans")
    narrative = EncryptedTextField(_("经过"), max_length=4000, blank=True, default="")

    submitted_at = models.DateTimeField(_("提交时间"))
    received_on = models.DateField(_("收到日期"))
    accepted_at = models.DateTimeField(_("受理时间"), null=True, blank=True)
    case_number = models.CharField(_("案号"), max_length=120, blank=True)
    papers_received = ArrayField(
        models.CharField(max_length=20, choices=choices.PaperKind),
        default=list,
        blank=True,
        verbose_name=_("收到的材料"),
    )
    # The same as the receipt lists them: {"title", "copies", "pages"} of each (aid.listed).
    papers_listed = EncryptedJSONField(_("回执上列的材料"), null=True, blank=True)
    supplement_asked_on = models.DateField(_("要求补材料的日期"), null=True, blank=True)
    supplement_kinds = ArrayField(
        models.CharField(max_length=20, choices=choices.PaperKind),
        default=list,
        blank=True,
        verbose_name=_("缺的材料"),
    )
    supplement_note = EncryptedTextField(_("补材料说明"), max_length=2000, blank=True, default="")

    # An offer to another office or body, until it is answered: aid.services.transfer.
    offered_to = models.ForeignKey(
        "accounts.Office",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("想转给哪个机构"),
    )
    offer_due_on = models.DateField(_("最晚哪天答复"), null=True, blank=True)
    referred_to = models.CharField(_("转给哪里"), max_length=120, blank=True)

    # Who fills in, when it is somebody else.
    by_other = models.BooleanField(_("别人代填"), default=False)
    agent_type = models.CharField(_("凭什么代办"), max_length=10, choices=choices.AgentType, blank=True)
    helper_relation = models.CharField(_("代填人身份"), max_length=20, choices=choices.Relation, blank=True)
    helper_name = EncryptedTextField(_("代填人姓名"), max_length=60, blank=True, default="")
    helper_phone = EncryptedTextField(_("代填人电话"), max_length=30, blank=True, default="")
    helper_authority = models.BooleanField(_("本人知道并同意代填"), default=False)

    # Ten and more were in it at some time: special care, and reported upward. It stays when some leave.
    is_group_case = models.BooleanField(_("群体性案件"), default=False, db_default=False)

    # One per form opened; the unique key that makes a second submit the first.
    idempotency_key = models.UUIDField(_("表单键"), unique=True)
    version = models.PositiveIntegerField(_("版本"), default=1)
    # The earliest open clock of the office, kept by the services for the queue's order.
    next_due_at = models.DateTimeField(_("最近期限"), null=True, blank=True)
    next_due_kind = models.CharField(_("期限种类"), max_length=20, blank=True)
    # The first limitation that runs, of any of the workers: shown before everything else when it is near.
    limitation_on = models.DateField(_("最近的时效"), null=True, blank=True)

    # First aid is asked for and nobody has decided: before everything in the queue. Kept by aid.services.first_aid.
    first_aid_waits = models.BooleanField(_("等决定先行援助"), default=False, db_default=False)
    # Nothing lets it go, neither a rule nor a request. Kept by aid.services.hold.
    is_held = models.BooleanField(_("保留，不许删除"), default=False, db_default=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("法律援助申请")
        verbose_name_plural = _("法律援助申请")
        ordering = ["-submitted_at", "-pk"]
        indexes = [
            models.Index(
                fields=["office", "next_due_at", "id"],
                name="aid_open_by_due",
                condition=Q(status__in=sorted(workflow.OPEN)),
            ),
            models.Index(fields=["-submitted_at", "-id"], name="aid_newest"),
            models.Index(
                fields=["limitation_on"],
                name="aid_limitation",
                condition=Q(status__in=sorted(workflow.OPEN), limitation_on__isnull=False),
            ),
            models.Index(
                fields=["limitation_on"],
                name="aid_limitation_ended",
                condition=~Q(status__in=sorted(workflow.OPEN)) & Q(limitation_on__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "case_number"], condition=~Q(case_number=""), name="aid_case_number_once"
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def claimant(self):
        """The first claimant. Prefetch `claimants` for lists."""
        people = self.claimants.all()
        return people[0] if people else None

    @property
    def people(self):
        """Those who take part. Prefetch `claimants` for lists."""
        return [person for person in self.claimants.all() if person.takes_part]

    def may_return(self, at):
        """Those who left and may still come back. Prefetch `claimants` for lists."""
        return [
            person for person in self.claimants.all() if person.withdrawn_at and at <= person.may_return_until
        ]

    def speaks_for_all(self, claimant):
        """Whether what was told and sent for the whole application is this worker's: alone, or as a representative.

        Prefetch `claimants`.
        """
        return len(self.claimants.all()) < 2 or (claimant.takes_part and claimant.is_representative)

    def papers_for(self, claimant):
        """The papers that this worker may see: their own, and what was sent for all by who speaks for all.

        Prefetch `evidence` and `claimants`.
        """
        if len(self.claimants.all()) < 2:
            return list(self.evidence.all())
        whose = {claimant.pk, None} if self.speaks_for_all(claimant) else {claimant.pk}
        return [paper for paper in self.evidence.all() if paper.claimant_id in whose]

    def acts_of(self, user):
        """Codes of the acts that `user` has done. Prefetch `events`; lists are read `with_acts_of` who looks."""
        if getattr(self, "whose_acts", None) == user.pk:
            return self.acts_of_one
        return [event.action for event in self.events.all() if event.actor_id == user.pk]

    @property
    def decision(self):
        """The last decision, or None. Prefetch `decisions` for lists."""
        decided = list(self.decisions.all())
        return decided[-1] if decided else None

    @property
    def serving(self):
        """How what stands now was served, or None. Prefetch `servings` and `decisions`."""
        decided = self.decision
        found = [
            one
            for one in self.servings.all()
            if one.status == self.status and one.decision_id == (decided.pk if decided else None)
        ]
        return found[-1] if found else None

    @property
    def standing(self):
        """Where it stands in the officers' words. Select `case` for lists."""
        said, own = acts.standing_of(self), self.get_status_display()
        # After first aid the case has begun, and the decision is still to come.
        return f"{own} · {said}" if self.status in workflow.UNDECIDED and said != own else said

    @property
    def asked_first(self):
        """What cannot wait (FirstAid); None when nothing does, or when the decision came before it. Select it."""
        aid = getattr(self, "first_aid", None)
        return None if aid and aid.state == aid.State.ASKED and not self.first_aid_waits else aid

    @property
    def waits_to_be_referred(self):
        """Nobody here serves its place, and nobody elsewhere is asked yet."""
        asked = self.offer_due_on is not None
        return self.routing_reason == routing.ELSEWHERE and self.status in REFERABLE and not asked

    @property
    def is_open(self):
        return self.status in workflow.OPEN
