"""What editors do about search, to look at: picks, one of them over, a few judgements, and what was asked in vain."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Page

from portal.services import SOURCE
from search.models import Judgement, Pick, PickedPage, SearchQuery

# (ways to ask, slugs of pages, days from now until it is over)
PICKS = [
    ("过年要钱、年底讨薪、春节前要工资", ["unpaid-wages-first-steps", "winter-wages-2026"], 60),
    ("高温费、高温津贴", ["overtime-pay"], -30),
]
# (question, group, grades by slug)
JUDGED = [
    (
        "白干了三个月",
        "slang",
        {"unpaid-wages-first-steps": 3, "iou-court-payment-order": 2, "overtime-pay": 0},
    ),
    ("工上认定", "typo", {"work-injury-first-recognition": 3}),
]
# (question, days ago, the prefecture that was chosen, hits, only with a part of it, times)
ASKED = [
    ("高温津贴", 3, "360700", 0, False, 5),
    ("工资卡在老板手里", 4, "", 12, True, 7),
    ("年终奖不发", 9, "210100", 4, True, 5),
    ("宿舍漏雨", 10, "", 0, False, 6),
]


def load_searches(now=None):
    """For whatever is not there yet. Safe to repeat."""
    today = timezone.localdate(now)
    pages = {page.slug: page for page in Page.objects.filter(locale__language_code=SOURCE)}
    editor = get_user_model().objects.get(username="editor")
    for asked, slugs, days in PICKS:
        if not Pick.objects.filter(asked=asked).exists():
            pick = Pick.objects.create(
                asked=asked, owner=editor, expires_on=today + timedelta(days=days), note="演示"
            )
            for order, slug in enumerate(slugs):
                PickedPage.objects.create(pick=pick, page=pages[slug], sort_order=order)
    for query, group, grades in JUDGED:
        for slug, grade in grades.items():
            page = pages[slug].specific
            values = {"group": group, "kind": page.search_kind.code, "grade": grade, "judged_by": editor}
            Judgement.objects.get_or_create(query=query, url=page.get_url(), defaults=values)
    for text, days, region, hits, was_relaxed, times in ASKED:
        if not SearchQuery.objects.filter(text=text).exists():
            SearchQuery.objects.create(
                day=today - timedelta(days=days), text=text, locale=SOURCE, region=region,
                hits=hits, was_relaxed=was_relaxed, times=times,
            )  # fmt: skip
