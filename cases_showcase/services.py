"""Writes from data files. Each function may be repeated."""

from functools import partial

from django.db import transaction
from wagtail.models import Page

from cases_showcase.models import CaseCitation, CasePage
from foundation.content.loading import bring_page, paragraphs, translate_page
from foundation.regions.models import Region
from laws.models import Topic
from laws.services import article_named


@transaction.atomic
def load_cases(index_page: Page, rows: list[dict]) -> int:
    """Bring typical cases below the index page to the data. Returns the number of pages written."""
    written = 0
    for row in rows:
        page, is_new = bring_page(index_page, CasePage, row, partial(_fill, row))
        if is_new:
            written += 1
            translate_page(page, row.get("translations", {}))
    return written


def _fill(row, page):
    names = ("title", "official_title", "summary", "lesson", "sector", "outcome", "people")
    for name in (*names, "amount_claimed", "amount_recovered", "days", "closed_on"):
        setattr(page, name, row[name])
    page.way = row["route"]  # Wagtail pages have a method `route`
    page.topic = Topic.objects.get(code=row["topic"])
    page.region = Region.objects.by_code(row["region"], at=row["closed_on"])
    page.sections = [
        ("section", {"heading": section["heading"], "body": paragraphs(section["body"])})
        for section in row["sections"]
    ]
    page.evidence = "\n".join(row["evidence"])
    page.citations = [
        CaseCitation(article=article)
        for entry in row["laws"]
        if (article := article_named(entry["statute"], entry["article"]))
    ]
    page.is_demo = row.get("is_demo", False)
    page.has_consent = row.get("has_consent", False)
