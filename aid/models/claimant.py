from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aid import age, choices, matters, sla
from aid.inputs import is_mobile
from aid.references import make_receipt_code, parse_receipt_code
from foundation.vault import spelling
from foundation.vault.fields import EncryptedJSONField, EncryptedTextField
from foundation.vault.index import blind_index
from foundation.vault.index_fields import BlindIndexField, IndexedModel, IndexedQuerySet
from foundation.vault.masking import mask_id_number, mask_name, mask_phone

MIN_TAIL, MAX_TAIL, MOST_READ = 4, 10, 500
_FIRMS = ("有限责任公司", "股份有限公司", "有限公司", "公司")


def _as_called(words):
    """A firm as it was typed, and with what its name may end in: 某某建筑, 某某建筑公司, 某某建筑有限公司."""
    bare = next(
        (words[: -len(end)] for end in _FIRMS if words.endswith(end) and len(words) > len(end) + 1), words
    )
    return [words, bare, *(bare + end for end in _FIRMS)]


class ClaimantQuerySet(IndexedQuerySet):
    def taking_part(self):
        """Those who have not left their group, and are not refused apart from it."""
        return self.filter(withdrawn_at__isnull=True, refused_at__isnull=True)

    def same_person(self, of):
        """Claimants of other applications who may be the one whose fields `of` gives, as an OuterRef or a Value.

        The same ID number; or, when one of the two gave none, the same phone with the same name or the same
        words for the employer. A phone alone says nothing: workmates share one.
        """
        same_id = Q(id_index=of("id_index")) & ~Q(id_index="")
        no_id = Q(id_index="") | Exact(of("id_index"), Value(""))
        same_employer = Q(employer_index=of("employer_index")) & ~Q(employer_index="")
        same_phone = (
            Q(phone_index=of("phone_index")) & no_id & (Q(name_index=of("name_index")) | same_employer)
        )
        return self.filter(same_id | same_phone).exclude(application_id=of("application_id"))

    def twins_of(self, people):
        """Those of other applications who may be one of `people`, the claimants of one; found by their indexes."""
        papers = {person.id_index for person in people} - {""}
        phones = {person.phone_index for person in people}
        one_of_them = Claimant.objects.filter(pk__in=[person.pk for person in people]).same_person(OuterRef)
        return self.filter(Q(id_index__in=papers) | Q(phone_index__in=phones), Exists(one_of_them))

    def said(self, words):
        """Those whose name, in its signs or spelt, whose employer or whose project is `words`; all of it, not a part."""
        called = [blind_index(said, "employer") for said in _as_called(words)]
        found = Q(name_index=blind_index(words, "name")) | Q(spelt_index=blind_index(words, "spelt"))
        found |= Q(employer_index__in=called) | Q(project_index__in=called)
        return self.filter(found) if spelling.folded(words) else self.none()

    def of_phone(self, digits):
        """Those of a whole number, or of its last digits, four at least."""
        digits = spelling.phone(digits)
        whole = Q(phone_index=blind_index(digits, "phone"))
        if not MIN_TAIL <= len(digits) <= MAX_TAIL:
            return self.filter(whole)
        ends = self.filter(phone_tail_index=blind_index(digits[-MIN_TAIL:], "phone_tail"))
        if len(digits) > MIN_TAIL:  # the index holds four: the rest is read
            read = ends.only("phone", "seal_id").order_by("-pk")[:MOST_READ]
            found = [one.pk for one in read if spelling.phone(one.phone).endswith(digits)]
            return self.filter(whole | Q(pk__in=found))
        return self.filter(whole | Q(phone_tail_index=blind_index(digits, "phone_tail")))

    def with_twins(self):
        """Those for whom another application has somebody who may be the same person."""
        return self.filter(Exists(Claimant.objects.same_person(OuterRef)))


class MinorField(models.BooleanField):
    """Whether the ID number is of somebody whose age is a concern on the day the row is written; no date is kept."""

    def pre_save(self, model_instance, add):
        if {"id_number", "id_type", "owed_from"} <= model_instance.__dict__.keys():
            today = sla.local_day(timezone.now())
            young = bool(age.concern(model_instance.born_on, model_instance.owed_from, today))
            setattr(model_instance, self.attname, young)
        return super().pre_save(model_instance, add)


