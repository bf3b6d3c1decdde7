import re
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import TruncWeek
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from search.analysis import normalise


class SearchEntry(models.Model):
    """What is found of one thing in one language, as PostgreSQL keeps it. Tells too what has been indexed at all."""

    kind = models.CharField(_("类型"), max_length=20)
    object_id = models.CharField(_("对象"), max_length=64)
    locale = models.CharField(_("语言"), max_length=12)
    translation_of = models.CharField(_("译自"), max_length=64)
    title = models.CharField(_("标题"), max_length=255)
    body = models.TextField(_("正文"), blank=True)
    url = models.CharField(_("网址"), max_length=500)
    facts = models.JSONField(_("一行事实"), default=list)
    extra = models.JSONField(_("其他"), default=dict)
    region_code = models.CharField(_("区划"), max_length=6, blank=True)
    # By what it is counted and filtered: topic:wages, region:360702, region:360700 …
    marks = ArrayField(models.TextField(), verbose_name=_("分类"), default=list, db_default=[])
    date = models.DateField(_("日期"), null=True, blank=True)
    until = models.DateField(_("有效到"), null=True, blank=True)
    # Terms with positions: A title, B what people call it, C one line of facts, D body.
    vector = SearchVectorField(_("检索词"))
    fingerprint = models.CharField(_("指纹"), max_length=64)
    indexed_at = models.DateTimeField(_("索引时间"), auto_now=True)

    class Meta:
        verbose_name = _("搜索条目")
        verbose_name_plural = _("搜索条目")
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "locale"], name="search_entry_once"),
        ]
        indexes = [
            GinIndex(fields=["vector"], name="search_entry_vector"),
            models.Index(fields=["translation_of", "locale"], name="search_entry_translation"),
        ]

    def __str__(self):
        return self.title


class IndexCheck(models.Model):
    """How an engine differed from the site when they were last compared (search/drift.py)."""

    engine = models.CharField(_("搜索引擎"), max_length=60, unique=True)
    at = models.DateTimeField(_("什么时候"), auto_now=True)
    documents = models.PositiveIntegerField(_("条目数"))
    kinds = models.JSONField(
        _("按类型"), default=dict
    )  # kind → [how many there should be, how many there are]
    differing = models.JSONField(_("不一样的"), default=dict)  # what → [how many, the keys of the first]

    class Meta:
        verbose_name = _("索引核对")
        verbose_name_plural = _("索引核对")

    def __str__(self):
        return self.engine

    @property
    def is_same(self):
        return not any(many for many, _keys in self.differing.values())


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


