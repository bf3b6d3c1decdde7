"""What PostgreSQL keeps of all that is found."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

_AMONG = """
    SELECT kind, object_id, locale
    FROM unnest(%s::text[], %s::text[], %s::text[]) one (kind, object_id, locale)
      JOIN search_searchentry USING (kind, object_id, locale)"""


class SearchEntryQuerySet(models.QuerySet):
    def among(self, keys):
        """(kind, object_id, locale) of those of `keys` that are there."""
        keys = list(set(keys))
        if not keys:
            return set()
        # Each looked up in the index on all three: the planner would rather read all that have one of the kinds.
        with connection.cursor() as cursor:
            cursor.execute(_AMONG, [list(column) for column in zip(*keys, strict=True)])
            return set(cursor.fetchall())


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

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("搜索条目")
        verbose_name_plural = _("搜索条目")
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "locale"], name="search_entry_once"),
        ]
        indexes = [
            GinIndex(fields=["vector"], name="search_entry_vector"),
            models.Index(fields=["translation_of", "locale"], name="search_entry_translation"),
            models.Index(fields=["title"], name="search_entry_title"),
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


class KeptPhrase(models.Model):
    """A phrase of which PostgreSQL keeps where it stands: search/places.py."""

    asked = models.TextField(_("词语"), unique=True)  # as it is asked for, with a sign for the place

    class Meta:
        verbose_name = _("记住位置的词语")
        verbose_name_plural = _("记住位置的词语")

    def __str__(self):
        return self.asked


class PhrasesTold(models.Model):
    """Up to which `KeptPhrase` every document of an engine's index has been told where its phrases stand."""

    index = models.TextField(_("索引"), unique=True)  # the alias that is asked
    last = models.BigIntegerField(_("到哪个词语"))

    class Meta:
        verbose_name = _("引擎已知的词语")
        verbose_name_plural = _("引擎已知的词语")

    def __str__(self):
        return f"{self.index} {self.last}"


class PhrasePlace(models.Model):
    """A document that has the phrase, and in which of its parts. All in the key: questions read nothing but the index.

    What a document or a phrase leaves behind that is gone is never found, and swept in the night.
    """

    pk = models.CompositePrimaryKey("phrase", "entry", "bits")
    phrase = models.ForeignKey(
        KeptPhrase,
        models.DO_NOTHING,
        verbose_name=_("词语"),
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    entry = models.ForeignKey(
        SearchEntry, models.DO_NOTHING, verbose_name=_("搜索条目"), db_constraint=False, related_name="+"
    )
    bits = models.PositiveSmallIntegerField(_("位置"))

    class Meta:
        verbose_name = _("词语的位置")
        verbose_name_plural = _("词语的位置")

    def __str__(self):
        return f"{self.phrase_id} {self.entry_id}"
