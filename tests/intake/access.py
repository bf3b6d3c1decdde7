from uuid import uuid4

from tests.access import Access
from tests.stations.access import _code as _station

# Without a draft or a looked-up application of this visit there is nothing to show: off to where it begins.
ROWS = {
    "intake:start": Access(anonymous=200, staff=200),
    "intake:resume": Access(anonymous=200, staff=200),
    "intake:saved": Access(anonymous=302, staff=302),
    "intake:wrong": Access(anonymous=200, staff=200, kwargs=_station),
    "intake:call_back": Access(anonymous=200, staff=200),
    "intake:call_back_asked": Access(anonymous=302, staff=302),
    "intake:check": Access(anonymous=302, staff=302),
    "intake:submitted": Access(anonymous=302, staff=302),
    "intake:roster_sheet": Access(anonymous=200, staff=200),
    "intake:joined": Access(anonymous=302, staff=302),
    "intake:join": Access(anonymous=404, staff=404, kwargs=lambda office: {"code": "7K3M-92QF"}),
    "intake:join_prove": Access(anonymous=302, staff=302),
    "intake:step": Access(anonymous=302, staff=302, kwargs=lambda office: {"slug": "who"}),
    "intake:paper": Access(anonymous=302, staff=302, kwargs=lambda office: {"number": 1}),
    "intake:pieces": Access(anonymous=401, staff=401),
    "intake:own_pieces": Access(anonymous=401, staff=401),
    "intake:track": Access(anonymous=200, staff=200),
    "intake:status": Access(anonymous=302, staff=302),
    "intake:lost": Access(anonymous=200, staff=200),
    "intake:prove": Access(anonymous=302, staff=302),
    "intake:close": Access(anonymous=405, staff=405),
    "intake:own_paper": Access(anonymous=302, staff=302, kwargs=lambda office: {"pk": uuid4()}),
    "intake:own_letter": Access(anonymous=302, staff=302, kwargs=lambda office: {"pk": 1}),
    "intake:answers": Access(anonymous=302, staff=302),
    "intake:correct": Access(anonymous=302, staff=302, kwargs=lambda office: {"slug": "employer"}),
    "intake:ask": Access(anonymous=302, staff=302, kwargs=lambda office: {"kind": "complaint"}),
    "intake:ask_first_aid": Access(anonymous=302, staff=302),
    "intake:again": Access(anonymous=405, staff=405),
    "intake:copy": Access(anonymous=302, staff=302),
    "intake:add_papers": Access(anonymous=302, staff=302),
    "intake:authority": Access(anonymous=302, staff=302),
    "intake:print": Access(anonymous=302, staff=302, kwargs=lambda office: {"paper": "application"}),
    "intake:withdraw": Access(anonymous=302, staff=302),
    "intake:undo": Access(anonymous=405, staff=405),
}
