from django.core.exceptions import ValidationError
from django.db import models
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from laws.models.statutes import Article

FOREMOST = 2


class Citation(Orderable):
    """Abstract: a page rests on an article. Subclasses add `page`, a ParentalKey with related_name citations."""

    article = models.ForeignKey(
        "laws.Article", models.PROTECT, related_name="%(class)ss", verbose_name=_("条文")
    )
    says = models.CharField(_("大白话"), max_length=120, blank=True, help_text=_("这一条说了什么，一句话。"))
    quote = models.TextField(
        _("只引这几句"), blank=True, help_text=_("照条文原文复制；留空就显示整条。改一个字都会被拦下。")
    )

    panels = [FieldPanel("article"), FieldPanel("says"), FieldPanel("quote")]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self):
        return str(self.article)

    @property
    def is_foremost(self):
        """Whether the page begins with it: editors put first what the matter rests on."""
        return self.sort_order is not None and self.sort_order < FOREMOST

    def clean(self):
        super().clean()
        if self.quote and self.article_id:
            squeeze = lambda text: "".join(text.split())
            if not any(squeeze(self.quote) in squeeze(v.text) for v in self.article.versions.all()):
                raise ValidationError({"quote": _("这几句和库里的条文对不上，请照原文复制。")})

    def shown(self, at):
        """What the page prints for the wording in force on `at`: {article, says, version, paragraphs, is_current}.

        Without a wording in force the newest one is shown, and `is_current` is False.
        """
        versions = list(self.article.versions.all())
        version = self.article.version_at(at)
        newest = max(versions, key=lambda v: v.effective_from, default=None)
        return {
            "article": self.article,
            "says": self.says,
            "version": version or newest,
            "paragraphs": self.quote.splitlines() or (version or newest).paragraphs if newest else [],
            "is_current": version is not None,
        }


def cited(page):
    """The citations of a page with all that is needed to print them, in three queries for any number."""
    citations = list(page.citations.all())
    articles = models.Prefetch("article", Article.objects.select_related("statute"))
    models.prefetch_related_objects(citations, articles, "article__versions")
    return citations


def laws_cited(page):
    """The codes of the laws that a page rests on."""
    return tuple(sorted({citation.article.statute.code for citation in page.citations.all()}))


def law_says(page, at):
    """法律怎么说: what a page prints for its citations on the day `at`, as HTML; empty without any."""
    shown = [citation.shown(at) for citation in cited(page)]
    return render_to_string("laws/components/citations.html", {"citations": shown}) if shown else ""
