from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aid import acts, choices, routing, workflow
from aid.clock_rules import Kind
from aid.models.application_rows import REFERABLE, ApplicationQuerySet
from aid.models.approval import InChain
from aid.status import IS_OPEN
from aid.workflow import Status
from foundation.vault.fields import EncryptedJSONField, EncryptedTextField
from foundation.vault.rows import SealedRow

# More than ApplicationQuerySet.running, for an index knows no day.
_RUNNING = IS_OPEN | Q(limitation_on__isnull=False)


class Application(InChain, SealedRow):
    """One request for legal aid. Changed by aid.services alone; every change is an Event."""

    # Which lines of the checklist of the step the officer ticked: put here by whoever calls the service (aid.checklist).
    ticked: frozenset[int] = frozenset()

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
    # Whose series the number is of: an application keeps it wherever it goes, also where another has the same.
    numbered_by = models.ForeignKey(
        "accounts.Office",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("案号是哪个机构的"),
    )
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

    # Whose turn the review is: aid.services.reviewer. None: of every reviewer of the office.
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("审查员"),
    )

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
                condition=IS_OPEN,
            ),
            models.Index(fields=["next_due_at", "id"], name="aid_due"),
            models.Index(fields=["status", "next_due_at", "id"], name="aid_by_status"),
            models.Index(
                fields=["next_due_kind", "next_due_at", "id"],
                name="aid_by_clock",
                condition=~Q(next_due_kind=""),
            ),
            models.Index(
                fields=["offer_due_on"], name="aid_offered", condition=Q(offer_due_on__isnull=False)
            ),
            models.Index(fields=["next_due_at"], name="aid_groups", condition=Q(is_group_case=True)),
            models.Index(fields=["next_due_at"], name="aid_urgent", condition=Q(first_aid_waits=True)),
            models.Index(
                fields=["status"], name="aid_elsewhere", condition=Q(routing_reason=routing.ELSEWHERE)
            ),
            # Of an office, and the orders of all: ApplicationQuerySet.running.
            models.Index(fields=["office", "status"], name="aid_running_by_office", condition=_RUNNING),
            models.Index(fields=["submitted_at", "id"], name="aid_running_oldest", condition=_RUNNING),
            models.Index(
                F("next_due_at").desc(nulls_last=True),
                F("id").desc(),
                name="aid_running_latest",
                condition=_RUNNING,
            ),
            models.Index(fields=["limitation_on", "id"], name="aid_running_limit", condition=_RUNNING),
            models.Index(fields=["next_yes", "office"], name="aid_next_yes", condition=~Q(next_yes="")),
            models.Index(fields=["status"], name="aid_in_chain", condition=Q(yes_by__len__gt=0)),
            models.Index(fields=["next_due_at"], name="aid_undo", condition=Q(next_due_kind=Kind.UNDO)),
            models.Index(fields=["-submitted_at", "-id"], name="aid_newest"),
            models.Index(
                fields=["limitation_on", "office"],
                name="aid_limitation",
                condition=Q(IS_OPEN, limitation_on__isnull=False),
            ),
            models.Index(
                fields=["limitation_on"],
                name="aid_limitation_any",
                condition=Q(limitation_on__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["numbered_by", "case_number"],
                condition=~Q(case_number=""),
                name="aid_case_number_of_office",
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
        """The last decision of the whole, or None. Prefetch `decisions` for lists."""
        decided = [one for one in self.decisions.all() if not one.is_apart]
        return decided[-1] if decided else None

    @property
    def serving(self):
        """How what stands now was served, or None. Prefetch `servings` and `decisions`."""
        decided = self.decision
        found = [
            one
            for one in self.servings.all()
            if one.claimant_id is None
            and one.status == self.status
            and one.decision_id == (decided.pk if decided else None)
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
    def examiner(self):
        """Who was named for the review that comes next; None when nobody was. Select `reviewer`."""
        return self.reviewer if self.status == Status.ACCEPTED else None

    @property
    def is_undecided(self):
        return self.status in workflow.UNDECIDED

    @property
    def is_open(self):
        return self.status in workflow.OPEN
