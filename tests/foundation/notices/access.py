from tests.access import Access

KEEPERS = {"supervisor": 200, "operator": 200}
ROWS = {
    "notices_inbox": Access(anonymous=302, staff=200),
    "notices_outbox": Access(anonymous=302, staff=302, roles=KEEPERS),
    "notices_outbox_results": Access(anonymous=302, staff=302, roles=KEEPERS),
    # POST alone sends.
    "notices_resend": Access(anonymous=302, staff=405, kwargs=lambda office: {"pk": 10**9}),
}
