from tests.access import Access

# Without a draft or a looked-up application of this visit there is nothing to show: off to where it begins.
ROWS = {
    "aid:start": Access(anonymous=200, staff=200),
    "aid:resume": Access(anonymous=200, staff=200),
    "aid:saved": Access(anonymous=302, staff=302),
    "aid:check": Access(anonymous=302, staff=302),
    "aid:submitted": Access(anonymous=302, staff=302),
    "aid:step": Access(anonymous=302, staff=302, kwargs=lambda office: {"slug": "who"}),
    "aid:track": Access(anonymous=200, staff=200),
    "aid:status": Access(anonymous=302, staff=302),
    "aid:add_papers": Access(anonymous=302, staff=302),
    "aid:withdraw": Access(anonymous=302, staff=302),
}
