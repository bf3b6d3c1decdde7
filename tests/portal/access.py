from tests.access import Access


def _place(office):
    return {"region": office.region.code}


def _explainer(office):
    from tests.laws.page_factories import explainer

    return {**_place(office), "pk": explainer().pk}


ROWS = {
    "api_stations": Access(anonymous=200, staff=200),
    "api_openapi": Access(anonymous=200, staff=200),
    "healthz": Access(anonymous=200, staff=200),
    "readyz": Access(anonymous=200, staff=200),
    "front": Access(anonymous=302, staff=302),
    "display": Access(anonymous=302, staff=302),
    "leave": Access(anonymous=302, staff=302),
    "robots_txt": Access(anonymous=200, staff=200),
    "sitemap": Access(anonymous=200, staff=200),
    "security_txt": Access(anonymous=200, staff=200),
    "image": Access(anonymous=404, staff=404, kwargs=lambda office: {"path": "no-such.png"}),
    "favicon": Access(anonymous=301, staff=301),
    "worker": Access(anonymous=200, staff=200),
    "saved:choose": Access(anonymous=200, staff=200),
    "saved:offline": Access(anonymous=200, staff=200),
    **{
        f"saved:{name}": Access(anonymous=200, staff=200, kwargs=_place)
        for name in ("stations", "phones", "manifest")
    },
    "saved:explainer": Access(anonymous=200, staff=200, kwargs=_explainer),
    "site_map": Access(anonymous=200, staff=200),
}
