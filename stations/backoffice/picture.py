"""Where a point stands that somebody has typed: a plan of it among its neighbours, in which datum, how far from its town."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stations import drawing, keepers, map_links, wording
from stations.choices import DATUMS
from stations.datum import to_wgs84
from stations.exchange import plan, points
from stations.exchange.doubts import Neighbourhood, Place
from stations.models import Station

NEIGHBOURS, WITHIN_M, WIDTH = 5, 20_000, 360
SHOWN_DOUBTS = ("far", "shift")  # of an import: those that a look at the point settles


@dataclass(frozen=True)
class Picture:
    """`neighbours`: [(number in the plan, station, how far in words)]; the point itself is number 1."""

    plan: drawing.Drawing
    neighbours: list
    point: tuple[float, float]
    datum: str
    distances: list[str]
    doubts: list[str]
    links: list

    @property
    def frame(self):
        return self.plan.width - 2, self.plan.height - 2

    @property
    def bar_words(self):
        return wording.length(self.plan.bar_m)

    @property
    def bar_y(self):
        return self.plan.height - 22

    @property
    def bar_end(self):
        return round(30 + self.plan.bar, 1)


class AskedForm(forms.Form):
    """What a form or a file says of a place; `pasted` goes before the two numbers, as when it is saved."""

    lat = forms.FloatField(required=False)
    lng = forms.FloatField(required=False)
    datum = forms.ChoiceField(choices=DATUMS, required=False)
    pasted = forms.CharField(required=False, max_length=2000)
    region = forms.CharField(required=False, max_length=6)
    address = forms.CharField(required=False, max_length=200)
    code = forms.CharField(required=False, max_length=60)

    def clean(self):
        """`place`: (latitude, longitude, datum) as told; None while nothing is typed."""
        asked = super().clean()
        place = asked.get("lat"), asked.get("lng"), asked.get("datum") or "wgs84"
        if asked.get("pasted"):
            try:
                point = points.read(asked["pasted"], place[2])
            except ValueError as error:
                raise forms.ValidationError(str(error)) from error
            place = point.lat, point.lng, point.datum.value
        if problem := wording.point_problem(*place[:2]):
            raise forms.ValidationError(problem)
        asked["place"] = None if None in place else place
        return asked


@require_safe
def picture(request):
    """As a piece of the form that is being filled in, or as a page of its own, from the list of an import."""
    if not keepers.keeps(request.user):
        raise PermissionDenied
    form = AskedForm(_asked(request))
    asked = form.cleaned_data if form.is_valid() else {}
    shown = None
    if asked.get("place"):
        shown = picture_of(asked["place"], asked["region"], asked["address"], asked["code"])
    said = [message for messages in form.errors.values() for message in messages]
    context = {"picture": shown, "wrong": said, "page_title": _("这个点在哪里"), "header_icon": "site"}
    template = "stations/admin/picture.html" if "piece" in request.GET else "stations/admin/picture_page.html"
    return render(request, template, context)


def _asked(request):
    """What is typed; of a row in a file, what it does not say is as the station has it."""
    asked = {name: text for name, text in request.GET.items() if text}
    if "piece" in asked or "code" not in asked:
        return asked
    mine = keepers.stations_of(request.user).select_related("region")
    station = mine.filter(code=asked["code"]).exclude(lat=None).first()
    if station is None:
        return asked
    lat, lng = station.told_at
    told = {"lat": lat, "lng": lng, "datum": station.datum, "region": station.region.code}
    return {**told, "address": station.address, **asked}


def picture_of(place, region="", address="", code=""):
    """`place`: (latitude, longitude, datum) as it was told; `code`: of the station that it is, so that it is no neighbour."""
    lat, lng = to_wgs84(*place)
    near = Station.objects.open_to_public().exclude(code=code).near(lat, lng, WITHIN_M)[:NEIGHBOURS]
    around = list(enumerate(near, start=2))
    marks = [drawing.Mark(1, lat, lng), *(drawing.Mark(n, one.lat, one.lng) for n, one in around)]
    here = Place(code, "", region, address, "", lat, lng)
    others = Neighbourhood(plan.all_places(leaving_out=[code], region__code=region) if region else [])
    return Picture(
        drawing.draw(marks, WIDTH),
        [(n, one, wording.distance(one.distance_m)) for n, one in around],
        (round(lat, 6), round(lng, 6)),
        dict(DATUMS)[place[2]],
        [
            _("离%(where)s别的站约 %(far)s") % {"where": where, "far": wording.distance(metres)}
            for where, metres in others.distances(here)
        ],
        [said for _kind, said in others.far_off(here)],
        [link for link in map_links.links_to(address or _("这个点"), (lat, lng)) if not link.is_app],
    )
