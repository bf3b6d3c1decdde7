from tests.access import Access


def of_drafts(office):
    return {"code": "draft"}


SEEN = {"supervisor": 200, "operator": 200}

ROWS = {
    "retention": Access(anonymous=302, staff=302, roles=SEEN),
    "retention_kind": Access(anonymous=302, staff=302, roles=SEEN, kwargs=of_drafts),
    "retention_add": Access(anonymous=302, staff=302, roles={"operator": 200}, kwargs=of_drafts),
    # A link does not do it.
    "retention_stop": Access(anonymous=302, staff=405, kwargs=of_drafts),
    "retention_withdraw": Access(anonymous=302, staff=405, kwargs=lambda office: {"pk": 10**9}),
}
