from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from foundation.content.searchable import SearchKind, model_document, said


class Statute(ClusterableModel):
    """A law, regulation, rule or judicial interpretation that our pages quote."""

    class Kind(models.TextChoices):
        LAW = "law", _("法律")
        REGULATION = "regulation", _("行政法规")
        RULE = "rule", _("部门规章")
        INTERPRETATION = "interpretation", _("司法解释")
        LOCAL = "local", _("地方规定")

    code = models.SlugField(_("代码"), max_length=60, unique=True, help_text=_("网址用它，定下以后不要改。"))
    title = models.CharField(_("全名"), max_length=120)
    short_title = models.CharField(_("简称"), max_length=60)
    kind = models.CharField(_("种类"), max_length=20, choices=Kind)
    issuer = models.CharField(_("制定机关"), max_length=80)
    promulgated_on = models.DateField(_("公布日期"), null=True, blank=True)
    effective_from = models.DateField(_("施行日期"))
    repealed_on = models.DateField(_("废止日期"), null=True, blank=True)
    source = models.CharField(_("文本出处"), max_length=300)
    read_on = models.DateField(_("抄录文本的日期"))

    search_kind = SearchKind("statute", _("法律法规"))
    search_related = ()
    search_prefetched = ("articles__versions",)
    search_rests_on = {"laws.Article": "articles", "laws.ArticleVersion": "articles__versions"}

    class Meta:
        verbose_name = _("法律法规")
        verbose_name_plural = _("法律法规")
        ordering = ["kind", "code"]

    def __str__(self):
        return f"《{self.title}》"

    def get_absolute_url(self):
        return reverse("laws:statute", kwargs={"code": self.code})

    def search_document(self):
        """The law as a whole, by its names alone: what it says is found article by article. None without any to read."""
        today = timezone.localdate()
        is_over = self.repealed_on and self.repealed_on <= today
        if is_over or not any(article.version_at(today) for article in self.articles.all()):
            return None
        return model_document(
            self,
            title=f"《{self.title}》",
            heading=self.short_title,
            words=self.title,
            facts=said(self.get_kind_display(), self.issuer),
            laws=(self.code,),
            date=self.effective_from,
        )


class ArticleQuerySet(models.QuerySet):
    def with_versions(self):
        """With statute and all versions, newest first: what a page needs to show an article."""
        newest_first = ArticleVersion.objects.order_by("-effective_from")
        return self.select_related("statute").prefetch_related(
            models.Prefetch("versions", queryset=newest_first)
        )

    def not_in_force(self, at):
        """Articles without any version in force on `at`: repealed, or not yet begun."""
        current = ArticleVersion.objects.in_force(at).filter(article=models.OuterRef("pk"))
        return self.filter(~models.Exists(current))

    def changed_between(self, since, until):
        """Articles of which a version began or ended after `since`, up to and including `until`."""
        return self.filter(
            Q(versions__effective_from__gt=since, versions__effective_from__lte=until)
            | Q(versions__effective_to__gt=since, versions__effective_to__lte=until)
        ).distinct()


