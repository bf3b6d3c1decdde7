from tests.access import Access

ROWS = {
    "second_factor": Access(anonymous=302, staff=302),
    "second_factor_setup": Access(anonymous=302, staff=200),
    # Nobody may reset a stranger's: an unknown person is not found, for everybody.
    "second_factor_reset": Access(anonymous=302, staff=404, kwargs=lambda office: {"user_id": 10**9}),
}
