from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _


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


class SearchQuery(models.Model):
    """What was asked on a day and how much was found. Not by whom: no address, no session, no numbers."""

    day = models.DateField(_("日期"))
    text = models.CharField(_("问法"), max_length=40)
    locale = models.CharField(_("语言"), max_length=12)
    hits = models.PositiveIntegerField(_("结果数"))
    times = models.PositiveIntegerField(_("次数"), default=1)

    class Meta:
        verbose_name = _("搜索记录")
        verbose_name_plural = _("搜索记录")
        constraints = [
            models.UniqueConstraint(fields=["day", "text", "locale"], name="search_query_once_a_day"),
        ]

    def __str__(self):
        return self.text
