"""What a province or a city sets on top of the law, by place and day: data that editors keep, never code.

Sources: 《法律援助法》第三十一条 (further matters by law, regulation, rule), 第三十四条 (the hardship standard is the
province's), 第四十二条 (further people whose income is not checked), in force 2022-01-01, read 2026-11-21.
"""

from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from aid import choices, routing


def nearness(region_code, *before):
    """The order of rows by place: what lies nearest to a place first."""
    codes = routing.chain(region_code)
    return Case(
        *before, *(When(region__code=code, then=n) for n, code in enumerate(codes)), default=len(codes)
    )


class LocalRowQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)

    def of_place(self, region_code, on):
        """Those in force in a place on a day: its own and those of what it lies in, the nearest first."""
        found = self.in_force(on).filter(region__code__in=routing.chain(region_code))
        return found.select_related("region").order_by(nearness(region_code), "-valid_from", "pk")


class LocalRow(models.Model):
    """Common to all: where and when it holds, who says so, and whether somebody has compared it with the text."""

    region = models.ForeignKey(
        "regions.Region",
        models.PROTECT,
        related_name="+",
        verbose_name=_("在哪里有效"),
        help_text=_("里面的区县都算。"),
    )
    valid_from = models.DateField(_("起用日期"))
    valid_to = models.DateField(
        _("停用日期"), null=True, blank=True, help_text=_("从这一天起不再用；还在用就留空。")
    )
    source = models.CharField(
        _("依据"), max_length=200, help_text=_("文件名、文号、哪个机关、在哪里看到的。")
    )
    verified_on = models.DateField(
        _("核对日期"),
        null=True,
        blank=True,
        help_text=_("对着正式公布的文本核对过的那一天；没核对过就留空。"),
    )
    is_demo = models.BooleanField(_("演示数据"), default=False, editable=False)
    note = models.CharField(_("备注"), max_length=200, blank=True)

    objects = LocalRowQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["region__code", "-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")),
                name="%(class)s_ends_after_it_begins",
                violation_error_message=_("停用日期要晚于起用日期。"),
            )
        ]

    @property
    def whole_source(self):
        """Who says so, for where and since when: what an application keeps of it."""
        return f"{self.source}（{self.region.full_name}，{self.valid_from.isoformat()} 起）"


class LocalMatter(LocalRow):
    """补充事项: what a place adds to the matters of the law."""

    title = models.CharField(_("事项"), max_length=60, help_text=_("工友看得懂的话。"))
    hint = models.CharField(_("小字"), max_length=80, blank=True)
    matter = models.CharField(
        _("归在哪个法定事项下"),
        max_length=30,
        choices=choices.Matter,
        default=choices.Matter.OTHER,
        help_text=_("哪样都不像的，选“别的事”。"),
    )

    class Meta(LocalRow.Meta):
        verbose_name = _("补充事项")
        verbose_name_plural = _("补充事项")

    def __str__(self):
        return self.title


class HardshipStandard(LocalRow):
    """经济困难标准: up to which income aid is open where income is asked."""

    class Per(models.TextChoices):
        PERSON_MONTH = "person_month", _("每人每月")
        PERSON_YEAR = "person_year", _("每人每年")
        HOUSEHOLD_MONTH = "household_month", _("一家每月")

    amount = models.DecimalField(_("不超过（元）"), max_digits=9, decimal_places=2)
    per = models.CharField(_("怎么算"), max_length=20, choices=Per, default=Per.PERSON_MONTH)
    set_by = models.CharField(_("谁定的"), max_length=60)

    class Meta(LocalRow.Meta):
        verbose_name = _("经济困难标准")
        verbose_name_plural = _("经济困难标准")
        constraints = [
            *LocalRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="hardship_is_positive",
                violation_error_message=_("写一个大于 0 的数。"),
            ),
        ]

    def __str__(self):
        return f"{self.region} {self.amount.normalize():f}"

    def as_said(self):
        """What an application keeps of it, as JSON."""
        return {
            "amount": str(self.amount),
            "per": self.per,
            "set_by": self.set_by,
            "source": self.whole_source,
            "verified": self.verified_on is not None,
        }


class LocalPaperDays(LocalRow):
    """先行援助以后几天内补齐材料: the Law (第四十四条) leaves it to the agency."""

    days = models.PositiveSmallIntegerField(_("几天"), help_text=_("日历天，最后一天放假就往后顺延。"))

    class Meta(LocalRow.Meta):
        verbose_name = _("先行援助补材料的天数")
        verbose_name_plural = _("先行援助补材料的天数")
        constraints = [
            *LocalRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=365),
                name="paper_days_within_a_year",
                violation_error_message=_("写 1 到 365。"),
            ),
        ]

    def __str__(self):
        return f"{self.region} {self.days}"


class LocalReopenDays(LocalRow):
    """几天内能重新打开: no law says it. What has no row follows the practice of the site (aid.services.reopen)."""

    class Of(models.TextChoices):
        WITHDRAWN = "withdrawn", _("撤回的")
        REFUSED = "refused", _("不予援助弄错了的")
        TERMINATED = "terminated", _("终止弄错了的")

    status = models.CharField(_("哪一种"), max_length=20, choices=Of)
    days = models.PositiveSmallIntegerField(_("几天"), help_text=_("日历天，从撤回、决定那天算起。"))

    class Meta(LocalRow.Meta):
        verbose_name = _("重新打开的天数")
        verbose_name_plural = _("重新打开的天数")
        constraints = [
            *LocalRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=1095),
                name="reopen_days_within_three_years",
                violation_error_message=_("写 1 到 1095。"),
            ),
        ]

    def __str__(self):
        return f"{self.region} {self.get_status_display()} {self.days}"


class LocalExemption(LocalRow):
    """放宽: whose income a place does not check, beyond the law."""

    title = models.CharField(
        _("规定的名字"), max_length=60, help_text=_("写进申请，当作免查的条文，比如“《某某办法》第八条”。")
    )
    widens = models.CharField(_("放宽什么"), max_length=20, choices=choices.Widens)

    class Meta(LocalRow.Meta):
        verbose_name = _("放宽免查的规定")
        verbose_name_plural = _("放宽免查的规定")

    def __str__(self):
        return self.title
