"""What was asked and opened, and how well it was answered."""

from django.conf import settings
from django.db import models
from django.db.models.functions import TruncWeek
from django.utils.translation import gettext_lazy as _


class SearchQueryQuerySet(models.QuerySet):
    def unanswered(self):
        """Nothing was found, or only what has a part of it."""
        return self.filter(models.Q(hits=0) | models.Q(was_relaxed=True))

    def by_week(self):
        """One row for each week, place, language and question."""
        rows = self.annotate(week=TruncWeek("day")).values("week", "region", "locale", "text")
        return rows.annotate(
            asked=models.Sum("times"), last_day=models.Max("day"), most_hits=models.Max("hits")
        ).order_by("-week", "-asked", "text")


class SearchQuery(models.Model):
    """What was asked on a day and how much was found. Not by whom: no address, no session, no numbers."""

    day = models.DateField(_("日期"))
    text = models.CharField(_("问法"), max_length=40)
    locale = models.CharField(_("语言"), max_length=12)
    # The prefecture of a place the visitor chose on the page, never where they are.
    region = models.CharField(_("地区"), max_length=6, default="", db_default="", blank=True)
    hits = models.PositiveIntegerField(_("结果数"))
    was_relaxed = models.BooleanField(_("只找到沾边的"), default=False, db_default=False)
    times = models.PositiveIntegerField(_("次数"), default=1)

    objects = SearchQueryQuerySet.as_manager()

    class Meta:
        verbose_name = _("搜索记录")
        verbose_name_plural = _("搜索记录")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "text", "locale", "region"], name="search_query_once_a_day_and_place"
            ),
        ]

    def __str__(self):
        return self.text


class SearchClick(models.Model):
    """Which result of a question was opened on a day, and how often. Not by whom: see SearchQuery."""

    day = models.DateField(_("日期"))
    text = models.CharField(_("问法"), max_length=40)
    locale = models.CharField(_("语言"), max_length=12)
    position = models.PositiveSmallIntegerField(_("第几条"))
    kind = models.CharField(_("类型"), max_length=20)
    url = models.CharField(_("网址"), max_length=500)
    times = models.PositiveIntegerField(_("次数"), default=1)

    class Meta:
        verbose_name = _("点开记录")
        verbose_name_plural = _("点开记录")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "text", "locale", "position", "url"], name="search_click_once_a_day"
            ),
        ]

    def __str__(self):
        return f"{self.text} → {self.url}"


class Judgement(models.Model):
    """How well a thing answers a question, in the eyes of an editor. Exported into search/relevance/."""

    class Group(models.TextChoices):
        SLANG = "slang", _("土话、口语")
        TYPO = "typo", _("错别字")
        NUMBER = "number", _("数字、期限")
        PINYIN = "pinyin", _("拼音")
        TRADITIONAL = "traditional", _("繁體")
        PLACE = "place", _("地方")
        INTENT = "intent", _("想办一件事")
        MIXED = "mixed", _("中英混写")
        LAW = "law", _("法条")
        ZERO = "zero", _("原来一条都找不到")
        HOSTILE = "hostile", _("乱码、符号")

    class Grade(models.IntegerChoices):
        NO = 0, _("0 不相干")
        TOUCHES = 1, _("1 沾边")
        HELPS = 2, _("2 有用")
        ANSWERS = 3, _("3 正是要的")

    query = models.CharField(_("问法"), max_length=200)
    group = models.CharField(_("哪一类问法"), max_length=12, choices=Group)
    kind = models.CharField(_("类型"), max_length=20)
    url = models.CharField(_("网址"), max_length=500)
    grade = models.PositiveSmallIntegerField(_("几分"), choices=Grade)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="search_judgements",
        verbose_name=_("谁评的"),
    )
    judged_at = models.DateTimeField(_("什么时候"), auto_now=True)

    class Meta:
        verbose_name = _("评分")
        verbose_name_plural = _("评分")
        ordering = ["group", "query", "-grade", "url"]
        constraints = [
            models.UniqueConstraint(fields=["query", "url"], name="search_judgement_once"),
        ]

    def __str__(self):
        return f"{self.query} → {self.url}: {self.grade}"
