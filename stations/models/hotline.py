from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel

from foundation.content.searchable import SearchKind, model_document, said
from stations.fields import not_yet

MOST_PROBLEMS = 8


class ProblemQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)


class Problem(models.Model):
    """What has happened, as the phone map asks it: a plain choice that leads to the numbers for it."""

    code = models.SlugField(_("代码"), max_length=30, unique=True, help_text=_("出现在网址里，定了就别改。"))
    label = models.CharField(_("碰到什么事"), max_length=16, help_text=_("用大白话，最好 5 个字：工钱没发。"))
    help = models.CharField(_("一句话说明"), max_length=40, blank=True)
    icon = models.CharField(
        _("图标"), max_length=40, blank=True, help_text=_("图标库里的名字，如 banknote。")
    )
    topic = models.CharField(
        _("援助事项的代码"), max_length=40, blank=True, help_text=_("有的话，申请时先选好这件事。")
    )
    order = models.PositiveSmallIntegerField(_("顺序"), default=100)
    is_active = models.BooleanField(_("显示"), default=True)

    objects = ProblemQuerySet.as_manager()

    class Meta:
        verbose_name = _("碰到的事")
        verbose_name_plural = _("碰到的事")
        ordering = ["order", "code"]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("stations:problem", args=[self.code])

    def clean(self):
        others = Problem.objects.active().exclude(pk=self.pk).count()
        if self.is_active and others >= MOST_PROBLEMS:
            raise ValidationError(
                {"is_active": _("最多显示 %d 件事，再多就看不过来了。先收起一件。") % MOST_PROBLEMS}
            )


class HotlineQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def serving(self, code):
        """Numbers of the region of this code and of those above it, the nearest first, then the national ones."""
        codes = {code, f"{code[:4]}00", f"{code[:2]}0000"} if code else ()
        here = Q(region=None) | Q(region__code__in=codes)
        return self.filter(here).order_by(F("region__code").desc(nulls_last=True), "order", "phone")

    def unchecked(self, since):
        """Those that nobody has checked since that day."""
        return self.filter(Q(verified_on=None) | Q(verified_on__lt=since))


class Hotline(ClusterableModel):
    """A public number: for what, where, and whether somebody has checked it for this site."""

    phone = models.CharField(_("号码"), max_length=20)
    name = models.CharField(_("名称"), max_length=40)
    region = models.ForeignKey(
        "regions.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hotlines",
        verbose_name=_("管哪里"),
    )
    description = models.CharField(_("管什么"), max_length=200)
    problems = models.TextField(
        _("碰到什么事打它"), blank=True, help_text=_("一行一件，用大白话：老板拖欠工钱、干活受伤。")
    )
    hours = models.CharField(_("什么时候有人接"), max_length=60, blank=True)
    is_emergency = models.BooleanField(_("紧急电话"), default=False)
    source = models.CharField(
        _("从哪里知道的"),
        max_length=120,
        blank=True,
        db_default="",
        help_text=_("公布它的单位或网页，比如“市人社局网站”。"),
    )
    verified_on = models.DateField(
        _("核对日期"), null=True, blank=True, help_text=_("有人打过去问清楚的日子。")
    )
    order = models.PositiveSmallIntegerField(_("顺序"), default=100)
    is_active = models.BooleanField(_("显示"), default=True)

    objects = HotlineQuerySet.as_manager()
    search_kind = SearchKind("hotline", _("电话"))
    search_related = ("region",)
    search_prefetched = ("uses__problem",)
    search_rests_on = {
        "regions.Region": "region",
        "stations.HotlineUse": "uses",
        "stations.Problem": "uses__problem",
    }

    class Meta:
        verbose_name = _("电话")
        verbose_name_plural = _("电话导图")
        ordering = ["order", "phone"]
        constraints = [
            models.CheckConstraint(
                condition=Q(phone__regex=r"^[0-9][0-9-]{2,19}$"),
                name="hotline_phone_dialable",
                violation_error_message=_("号码只写数字和短横线。"),
            ),
            models.UniqueConstraint(
                fields=["phone", "region"],
                nulls_distinct=False,
                name="hotline_once_per_place",
                violation_error_message=_("这个地方已经有这个号码了。"),
            ),
        ]

    def __str__(self):
        return f"{self.phone} {self.name}"

    def clean(self):
        super().clean()
        wrong = not_yet(self, "verified_on")
        if self.verified_on and not self.source:
            wrong["source"] = _("写了核对日期，就写上是从哪里知道的。")
        if wrong:
            raise ValidationError(wrong)

    def get_absolute_url(self):
        place = f"?region={self.region.code}" if self.region_id else ""
        return f"{reverse('stations:hotlines')}{place}#tel-{self.phone}"

    def search_document(self):
        if not self.is_active:
            return None
        return model_document(
            self,
            title=str(self),
            body=self.description,
            words="\n".join([self.problems, *(use.problem.label for use in self.uses.all())]),
            facts=said(self.region and self.region.full_name, self.hours),
            region=self.region.code if self.region_id else "",
            date=self.verified_on,
            extra={"phone": self.phone},
        )

    @property
    def is_verified(self):
        return self.verified_on is not None

    @property
    def problem_lines(self):
        return [line.strip() for line in self.problems.splitlines() if line.strip()]


class HotlineUse(models.Model):
    """A number for a problem, and what to say there."""

    hotline = ParentalKey(Hotline, on_delete=models.CASCADE, related_name="uses", verbose_name=_("电话"))
    problem = models.ForeignKey(Problem, models.CASCADE, related_name="uses", verbose_name=_("碰到什么事"))
    say = models.TextField(
        _("电话里怎么说"),
        blank=True,
        max_length=300,
        help_text=_("一两句能照着念的话，各人自己的事留空：我在____干活，老板欠我____元。"),
    )

    panels = [FieldPanel("problem"), FieldPanel("say")]

    class Meta:
        verbose_name = _("打它办的事")
        verbose_name_plural = _("打它办的事")
        constraints = [
            models.UniqueConstraint(
                fields=["hotline", "problem"],
                name="hotline_use_once",
                violation_error_message=_("同一件事写了两遍。"),
            ),
        ]

    def __str__(self):
        return f"{self.problem} → {self.hotline}"
