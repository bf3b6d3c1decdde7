"""Writes from data files. Each function may be repeated."""

from functools import partial

from django.db import transaction
from wagtail.models import Page

from campaigns.models import CampaignPage, CampaignTopic, EventPage, EventTopic
from foundation.content.loading import bring_page, paragraphs, translate_page
from foundation.regions.models import Region
from laws.models import Topic
from stations.models import Station


@transaction.atomic
def load_campaigns(index_page: Page, data: dict) -> int:
    """Bring campaigns and their events to the data, {"campaigns": […], "events": […]}. Returns pages written."""
    written, by_slug = 0, {}
    for row in data["campaigns"]:
        page, is_new = bring_page(index_page, CampaignPage, row, partial(_fill_campaign, row))
        by_slug[row["slug"]] = page
        written += _translate(page, row, is_new)
    for row in data["events"]:
        page, is_new = bring_page(by_slug[row["campaign"]], EventPage, row, partial(_fill_event, row))
        written += _translate(page, row, is_new)
    return written


def _translate(page, row, is_new):
    if is_new:
        translate_page(page, row.get("translations", {}))
    return int(is_new)


def _fill_campaign(row, page):
    for name in ("title", "summary", "starts_on", "ends_on", "host"):
        setattr(page, name, row[name])
    page.is_demo = row.get("is_demo", False)
    page.goals, page.promises = "\n".join(row["goals"]), "\n".join(row["promises"])
    page.body = [
        block
        for section in row["sections"]
        for block in (("heading", section["heading"]), ("paragraph", paragraphs(section["body"])))
    ]
    page.report = paragraphs(row.get("report", {}).get("text", ""))
    page.topics = [CampaignTopic(topic=topic) for topic in _topics(row)]


def _fill_event(row, page):
    for name in ("title", "summary", "kind", "starts_at", "ends_at", "place"):
        setattr(page, name, row[name])
    for name in ("lat", "lng", "capacity"):
        setattr(page, name, row.get(name))
    page.region = Region.objects.by_code(row["region"], at=row["starts_at"].date())
    page.station = Station.objects.filter(code=row.get("station", "")).first()
    page.is_demo = row.get("is_demo", False)
    page.is_cancelled = row.get("is_cancelled", False)
    page.activities = "\n".join(row["activities"])
    report = row.get("report", {})
    page.report = paragraphs(report.get("text", ""))
    for name in ("people", "leaflets", "consultations", "applications"):
        setattr(page, name, report.get(name))
    page.topics = [EventTopic(topic=topic) for topic in _topics(row)]


def _topics(row):
    found = {topic.code: topic for topic in Topic.objects.filter(code__in=row["topics"])}
    return [found[code] for code in row["topics"] if code in found]
