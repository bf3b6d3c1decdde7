from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from foundation.content.searchable import SENSITIVE, SearchKind, model_document
from laws.wording import Worded


class ParameterQuerySet(models.QuerySet):
    def in_force(self, at):
        return self.filter(Q(effective_to__isnull=True) | Q(effective_to__gt=at), effective_from__lte=at)

    def figure(self, code, at, region=None):
        """The figure `code` in force on `at`: the region's own, else the national one. None if unknown."""
        found = self.in_force(at).filter(code=code)
        if region is not None:
            own = found.filter(region=region).order_by("-effective_from").first()
            if own:
                return own
        return found.filter(region__isnull=True).order_by("-effective_from").first()

    def moved(self, law_as_of, reviewed_on, at):
        """Figures that began or ended after `law_as_of` and by `at`, or were corrected after `reviewed_on`."""
        began = Q(effective_from__gt=law_as_of, effective_from__lte=at)
        ended = Q(effective_to__gt=law_as_of, effective_to__lte=at)
        return self.filter(began | ended | Q(corrected_on__gt=reviewed_on))


class Parameter(models.Model):
    """A figure that law or a tariff sets for a time: never a number in code."""

    class Unit(models.TextChoices):
        CALENDAR_DAY = "calendar_day", _("日")
        WORKING_DAY = "working_day", _("个工作日")
        DAY = "day", _("天")
        HOUR = "hour", _("小时")
        MONTH = "month", _("个月")
        YEAR = "year", _("年")
        PERCENT = "percent", _("%")
        FACTOR = "factor", _("倍")
        PERSON = "person", _("人")
        CNY = "CNY", _("元")

    code = models.CharField(_("代码"), max_length=60)
    name = models.CharField(_("名称"), max_length=80)
    region = models.ForeignKey(
        "regions.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("地区"),
        help_text=_("全国统一的留空。"),
    )
    value = models.DecimalField(_("数值"), max_digits=14, decimal_places=4)
    unit = models.CharField(_("单位"), max_length=20, choices=Unit)
    effective_from = models.DateField(_("起用日期"))
    effective_to = models.DateField(
        _("停用日期"), null=True, blank=True, help_text=_("从这一天起不再用；还在用就留空。")
    )
    source = models.CharField(_("依据"), max_length=300)
    article = models.ForeignKey(
        "laws.Article",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parameters",
        verbose_name=_("依据条文"),
    )
    corrected_on = models.DateField(_("改正日期"), null=True, blank=True, editable=False)
    note = models.CharField(_("备注"), max_length=200, blank=True, help_text=_("从哪天起算、按什么乘。"))

    objects = ParameterQuerySet.as_manager()

    class Meta:
        verbose_name = _("法定数额")
        verbose_name_plural = _("法定数额")
        ordering = ["code", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "region", "effective_from"],
                nulls_distinct=False,
                name="parameter_once_per_region_and_day",
                violation_error_message=_("同一地区同一天起用的数额已经有了。"),
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=models.F("effective_from")),
                name="parameter_ends_after_it_begins",
                violation_error_message=_("停用日期要晚于起用日期。"),
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.value.normalize():f} {self.get_unit_display()}"

    def save(self, *args, **kwargs):
        """A row whose figure is overwritten remembers the day: pages that rest on it are to be looked at again."""
        before = Parameter.objects.filter(pk=self.pk).values("value", "unit").first()
        if before and (before["value"] != self.value or before["unit"] != self.unit):
            self.corrected_on = timezone.localdate()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "corrected_on"}
        super().save(*args, **kwargs)


class TermQuerySet(models.QuerySet):
    def by_letter(self):
        """{first letter of the pinyin: [terms]}, in the order of the alphabet."""
        letters = {}
        for term in self.order_by("sort_key"):
            letters.setdefault(term.letter, []).append(term)
        return letters


class Term(index.Indexed, Worded):
    """A word of the law in plain words."""

    worded_fields = ("name", "definition")

    code = models.CharField(_("代码"), max_length=60, unique=True)
    name = models.CharField(_("词"), max_length=40, unique=True)
    aliases = models.CharField(
        _("也叫"), max_length=120, blank=True, help_text=_("工友的叫法，用顿号隔开，如“包工头、工头”。")
    )
    definition = models.TextField(_("大白话解释"), max_length=300)
    topic = models.ForeignKey(
        "laws.Topic",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="terms",
        verbose_name=_("援助事项"),
    )
    article = models.ForeignKey(
        "laws.Article",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="terms",
        verbose_name=_("出自条文"),
    )
    sort_key = models.CharField(_("拼音"), max_length=200, editable=False)

    objects = TermQuerySet.as_manager()

    search_kind = SearchKind("term", _("名词"), is_vocabulary=True)
    search_related = ("topic__parent",)
    search_prefetched = ()
    search_rests_on = {"laws.Topic": "topic"}
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("名词解释")
        verbose_name_plural = _("名词解释")
        ordering = ["sort_key"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        from pypinyin import lazy_pinyin  # 58 MB: only when a term is written

        self.sort_key = " ".join(lazy_pinyin(self.name)).lower()[:200]
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_key"}
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return f"{reverse('laws:glossary')}#{self.code}"

    def search_document(self):
        """In the reader's words where there are some."""
        return model_document(
            self,
            title=self.label,
            body=self.plain,
            words=f"{self.name} {self.aliases}",
            topics=self.topic.codes if self.topic else (),
            extra={SENSITIVE: "yes"} if self.topic and self.topic.is_sensitive else {},
        )

    @property
    def letter(self):
        """A to Z, or # for a word that does not begin with a letter."""
        first = self.sort_key[:1].upper()
        return first if first.isascii() and first.isalpha() else "#"

    @property
    def alias_list(self):
        return [alias for alias in self.aliases.split("、") if alias]

    @property
    def label(self):
        return self.worded("name")

    @property
    def plain(self):
        return self.worded("definition")
