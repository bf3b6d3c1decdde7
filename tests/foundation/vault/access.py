from tests.access import Access

# For who audits; every other role is led back home.
ROWS = {
    "vault_access": Access(anonymous=302, staff=302, roles={"auditor": 200}),
    "vault_access_results": Access(anonymous=302, staff=302, roles={"auditor": 200}),
}
