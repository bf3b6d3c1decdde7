import pytest

from foundation.regions.models import Region
from stations.models import Station
from tests.migrating import migrate

pytestmark = pytest.mark.django_db

BEFORE = [
    *("self", "法院", "检察院", "看守所", "仲裁委", "劳动监察", "信访", "工会", "妇联"),
    *("共青团", "残联", "人社", "园区", "工地", "企业", "工会驿站", "物流站"),
]


def hosts(model):
    return list(model.objects.order_by("pk").values_list("host", flat=True))


def test_the_codes_of_hosts_become_english_and_chinese_again():
    region = Region.objects.create(code="360702", name="章贡区", level="county", full_name="章贡区")
    old = migrate("stations", "0002_whole_positions").get_model("stations", "Station")
    for number, host in enumerate([*BEFORE, "别处"]):
        old.objects.create(
            code=f"s{number}", name="站", level="county", kind="center", host=host, region_id=region.pk
        )
    migrate("stations", "0004_host_codes")
    assert hosts(Station) == [*Station.Host.values, "别处"]
    assert all(code.isascii() for code in Station.Host.values)
    migrate("stations", "0002_whole_positions")
    assert hosts(old) == [*BEFORE, "别处"]
    migrate("stations", "0004_host_codes")
