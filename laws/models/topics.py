from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from laws.wording import Worded


class TopicQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def doors(self):
        """The topics that have a door on the home page, in their order."""
        return self.active().filter(door_order__isnull=False).order_by("door_order")

    def top_level(self):
        return self.filter(parent__isnull=True)

    def by_code(self, code):
        """The active topic of a code that came in an address. None if there is none."""
        return self.active().filter(code=code).first() if code and len(code) <= 40 else None


class Topic(Worded):
    """援助事项: what a matter is about. Everything is filed under one; two levels, never more."""

    worded_fields = ("name", "plain_name", "help")

    code = models.CharField(
        _("代码"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9_.]*$", _("代码只用小写字母、数字、下划线和点。"))],
        help_text=_("网址和统计都用它，定下以后不要改。"),
    )
    name = models.CharField(_("名称"), max_length=40, help_text=_("表格和统计里的写法，如“拖欠工资”。"))
    plain_name = models.CharField(
        _("门牌名"), max_length=20, help_text=_("首页上的说法，中文最多 5 个字，如“工资没发”。")
    )
    help = models.CharField(_("一句话说明"), max_length=60, blank=True)
    icon = models.CharField(
        _("图标"), max_length=40, blank=True, help_text=_("图标库里的名字，如 banknote。")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级事项")
    )
    door_order = models.PositiveSmallIntegerField(
        _("首页顺序"), null=True, blank=True, unique=True, help_text=_("留空就不出现在首页的门上。")
    )
    apply_matter = models.CharField(
        _("申请的案由"), max_length=40, blank=True, help_text=_("从这里点“申请”，先选好的案由；留空就先问。")
    )
    is_sensitive = models.BooleanField(
        _("怕人看见的事"),
        default=False,
        help_text=_(
            "勾上以后，这一类的页面先写 110 和人身安全保护令，下面总有“马上离开”，标签页和浏览记录里不写是什么事。"
            "下级事项各勾各的；代码和页面的网址也要起得看不出来。"
        ),
    )
    is_active = models.BooleanField(_("启用"), default=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("援助事项")
        verbose_name_plural = _("援助事项")
        ordering = [models.F("door_order").asc(nulls_last=True), "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(door_order__isnull=True),
                name="topic_doors_are_top_level",
                violation_error_message=_("首页的门只能是一级事项。"),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if len(self.plain_name) > 5:
            raise ValidationError(
                {"plain_name": _("门牌名最多 5 个字，现在有 %d 个。") % len(self.plain_name)}
            )
        if self.parent and (self.parent.parent_id or self.parent == self):
            raise ValidationError({"parent": _("事项只有两级：上级必须是一级事项。")})

    @property
    def codes(self):
        """Under which codes a thing of this topic is counted: its own and the topic's above."""
        return (self.code, self.parent.code) if self.parent_id else (self.code,)

    @property
    def label(self):
        """The formal name in the active language."""
        return self.worded("name")

    @property
    def door_label(self):
        """What the door says, in the active language."""
        return self.worded("plain_name")

    @property
    def door_help(self):
        return self.worded("help")


class PageTopic(Orderable):
    """Abstract: a page is filed under a topic. Subclasses add `page`, a ParentalKey."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+", verbose_name=_("援助事项"))

    panels = [FieldPanel("topic")]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("援助事项")
        verbose_name_plural = _("援助事项")

    def __str__(self):
        return str(self.topic)


def topic_codes(page):
    """The codes of the topics under which a page is filed, and of those above."""
    return tuple(sorted({code for filed in page.topics.all() for code in filed.topic.codes}))