class Article(index.Indexed, ClusterableModel):
    """One article of a statute, whatever its wording was over the years."""

    statute = ParentalKey(
        Statute, on_delete=models.CASCADE, related_name="articles", verbose_name=_("法律法规")
    )
    number = models.CharField(_("条号"), max_length=20, help_text=_("阿拉伯数字，如 30 或 287-1。"))
    label = models.CharField(_("写法"), max_length=30, help_text=_("条文里的写法，如“第三十条”。"))
    position = models.PositiveIntegerField(_("顺序"), default=0)

    objects = ArticleQuerySet.as_manager()

    search_kind = SearchKind("article", _("法条"))
    search_related = ("statute",)
    search_prefetched = ("versions", "explainercitations__page__locale")
    search_rests_on = {
        "laws.ArticleVersion": "versions",
        "laws.Statute": "statute",
        "laws.ExplainerCitation": "explainercitations",
        "laws.ExplainerPage": "explainercitations__page",
    }
    search_fields = [
        index.SearchField("label"),
        index.AutocompleteField("label"),
        index.RelatedFields("statute", [index.SearchField("title"), index.AutocompleteField("title")]),
    ]

    class Meta:
        verbose_name = _("条文")
        verbose_name_plural = _("条文")
        ordering = ["statute", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["statute", "number"],
                name="article_once_per_statute",
                violation_error_message=_("这部法律里已经有这一条了。"),
            ),
        ]

    def __str__(self):
        return f"《{self.statute.title}》{self.label}"

    def get_absolute_url(self):
        return reverse("laws:article", kwargs={"code": self.statute.code, "number": self.number})

    def search_document(self):
        """The wording in force; Chinese for everybody, at the reader's address. None without one."""
        current = self.version_at(timezone.localdate())
        plainly, leading = self._told_of()
        return current and model_document(
            self,
            title=f"《{self.statute.short_title}》{self.label}",
            heading=self.label,
            body=current.text,
            words="\n".join(plainly),
            beside="\n".join([self.statute.title, self.statute.short_title, *leading]),
            laws=(self.statute.code,),
            date=current.effective_from,
        )

    def _told_of(self):
        """Of the explainers that cite it: how they say it plainly, with their titles and what people call their matters
        where they begin with it; these of all of them.
        """
        cited = [
            one
            for one in self.explainercitations.all()
            if one.page.live and one.page.locale.language_code == settings.LANGUAGE_CODE
        ]
        called = {one: (one.page.title, one.page.search_words) for one in cited}
        foremost = [text for one in cited if one.is_foremost for text in called[one]]
        return [*(one.says for one in cited), *foremost], [text for one in cited for text in called[one]]

    def version_at(self, day):
        """The wording in force on `day`, from the prefetched versions where there are any. None if none."""
        return next((version for version in self.versions.all() if version.is_in_force(day)), None)


class ArticleVersionQuerySet(models.QuerySet):
    def in_force(self, at):
        """Wordings in force on the date `at`. The day of `effective_to` itself no longer counts."""
        return self.filter(
            Q(effective_to__isnull=True) | Q(effective_to__gt=at),
            Q(article__statute__repealed_on__isnull=True) | Q(article__statute__repealed_on__gt=at),
            effective_from__lte=at,
        )


class ArticleVersion(models.Model):
    """The wording of an article from one day until another."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="versions", verbose_name=_("条文"))
    text = models.TextField(_("条文内容"), help_text=_("照原文一字不改，一款一段。"))
    effective_from = models.DateField(_("施行日期"))
    effective_to = models.DateField(
        _("失效日期"), null=True, blank=True, help_text=_("从这一天起不再有效；还有效就留空。")
    )
    source = models.CharField(_("文本出处"), max_length=300)

    objects = ArticleVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("条文版本")
        verbose_name_plural = _("条文版本")
        ordering = ["article", "-effective_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
                name="article_version_ends_after_it_begins",
                violation_error_message=_("失效日期要晚于施行日期。"),
            ),
            ExclusionConstraint(
                name="article_versions_do_not_overlap",
                expressions=[
                    (
                        Func(
                            "effective_from",
                            "effective_to",
                            Value("[)"),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    ("article", RangeOperators.EQUAL),
                ],
                violation_error_message=_("同一条的两个版本，有效时间不能重叠。"),
            ),
        ]

    def __str__(self):
        return f"{self.article}（{self.effective_from:%Y-%m-%d}）"

    def is_in_force(self, day):
        repealed_on = self.article.statute.repealed_on
        return (
            self.effective_from <= day
            and (self.effective_to is None or day < self.effective_to)
            and (repealed_on is None or day < repealed_on)
        )

    @property
    def paragraphs(self):
        return [line for line in self.text.splitlines() if line.strip()]
