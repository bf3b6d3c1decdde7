"""Explainers whose article has no wording: nothing but the page itself is found, and nothing else asks for a job."""

from datetime import date

from laws.models import Article, Statute
from tests.laws import page_factories


def article():
    statute = Statute.objects.filter(code="SILENT").first()
    if not statute:
        today = date(2026, 11, 22)
        values = {"title": "没有条文的法", "effective_from": today, "read_on": today}
        (statute,) = Statute.objects.bulk_create([Statute(code="SILENT", **values)])
        Article.objects.bulk_create([Article(statute=statute, number="1", label="第一条")])
    return statute.articles.get()


def explainer(n=1, **values):
    return page_factories.explainer(n, **{"article": article(), **values})
