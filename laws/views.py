from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale

from laws.models import Article, ExplainerPage, Statute, Term


def statutes(request):
    found = Statute.objects.annotate(article_count=Count("articles")).order_by("kind", "code")
    return render(request, "laws/statutes.html", {"statutes": found, "crumbs": []})


def statute(request, code):
    """All stored articles of a statute, each in the wording in force today."""
    found = get_object_or_404(Statute, code=code)
    today = timezone.localdate()
    articles = Article.objects.with_versions().filter(statute=found).order_by("position")
    context = {
        "statute": found,
        "is_repealed": found.repealed_on is not None and found.repealed_on <= today,
        "articles": [(article, article.version_at(today)) for article in articles],
        "crumbs": [_statutes_crumb()],
    }
    return render(request, "laws/statute.html", context)


def article(request, code, number):
    """The permalink of an article: every wording with its dates, and the explainers that rest on it."""
    found = get_object_or_404(Article.objects.with_versions(), statute__code=code, number=number)
    context = {
        "article": found,
        "versions": found.versions.all(),
        "current": found.version_at(timezone.localdate()),
        "explainers": ExplainerPage.objects.published_in(Locale.get_active())
        .citing([found])
        .order_by("title"),
        "crumbs": [
            _statutes_crumb(),
            (f"《{found.statute.short_title}》", found.statute.get_absolute_url()),
        ],
    }
    return render(request, "laws/article.html", context)


def glossary(request):
    return render(request, "laws/glossary.html", {"letters": Term.objects.by_letter(), "crumbs": []})


def _statutes_crumb():
    return (_("法律原文"), reverse("laws:statutes"))