class Synonym(models.Model):
    """Words that stand for others. Rows of data/synonyms.toml come by `load_synonyms`; editors change and add."""

    class Way(models.TextChoices):
        SAME = "same", _("双向：都是一回事")
        LEADS = "leads", _("单向：也去找另一些")
        TOLD = "told", _("讲事情：几组话凑到一起，就是那件事")

    MOST_WORDS, SHORTEST, LONGEST = 60, 2, 20
    GROUPS = 2, 3  # of what is told, each with a word in any order

    way = models.CharField(_("怎么通"), max_length=5, choices=Way, default=Way.SAME)
    said = models.TextField(
        _("人们怎么说"),
        max_length=1200,
        help_text=_(
            "用顿号或者换行隔开，如“工钱、血汗钱”。每个说法 2 到 20 个字。讲事情的一组一行，两行或者三行：每一行说到一个、"
            "离得不远，就算讲了那件事。"
        ),
    )
    means = models.TextField(
        _("也去找"),
        max_length=1200,
        blank=True,
        help_text=_("网站上、法律上的叫法，如“拖欠工资”。双向的不用填，讲事情的填一个。"),
    )
    is_active = models.BooleanField(_("启用"), default=True)
    note = models.CharField(_("备注"), max_length=200, blank=True, help_text=_("为什么加，给同事看。"))
    # Of a row of the file: what names it there, and the words that were last loaded. Who differs is an editor's.
    code = models.CharField(
        _("资料里的名字"), max_length=60, unique=True, null=True, blank=True, editable=False
    )
    loaded = models.JSONField(_("载入时的写法"), default=dict, editable=False)

    class Meta:
        verbose_name = _("同义词")
        verbose_name_plural = _("同义词")
        ordering = ["pk"]

    def __str__(self):
        if self.way == self.Way.TOLD:
            return "……".join(group[0] for group in self.groups)
        return "、".join(self.said_words[:4]) + ("…" if len(self.said_words) > 4 else "")

    def clean(self):
        is_told = self.way == self.Way.TOLD
        self.means = "、".join(self.means_words)
        self.said = (
            "\n".join("、".join(group) for group in self.groups) if is_told else "、".join(self.said_words)
        )
        shortest = 1 if is_told else self.SHORTEST  # 钱 and 欠, near each other
        errors = {}
        for field, words, least in (
            ("said", self.said_words, shortest),
            ("means", self.means_words, self.SHORTEST),
        ):
            wrong = [word for word in words if not least <= len(normalise(word)) <= self.LONGEST]
            if wrong:
                errors[field] = _("这些说法太短或者太长：%(words)s") % {"words": "、".join(wrong)[:100]}
            elif len(words) > self.MOST_WORDS * (self.GROUPS[1] if is_told else 1):
                errors[field] = _("最多 %(most)d 个说法。") % {"most": self.MOST_WORDS}
        if not errors:
            errors = self._incomplete()
        if errors:
            raise ValidationError(errors)

    def _incomplete(self):
        if self.way == self.Way.TOLD:
            if not self.GROUPS[0] <= len(self.groups) <= self.GROUPS[1]:
                return {"said": _("要两行或者三行，一行是一组。")}
            return {} if len(self.means_words) == 1 else {"means": _("要写一个，就一个。")}
        if self.way == self.Way.LEADS and not self.means_words:
            return {"means": _("要写也去找什么。")}
        if len({normalise(word) for word in [*self.said_words, *self.means_words]}) < 2:
            return {"said": _("至少要两个不一样的说法。")}
        return {}

    @property
    def said_words(self):
        return _listed(self.said)

    @property
    def means_words(self):
        return _listed(self.means)

    @property
    def groups(self):
        """Of what is told: the words of each line."""
        return [words for line in self.said.splitlines() if (words := _listed(line))]

    @property
    def examples(self):
        """What somebody may type who says it so."""
        if self.way != self.Way.TOLD:
            return self.said_words
        # The first of each group, then the second, as far as the longest goes.
        longest = max(map(len, self.groups), default=0)
        return ["".join(group[n % len(group)] for group in self.groups) for n in range(longest)]

    @property
    def words(self):
        """What is searched by: (way, words) as data/synonyms.toml has them; each group of what is told as one."""
        if self.way == self.Way.TOLD:
            return [(self.way, (*self.means_words, *("、".join(group) for group in self.groups)))]
        if self.way == self.Way.SAME:
            return [(self.way, (*self.said_words, *self.means_words))]
        return [(self.way, (word, *self.means_words)) for word in self.said_words]

    @property
    def is_changed(self):
        """By an editor, since it was loaded."""
        return self.as_loaded != self.loaded

    @property
    def as_loaded(self):
        return {"way": self.way, "said": self.said, "means": self.means}


class PickQuerySet(models.QuerySet):
    def in_force(self, day):
        return self.filter(is_active=True, expires_on__gte=day)

    def overdue(self, day):
        return self.filter(is_active=True, expires_on__lt=day)


class Pick(ClusterableModel):
    """Pages that an editor puts above the results of a question, until a day on which its owner looks again."""

    asked = models.TextField(
        _("人们怎么搜"),
        max_length=1200,
        help_text=_("用顿号或者换行隔开，各种问法都写上。繁體、全角、标点、“怎么办”这样的字不用另写。"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="search_picks",
        limit_choices_to={"is_active": True},
        verbose_name=_("谁负责"),
    )
    expires_on = models.DateField(
        _("用到哪一天"), help_text=_("过了这一天就不显示了，负责人的首页会提醒。最长一年。")
    )
    is_active = models.BooleanField(_("启用"), default=True)
    note = models.CharField(_("备注"), max_length=200, blank=True, help_text=_("为什么加，给同事看。"))

    objects = PickQuerySet.as_manager()

    class Meta:
        verbose_name = _("置顶")
        verbose_name_plural = _("置顶")
        ordering = ["expires_on", "pk"]

    def __str__(self):
        return "、".join(self.asked_ways[:4]) + ("…" if len(self.asked_ways) > 4 else "")

    def clean(self):
        self.asked = "、".join(self.asked_ways)
        if not self.asked:
            raise ValidationError({"asked": _("至少写一种问法。")})
        if self.expires_on and self.expires_on > timezone.localdate() + timedelta(days=366):
            raise ValidationError({"expires_on": _("最长一年：到时候再看看还对不对。")})

    @property
    def asked_ways(self):
        return _listed(self.asked)


class PickedPage(Orderable):
    pick = ParentalKey(Pick, on_delete=models.CASCADE, related_name="pages", verbose_name=_("置顶"))
    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+", verbose_name=_("页面"))

    class Meta(Orderable.Meta):
        verbose_name = _("置顶的页面")
        verbose_name_plural = _("置顶的页面")

    def __str__(self):
        return str(self.page)


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


def _listed(text):
    return list(dict.fromkeys(word.strip() for word in re.split(r"[、，,;；\n]", text) if word.strip()))
