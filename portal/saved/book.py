"""What a phone may keep: short pages of a county's stations, of the phone map and of some explainers, and how big.

Only public pages that look the same for everybody, made for it: no form, no cookie, nothing of whoever reads them.
"""

from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Locale

from foundation.regions.models import Region
from laws.models import ExplainerPage, Topic
from stations import on_paper, phone_tree
from stations.models import Station

LIMIT = 300 * 1024  # bytes on the phone, everything included
MOST_DAYS = 30  # then a copy deletes itself
MOST_EXPLAINERS = 5
OFFERED_EXPLAINERS = 12
MOST_STATIONS = 300  # more are not even written out to see how long they are
ASSETS = [
    *("css/base.css", "css/components.css", "css/stations.css", "css/saved.css", "css/print.css"),
    *("js/leave.js", "js/saved.js", "icons/sprite.svg", "favicon.svg"),
]


def explainers_for(topic_code):
    """Explainers that may be kept: of the topic, or the leading ones. What others must not see somebody read is not."""
    found = ExplainerPage.objects.published_in(Locale.get_active()).select_related("topic")
    found = found.exclude(topic__is_sensitive=True).exclude(extra_topics__topic__is_sensitive=True)
    topic = Topic.objects.by_code(topic_code)
    return found.about(topic) if topic and not topic.is_sensitive else found


def offered(topic_code):
    return explainers_for(topic_code).order_by("-lead", "topic__door_order", "path")[:OFFERED_EXPLAINERS]


def stations_page(request, region):
    stations = Station.objects.open_to_public().in_region(region).with_schedule(timezone.now())
    rows = [
        {
            "station": station,
            "hours": on_paper.hours_of(station),
            "holidays": "" if station.is_paused else on_paper.holidays_of(station),
        }
        for station in stations[:MOST_STATIONS]
    ]
    return _html(request, "portal/saved/stations.html", region, {"rows": rows})


def phones_page(request, region):
    numbers = phone_tree.numbers(region.code)
    return _html(
        request, "portal/saved/phones.html", region, {"numbers": numbers, "tree": phone_tree.tree(numbers)}
    )


def explainer_page(request, region, page):
    return _html(request, "portal/saved/explainer.html", region, page.get_context(request))


def offline_page(request):
    return _html(request, "portal/saved/offline.html", None, {})


def _html(request, template, region, context):
    context = {**context, "place": region, "crumbs": None, "thread": {"topic": "", "region": ""}}
    return render_to_string(template, context, request)


def manifest(request, region: Region, explainers: list[ExplainerPage]) -> dict:
    """What to fetch, how many bytes it is, and for which addresses it stands in when there is no line."""
    count = Station.objects.open_to_public().in_region(region).count()
    if count > MOST_STATIONS:
        return {"fits": False, "problem": _too_many(region, count)}
    here = {"region": region.code}
    pages = [
        _page(reverse("saved:stations", kwargs=here), _("地点"), stations_page(request, region)),
        _page(reverse("saved:phones", kwargs=here), _("电话"), phones_page(request, region)),
    ]
    for one in explainers:
        address = reverse("saved:explainer", kwargs={**here, "pk": one.pk})
        pages.append(_page(address, one.title, explainer_page(request, region, one)))
    offline = _page(reverse("saved:offline"), "", offline_page(request))
    assets = [{"url": static(name), "bytes": Path(finders.find(name)).stat().st_size} for name in ASSETS]
    size = sum(part["bytes"] for part in [*pages, offline, *assets])
    content = "".join(part.pop("html") for part in [*pages, offline])
    return {
        "fits": size <= LIMIT,
        "problem": "" if size <= LIMIT else _too_big(region, size, len(explainers)),
        "bytes": size,
        "limit": LIMIT,
        "days": MOST_DAYS,
        "version": sha256(content.encode()).hexdigest()[:16],
        "place": region.name,
        "region": region.code,
        "explainers": [one.pk for one in explainers],
        "pages": pages,
        "offline": offline["url"],
        "assets": assets,
        "instead": _instead(region, pages, explainers),
        "words": {
            "today": _("今天存的，可能有变。"),
            "yesterday": _("昨天存的，可能有变。"),
            "days": _("存于 {days} 天前，可能有变。"),
            "pages": _("存下的页"),
            "elsewhere": _("现在没有网，别处的看不到，这是存下的%(place)s。") % {"place": region.name},
        },
    }


def _page(url, title, html):
    return {"url": url, "title": title, "bytes": len(html.encode()), "html": html}


def _instead(region, pages, explainers):
    """{address on the site: address in the copy}."""
    stations, phones = pages[0]["url"], pages[1]["url"]
    codes = Station.objects.open_to_public().in_region(region).values_list("code", flat=True)
    return {
        reverse("stations:list"): stations,
        **{reverse("stations:detail", args=[code]): f"{stations}#s-{code}" for code in codes},
        reverse("stations:hotlines"): phones,
        **{
            problem.get_absolute_url(): f"{phones}#p-{problem.code}"
            for problem, _lines in phone_tree.tree([])
        },
        **{one.get_url(): kept["url"] for one, kept in zip(explainers, pages[2:], strict=True)},
    }


def _kilobytes(size):
    return -(-size // 1024)


def _too_many(region, count):
    words = ngettext(
        "%(place)s有 %(count)s 个援助站，一次存不下。选一个区县。",
        "%(place)s有 %(count)s 个援助站，一次存不下。选一个区县。",
        count,
    )
    return words % {"place": region.name, "count": count}


def _too_big(region, size, chosen):
    words = {"size": _kilobytes(size), "limit": _kilobytes(LIMIT), "place": region.name}
    if chosen:
        return _("选的太多：要 %(size)s KB，最多 %(limit)s KB。少选一篇法律解读，再存一次。") % words
    return _("%(place)s的援助站太多：要 %(size)s KB，最多 %(limit)s KB。选小一点的地方。") % words
