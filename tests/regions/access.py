from tests.access import Access

ROWS = {}
