"""What officers say to the person on their page, and sentences that are ready to be said."""

import re
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.vault.fields import EncryptedTextField
from foundation.vault.rows import SealedRow

_PLACE = re.compile(r"\{([^{}]*)\}")


class Word(SealedRow):
    """One message of an officer to one of the people. Written by aid.services.word alone; what the person says back is
    a Wish of the kind MESSAGE, which waits for an answer."""

    class How(models.TextChoices):
        PHONE = "phone", _("电话里")
        IN_PERSON = "in_person", _("当面")
        POST = "post", _("写信")

    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="words", verbose_name=_("申请")
    )
    claimant = models.ForeignKey(
        "aid.Claimant", models.CASCADE, related_name="words", verbose_name=_("写给谁")
    )
    text = EncryptedTextField(_("写了什么"), max_length=2000)
    written_at = models.DateTimeField(_("什么时候写的"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁写的")
    )
    read_at = models.DateTimeField(_("本人什么时候看的"), null=True, blank=True)
    # Told otherwise than here: `written_at` is when, and it counts as read; with the SMS that could not be delivered.
    how = models.CharField(_("用什么办法"), max_length=10, choices=How, blank=True)
    instead_of = models.ForeignKey(
        "notices.Message",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("代替哪条短信"),
    )

    class Meta:
        verbose_name = _("写给申请人的话")
        verbose_name_plural = _("写给申请人的话")
        ordering = ["written_at", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.written_at:%Y-%m-%d %H:%M}"


class ReadyTextQuerySet(models.QuerySet):
    def in_force(self, on: date):
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)


class ReadyText(models.Model):
    """常用的话: what is often said to people, dated; it names nobody."""

    # What may stand in it in braces; the service fills it in.
    PLACES = ("编号", "案号", "机构", "电话")

    title = models.CharField(_("叫什么"), max_length=40)
    text = models.TextField(
        _("写什么"),
        max_length=1000,
        help_text=_("{编号}、{案号}、{机构}、{电话}会自动换成这件申请的。不要写任何人的姓名、电话、证件号。"),
    )
    valid_from = models.DateField(_("起用日期"))
    valid_to = models.DateField(
        _("停用日期"), null=True, blank=True, help_text=_("从这一天起不再用；还在用就留空。")
    )

    objects = ReadyTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("常用的话")
        verbose_name_plural = _("常用的话")
        ordering = ["title", "-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="ready_text_ends_after_it_begins",
                violation_error_message=_("停用日期要晚于起用日期。"),
            )
        ]

    def __str__(self):
        return self.title

    def clean(self):
        check_places(self.text or "")

    def filled(self, application) -> str:
        """The words for one application."""
        return fill_places(self.text, application)


def check_places(text: str) -> None:
    """ValidationError at `text` for a place that nothing fills, or half of one."""
    if set("{}") & set(_PLACE.sub("", text)):
        raise ValidationError({"text": _("花括号要成对；要印花括号的，换别的写法。")})
    if unknown := sorted(set(_PLACE.findall(text)) - set(ReadyText.PLACES)):
        said = "、".join(f"{{{one}}}" for one in unknown)
        raise ValidationError({"text": _("没有这样的空：%(names)s") % {"names": said}})


def fill_places(text: str, application) -> str:
    """`text` for one application."""
    said = _said_of(application)
    return _PLACE.sub(lambda place: said.get(place[1], place[0]), text)


def empty_places(text: str, application) -> list[str]:
    """Of the places in `text` those for which this application has nothing yet."""
    said = _said_of(application)
    return [name for name in dict.fromkeys(_PLACE.findall(text)) if not said.get(name)]


def _said_of(application):
    office = application.office
    return {
        "编号": application.reference,
        "案号": application.case_number,
        "机构": office.name,
        "电话": office.phone or "12348",
    }
