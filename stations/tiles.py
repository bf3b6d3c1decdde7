"""The operator's provider of map pictures, if there is one: its settings, and what is wrong with them."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from stations.datum import Datum

_FIELDS = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True)
class Provider:
    """`url`: with {z}, {x} and {y}. `credit`: whose pictures they are; `approval`: their 审图号."""

    url: str
    credit: str
    approval: str
    max_zoom: int
    datum: str

    @property
    def problems(self):
        """Why it may not be shown, in English for the operator; empty when all is said."""
        address = urlsplit(self.url)
        found = []
        if address.scheme not in {"https", "http"} or not address.hostname or "{" in address.netloc:
            found.append("MAP_TILES_URL must name one host, as in https://tiles.example.cn/{z}/{x}/{y}.png.")
        if set(_FIELDS.findall(self.url)) != {"z", "x", "y"}:
            found.append("MAP_TILES_URL must hold {z}, {x} and {y}, and no other field.")
        if not self.credit:
            found.append("MAP_TILES_ATTRIBUTION is empty: whose maps are they?")
        if not self.approval:
            found.append("MAP_TILES_APPROVAL is empty: a public map shows its 审图号.")
        if not 1 <= self.max_zoom <= 22:
            found.append("MAP_TILES_MAX_ZOOM must be 1 to 22.")
        if self.datum not in {Datum.GCJ02, Datum.WGS84}:
            found.append("MAP_TILES_DATUM must be gcj02 or wgs84.")
        return found


def configured():
    """What the settings say, right or wrong; None without a provider."""
    if not settings.MAP_TILES_URL:
        return None
    return Provider(
        settings.MAP_TILES_URL,
        settings.MAP_TILES_ATTRIBUTION,
        settings.MAP_TILES_APPROVAL,
        settings.MAP_TILES_MAX_ZOOM,
        settings.MAP_TILES_DATUM,
    )


def provider():
    """The provider whose pictures may be shown: none while anything is missing."""
    found = configured()
    return None if found is None or found.problems else found
