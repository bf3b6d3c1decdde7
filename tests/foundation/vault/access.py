from tests.access import Access

# For superusers only: every role is led back home.
ROWS = {
    "vault_access": Access(anonymous=302, staff=302),
    "vault_access_results": Access(anonymous=302, staff=302),
}
