from tests.access import Access
from tests.campaigns.page_factories import event

ROWS = {"campaigns:calendar": Access(anonymous=200, staff=200, kwargs=lambda office: {"pk": event().pk})}
