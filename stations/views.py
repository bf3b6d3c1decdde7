from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from foundation.content import qr
from foundation.content.models import SiteIdentity
from foundation.workdays.rules import SHANGHAI
from stations import finder, linked, map_links, on_paper, selectors, tours, wording
from stations.figure import SMALL, figure_of, live_map_of
from stations.finder import Wish
from stations.forms import MOST, PAGE, FinderForm, PositionForm
from stations.hours import week_of
from stations.models import Station
from stations.wording import point_problem, stretch, weekday_name

BELOW = 30


# A POST here changes nothing: it only keeps the visitor's position out of addresses and logs.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def find(request):
    if request.method == "POST":
        return _near_me(request)
    return _finder(request, FinderForm(request.GET))


@never_cache
def _near_me(request):
    position = PositionForm(request.POST)
    if position.is_valid():
        where = position.cleaned_data["lat"], position.cleaned_data["lng"]
        if point_problem(*where):
            problem = _("手机说您不在中国，远近没法排。写上地方的名字再找，或者打 12348。")
            return _finder(request, FinderForm(request.POST), problem=problem)
        return _finder(request, FinderForm(request.POST), where)
    problem = _("没拿到您的位置。写上地方的名字也能找。")
    return _finder(request, FinderForm(request.POST), problem=problem)


def _finder(request, form, position=None, problem=""):
    form.is_valid()  # What is not valid is left out, and said beside the field.
    asked = form.cleaned_data
    wish = Wish(
        **{name: asked.get(name, "") for name in ("place", "region", *form.CHOOSE)},
        **{name: asked.get(name, False) for name in form.TICK},
        show=asked.get("show", PAGE),
        position=position,
        home=SiteIdentity.for_request(request).home_region,
    )
    found = finder.find(wish, timezone.now())
    region, figure = found.region, figure_of(found.rows)
    narrowing = {name: getattr(wish, name) for name in form.CHOOSE}
    narrowing |= {name: "1" if getattr(wish, name) else "" for name in form.TICK}
    here = _Address(
        {"place": wish.place, "region": wish.region, "topic": asked.get("topic", ""), **narrowing}
    )
    foremost, folded = finder.foremost(found.choices)
    context = {
        "found": found,
        "figure": figure,
        "live_map": live_map_of(figure),
        "wish": wish,
        "choosing": [form[name] for name in form.CHOOSE],
        "ticking": [form[name] for name in form.TICK],
        "problem": problem or form.place_problem,
        "typed": form.typed,
        "choices": _chosen(foremost, here),
        "folded": _chosen(folded, here),
        "elsewhere": _chosen(found.elsewhere, here),
        "below": [(r, n, here.with_(place="", region=r.code)) for r, n in _drill_down(found, wish)],
        "above": _way_up(region, here),
        "more": here.with_(show=wish.show + PAGE) if found.has_more and wish.show < MOST else "",
        "show_next": wish.show + PAGE,
        "too_many": found.has_more and wish.show >= MOST,
        "without_filters": here.with_(**dict.fromkeys(narrowing, "")),
        "narrowing": {name: value for name, value in narrowing.items() if value},
        "is_filtered": wish.is_narrow,
        "chosen": form.chosen,
        "thread": {"topic": here.asked["topic"], "region": region.code if region else ""},
        "tours": list(tours.in_region(region, timezone.now())[: tours.SHOWN]) if region else [],
        "crumbs": [(_("找援助站"), "")],
    }
    return render(request, "stations/list.html", context)


def _chosen(choices, here):
    return [(choice, here.with_(place=choice.town, region=choice.region.code)) for choice in choices]


class _Address:
    """The list's own address with some of its questions changed."""

    def __init__(self, asked):
        self.asked = asked

    def with_(self, **changes):
        query = urlencode({name: value for name, value in {**self.asked, **changes}.items() if value})
        return f"{reverse('stations:list')}?{query}" if query else reverse("stations:list")


def _drill_down(found, wish):
    if found.choices or wish.position or (wish.place and not found.region):
        return []
    return finder.below(found.region)


def _way_up(region, here):
    """全国 › 江西省 › 赣州市, each a link; empty without a region."""
    if region is None:
        return []
    steps, parent = [], region.parent
    while parent:
        if not parent.is_grouping:
            steps.append((parent.name, here.with_(place="", region=parent.code)))
        parent = parent.parent
    return [(_("全国"), here.with_(place="", region="")), *reversed(steps)]


@require_safe
def detail(request, code):
    now = timezone.now()
    today = now.astimezone(SHANGHAI).date()
    stations = Station.objects.with_schedule(now).select_related("region__parent__parent", "parent", "photo")
    station = get_object_or_404(stations, code=code)
    if not station.is_public:
        return _gone(request, station, now)
    calendar = selectors.calendar_at(now)
    row = selectors.row_of(station, now, calendar)
    table = station.timetable
    week = [
        {"day": day.date, "name": weekday_name(day.date), "is_today": day.date == today,
         "hours": [stretch(span) for span in day.spans], "reason": day.reason,
         "holiday": not day.is_special and calendar.kinds.get(day.date)}
        for day in week_of(table, today, calendar)
    ]  # fmt: skip
    around = [row, *selectors.around(station, now, calendar)]
    context = {
        "around": around,
        "figure": figure_of(around, SMALL) if len(around) > 1 else None,
        "holidays": on_paper.holidays_of(station),
        "qr": qr.svg(request.build_absolute_uri(request.path), _("这一页的网址")),
        "station": station,
        "stop": station.next_stop,
        "linked_data": linked.of(station, request.build_absolute_uri(request.path)),
        "row": row,
        "week": week if table.weekly or table.special else [],
        "is_provisional": any(calendar.is_provisional(line["day"]) for line in week),
        "visits": [] if station.is_paused else station.upcoming_visits,
        "closures": [one for one in station.coming_closures if one.first > today],
        "below": station.children.open_to_public().order_by("region__code", "pk")[:BELOW],
        "duty": [wording.on_duty(one, today, False) for one in station.coming_duty(table, now, calendar)],
        "other": None if row.is_open else selectors.nearest_open(station, now, calendar),
        "map_links": map_links.links_to(station.name, station.found_at),
        "crumbs": _crumbs(station),
    }
    return render(request, "stations/detail.html", context)


def _gone(request, station, now):
    """Closed for good: old papers and QR codes lead here, so that nobody goes there."""
    context = {
        "station": station,
        "other": selectors.nearest_open(station, now) or selectors.nearest_for(station.region.code, now),
        "crumbs": _crumbs(station),
    }
    return render(request, "stations/gone.html", context, status=410)


def _crumbs(station):
    listing = reverse("stations:list")
    region = station.region
    return [
        (_("找援助站"), listing),
        (region.name, f"{listing}?{urlencode({'region': region.code})}"),
        (station.name, ""),
    ]