class Claimant(IndexedModel):
    """A worker and what they are owed. A group application has many."""

    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="claimants", verbose_name=_("申请")
    )
    position = models.PositiveSmallIntegerField(_("顺序"), default=1)

    name = EncryptedTextField(_("姓名"), max_length=60)
    phone = EncryptedTextField(_("手机"), max_length=30)
    id_type = models.CharField(_("证件种类"), max_length=10, choices=choices.IdType)
    id_number = EncryptedTextField(_("证件号码"), max_length=40, blank=True, default="")
    name_index = BlindIndexField(_("姓名检索值"), of="name", kind="name", db_index=True)
    spelt_index = BlindIndexField(_("拼写检索值"), of="name", kind="spelt", db_index=True, db_default="")
    phone_index = BlindIndexField(_("手机检索值"), of="phone", kind="phone", db_index=True)
    phone_tail_index = BlindIndexField(_("手机尾号检索值"), of="phone", kind="phone_tail", db_index=True)
    id_index = BlindIndexField(_("证件检索值"), of="id_number", kind="id_number", db_index=True)

    is_minor = MinorField(_("未成年"), default=False, db_default=False, editable=False)

    # 收件码: on the receipt alone. Whoever shows it sees all of this worker's own, so it is nobody else's.
    receipt_code = EncryptedTextField(
        _("收件码"), max_length=17, null=True, default=make_receipt_code, editable=False
    )
    receipt_index = BlindIndexField(_("收件码检索值"), of="receipt_code", kind="receipt_code", db_default="")

    # What only a claim of wages asks is empty in other matters, whose own answers lie in `facts`.
    work_kind = models.CharField(_("哪一种活"), max_length=10, choices=choices.WorkKind, blank=True)
    workplace = EncryptedTextField(_("具体地点"), max_length=200, blank=True, default="")
    project = EncryptedTextField(_("工地、厂或平台的名字"), max_length=120, blank=True, default="")
    employer = EncryptedTextField(_("老板或单位"), max_length=120, blank=True, default="")
    employer_index = BlindIndexField(_("单位检索值"), of="employer", kind="employer", db_index=True)
    project_index = BlindIndexField(
        _("项目检索值"), of="project", kind="employer", db_index=True, db_default=""
    )
    foreman = EncryptedTextField(_("班组长、带班的"), max_length=60, blank=True, default="")
    employer_phone = EncryptedTextField(_("老板或班组长的电话"), max_length=60, blank=True, default="")

    amount_owed = models.DecimalField(
        _("欠多少（元）"),
        max_digits=11,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
    )
    pay_type = models.CharField(_("工钱怎么算"), max_length=10, choices=choices.PayType, blank=True)
    owed_from = models.DateField(_("从哪个月开始欠"), null=True, blank=True)
    owed_to = models.DateField(_("欠到哪个月"), null=True, blank=True)
    still_working = models.BooleanField(_("还在那里干活"), default=False)
    left_on = models.DateField(_("哪天不干的"), null=True, blank=True)
    # {code of aid.matters.FACTS: answer}
    facts = EncryptedJSONField(_("这类事情的情况"), default=dict, blank=True)

    # Speaks for the others of a group.
    is_representative = models.BooleanField(_("推选的代表"), default=False)
    # Joined from their own phone and agreed there; None for whoever a representative wrote down.
    confirmed_at = models.DateTimeField(_("本人确认的时间"), null=True, blank=True)
    # Left the group; the application goes on for the others.
    withdrawn_at = models.DateTimeField(_("退出的时间"), null=True, blank=True)
    # Not aided while the others are: `share` says why. The application goes on for the others.
    refused_at = models.DateTimeField(_("不予援助的时间"), null=True, blank=True)

    # How to reach the person without putting them in danger.
    may_call = models.BooleanField(_("可以打电话"), default=False)
    # What they said; `gets_sms` is whether anything can be sent.
    may_sms = models.BooleanField(_("可以发短信"), default=False)
    say_who_we_are = models.BooleanField(_("打电话可以说是法律援助"), default=False)
    phone_is_shared = models.BooleanField(_("手机和别人合用"), default=False)
    call_time = models.CharField(
        _("什么时候打"), max_length=12, choices=choices.CallTime, default=choices.CallTime.ANY
    )
    contact_note = EncryptedTextField(
        _("联系时注意"), max_length=200, blank=True, default="", binding="aid.Application.contact_note"
    )
    # What the caller says, so that the person knows who it is, whoever listens.
    safe_word = EncryptedTextField(_("约好的暗语"), max_length=60, blank=True, default="")

    objects = ClaimantQuerySet.as_manager()

    class Meta:
        verbose_name = _("申请的人")
        verbose_name_plural = _("申请的人")
        ordering = ["application_id", "position"]
        indexes = [
            models.Index(fields=["application"], condition=Q(is_minor=True), name="claimant_minors"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["application", "position"], name="claimant_position_once"),
            models.UniqueConstraint(
                fields=["receipt_index"], condition=~Q(receipt_index=""), name="claimant_receipt_once"
            ),
            models.CheckConstraint(
                condition=models.Q(amount_owed__gt=0),
                name="claimant_amount_positive",
                violation_error_message=_("欠的钱要大于 0。"),
            ),
            models.CheckConstraint(
                condition=~Q(name_index="") & ~Q(phone_index="") & ~Q(phone_tail_index=""),
                name="claimant_is_found",
                violation_error_message=_("姓名和电话要写。"),
            ),
            models.CheckConstraint(
                condition=Q(id_type=choices.IdType.NONE) | ~Q(id_index=""),
                name="claimant_paper_is_found",
                violation_error_message=_("证件号码要写；手上没有证件的，选“手上没有证件”。"),
            ),
        ]

    def __str__(self):
        return self.masked_name

    @staticmethod
    def index_of(code):
        """The blind index of a 收件码 in any spelling; of nothing that exists when it is none."""
        return blind_index(parse_receipt_code(code) or "none", "receipt_code")

    def facts_said(self, without=()):
        """[(label, words)] of the answers to the questions of the matter."""
        return [
            (matters.FACTS[code].label, matters.said(code, value))
            for code, value in self.facts.items()
            if code not in without
        ]

    @property
    def takes_part(self):
        return self.withdrawn_at is None and self.refused_at is None

    @property
    def may_return_until(self):
        """Until when they may take back that they left; None for who takes part."""
        left = self.withdrawn_at
        return left and sla.end_of(sla.undo_until(sla.local_day(left)))

    @property
    def born_on(self):
        """The date of birth that the ID number tells, or None."""
        return age.born_on(self.id_type, self.id_number)

    @property
    def gets_sms(self):
        """Whether an SMS can be sent: they allow it, and it is no landline."""
        return self.may_sms and is_mobile(spelling.phone(self.phone))

    @property
    def is_discreet(self):
        """Whether a message to the phone says nothing of us: others read it, or may not know who calls."""
        return self.phone_is_shared or (self.may_call and not self.say_who_we_are)

    @property
    def masked_name(self):
        return mask_name(self.name)

    @property
    def masked_phone(self):
        return mask_phone(self.phone)

    @property
    def masked_id_number(self):
        return mask_id_number(self.id_number)
