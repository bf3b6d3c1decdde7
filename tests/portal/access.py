from tests.access import Access

ROWS = {
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
    "site_map": Access(anonymous=200, staff=200),
}
