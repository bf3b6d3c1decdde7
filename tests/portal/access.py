from tests.access import Access

ROWS = {
    "display": Access(anonymous=302, staff=302),
    "leave": Access(anonymous=302, staff=302),
    "site_map": Access(anonymous=200, staff=200),
}
