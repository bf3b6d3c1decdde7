from tests.access import Access

ROWS = {"search:results": Access(anonymous=200, staff=200)}
