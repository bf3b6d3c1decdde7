"""What the papers of a station say, as values of JSON: words in Chinese, never markup."""

import io

import segno
from django.conf import settings
from django.urls import reverse

from foundation.content.templatetags.content_tags import chinese_date
from stations import on_paper
from stations.papers import law

HOTLINE = "12348"


def of_station(station):
    own = station.phone if station.phone != HOTLINE else ""
    return {
        "name": station.name,
        "kind": str(station.get_kind_display()),
        "region": station.region.full_name,
        "address": station.address,
        "directions": station.directions,
        "phone": own,  # empty: there is only the hotline
        "hotline": HOTLINE,
        "hours": on_paper.hours_of(station, is_lasting=True),
        "holidays": on_paper.holidays_of(station),
        "lawyers": "、".join(str(day) for day in station.lawyer_day_words),
        "services": [str(words) for words in station.service_words],
        "access": [str(words) for words in station.access_words],
        "verified_on": chinese_date(station.verified_on, "full"),
        "address_of_page": f"{settings.WAGTAILADMIN_BASE_URL}{reverse('stations:detail', args=[station.code])}",
    }


def law_on(day):
    return [
        {
            "heading": heading,
            "articles": [
                {
                    "label": one.label,
                    "statute": one.statute,
                    "paragraphs": one.paragraphs,
                    "since": chinese_date(one.since, "full"),
                }
                for one in articles
            ],
        }
        for heading, articles in law.sections(day)
    ]


def qr_of(text):
    """The code as an SVG that the template draws, however large."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=4, light="#fff", dark="#000")
    return drawn.getvalue().decode()
