"""Which place is meant when several may be, and what the list says of how far it is and why it stands so."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import Site

from foundation.content.models import SiteIdentity
from foundation.workdays import services as workdays
from foundation.workdays.rules import SHANGHAI
from stations import finder
from stations.finder import Choice, Wish
from stations.models import ScheduledVisit
from tests.stations.factories import RegionFactory, StationFactory

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 11, 20, 10, tzinfo=SHANGHAI)
HOME = "360700"


@pytest.fixture(autouse=True)
def on_friday_morning():
    workdays.import_all()
    with time_machine.travel(FRIDAY, tick=False):
        yield


@pytest.fixture(autouse=True)
def city():
    """赣州 with three counties; 泉州 with a city that is called like a town of one of them; 九江 without stations."""
    jiangxi = RegionFactory(code="360000", name="江西省", pinyin="jiangxisheng")
    ganzhou = RegionFactory(code=HOME, name="赣州市", pinyin="ganzhoushi", parent=jiangxi)
    RegionFactory(code="360702", name="章贡区", pinyin="zhanggongqu", parent=ganzhou)
    RegionFactory(code="360723", name="大余县", pinyin="dayuxian", parent=ganzhou)
    RegionFactory(code="360726", name="安远县", pinyin="anyuanxian", parent=ganzhou)
    jiujiang = RegionFactory(code="360400", name="九江市", parent=jiangxi)
    RegionFactory(code="360483", name="庐山市", parent=jiujiang)
    pingxiang = RegionFactory(code="360300", name="萍乡市", parent=jiangxi)
    RegionFactory(code="360302", name="安源区", pinyin="anyuanqu", parent=pingxiang)
    quanzhou = RegionFactory(code="350500", name="泉州市", parent=RegionFactory(code="350000", name="福建省"))
    RegionFactory(code="350583", name="南安市", pinyin="nananshi", parent=quanzhou)
    anyang = RegionFactory(code="410500", name="安阳市", parent=RegionFactory(code="410000", name="河南省"))
    RegionFactory(code="410506", name="龙安区", parent=anyang)
    baoding = RegionFactory(code="130600", name="保定市", parent=RegionFactory(code="130000", name="河北省"))
    for code, name in (("130629", "容城县"), ("130632", "安新县"), ("130638", "雄县")):
        RegionFactory(code=code, name=name, parent=baoding)
    return ganzhou


@pytest.fixture
def asked(client):
    SiteIdentity.objects.update_or_create(
        site=Site.objects.get(is_default_site=True), defaults={"home_region": HOME}
    )
    return lambda **wish: client.get(reverse("stations:list"), wish)


def found(**wish):
    return finder.find(Wish(home=HOME, **wish), FRIDAY)


def names(answer):
    return [row.station.name for row in answer.rows]


def said(page):
    return page.content.decode().replace("<span>", "").replace("</span>", "")


# --- which place --------------------------------------------------------------------------------------
def test_a_town_of_home_is_offered_beside_a_city_elsewhere():
    StationFactory(region__code="360723")
    choices = [(choice.region.code, choice.town) for choice in found(place="南安").choices]
    assert choices == [("360723", "南安镇"), ("350583", "")]


def test_a_county_of_home_is_offered_before_one_of_the_same_sound():
    assert [choice.region.code for choice in found(place="anyuan").choices] == ["360726", "360302"]


def test_a_listed_street_comes_before_a_town_office_far_off():
    StationFactory(name="中心", address="文明大道 1 号")
    StationFactory(name="县站", region__code="360723", address="解放路")
    here = found(place="文明大道")
    assert here.is_named
    assert (names(here)[0], here.origin.name) == ("中心", "文明大道")
    assert [choice.region.code for choice in here.elsewhere] == ["410506"]
    assert found(place="河南文明大道").region.code == "410506"


def test_what_a_town_names_stands_first_wherever_it_may_be():
    """南安镇 of two counties of which none is home."""
    RegionFactory(code="141121", name="文水县", parent__code="141100", parent__name="吕梁市")
    StationFactory(name="文水中心", region__code="141121")
    StationFactory(name="文水站", region__code="141121", kind="workstation", address="南安镇政府旁")
    StationFactory(name="大余中心", region__code="360723")
    here = finder.find(Wish(place="南安镇", home="620500"), FRIDAY)
    assert [choice.region.code for choice in here.choices] == ["141121", "360723"]
    assert names(here)[0] == "文水站"


def test_a_division_that_was_named_is_not_given_up_for_a_street_of_home():
    StationFactory(address="容城路 3 号，某厂旁")
    assert found(place="容城县某厂").region.code == "130629"


def test_what_stands_at_home_word_for_word_is_no_city_elsewhere_of_which_it_begins_with_the_name():
    """容城工业园 of home, and 容城县 of Hebei."""
    StationFactory(name="园区站", address="容城工业园南门")
    here = found(place="容城工业园")
    assert here.is_named
    assert names(here)[0] == "园区站"
    assert found(place="容城县").region.code == "130629"
    assert found(place="容城县工业园").region.code == "130629"


def test_a_new_area_is_said_and_chosen_from(asked):
    page = asked(place="雄安新区")
    assert {choice.region.code for choice, url in page.context["choices"]} == {"130629", "130632", "130638"}
    assert "雄安新区在下面几处" in said(page)
    StationFactory(name="章贡中心")
    page = asked(place="蓉江新区")
    assert "蓉江新区在江西省赣州市章贡区。" in said(page)
    assert names(page.context["found"]) == ["章贡中心"]


def test_few_choices_stand_before_the_first_station():
    counts = (0, 3, 0, 2, 1, 1, 1)
    first, folded = finder.foremost([Choice(None, count) for count in counts])
    assert [choice.count for choice in first] == [3, 2, 1, 1]
    assert [choice.count for choice in folded] == [1, 0, 0]
    first, folded = finder.foremost([Choice(None, count) for count in (0, 1, 0, 0, 0)])
    assert [choice.count for choice in first] == [1]
    empty = [Choice(None, 0)] * 6
    assert finder.foremost(empty) == (empty[:4], empty[4:])
    assert finder.foremost(empty[:3]) == (
        empty[:3],
        [],
    )  # 江干区 went to two, whether they have stations or not


def test_a_pasted_message_is_kept_and_its_beginning_understood(asked):
    StationFactory(name="章贡中心")
    typed = "江西省赣州市章贡区文明大道，" + "老板欠我们三个月工资，" * 12
    page = asked(place=typed)
    assert names(page.context["found"])[0] == "章贡中心"
    assert f'value="{typed}"' in page.content.decode()
    assert "字太多，只看了前面的" in page.content.decode()
    assert page.context["found"].region.code == "360702"


def test_what_was_chosen_is_said_above_the_list_and_can_be_dropped(asked):
    StationFactory()
    page = asked(place="章贡区", evening="1", language="hak", access="ramp")
    assert page.context["chosen"] == ["客家话", "有轮椅坡道", "晚上六点以后也有人"]
    assert "<details open" not in page.content.decode()
    assert asked(place="章贡区", language="klingon").context["chosen"] == []


def test_an_address_of_a_region_that_is_gone_says_so(asked):
    StationFactory()
    page = said(asked(region="999999"))
    assert "这个网址里的地方没有了，先列赣州市的" in page
    assert "“”" not in page


# --- how far ------------------------------------------------------------------------------------------
def test_distances_of_a_town_are_reckoned_from_what_stands_in_it():
    centre = StationFactory(name="区中心", lat=25.84, address="沙河大道 2 号")
    ScheduledVisit.objects.create(
        station=centre, starts_at=FRIDAY + timedelta(days=1), ends_at=FRIDAY + timedelta(days=1, hours=2),
        place="沙河工业园",
    )  # fmt: skip
    StationFactory(name="告示牌", kind="notice_board", lat=25.91, address="沙河工业园")
    StationFactory(name="沙河站", kind="workstation", lat=25.90, address="沙河镇司法所内")
    here = found(place="章贡区沙河镇")
    assert names(here) == ["沙河站", "区中心", "告示牌"]
    assert here.origin == (25.90, 114.93, "沙河镇")
    assert "7 公里" in next(row.distance for row in here.rows if row.station == centre)


def test_what_is_called_after_the_town_comes_before_what_only_stands_there():
    StationFactory(name="大余中心", region__code="360723", address="南安镇")
    StationFactory(name="告示牌，南安镇", region__code="360723", kind="notice_board")
    StationFactory(name="南安镇工作站", region__code="360723", kind="workstation")
    here = found(place="大余县南安镇")
    assert (names(here), here.origin.name) == (["南安镇工作站", "大余中心", "告示牌，南安镇"], "南安镇")


def test_a_town_is_called_as_its_own_county_calls_it():
    """水南镇 of many counties is 水南街道 here."""
    StationFactory(name="水南站", address="水南街道")
    assert found(place="水南镇").origin.name == "水南街道"


def test_of_a_town_without_a_station_the_distance_names_the_centre():
    StationFactory(name="区中心")
    assert found(place="章贡区沙河镇").origin.name == "区中心"


@pytest.mark.parametrize(
    "wish", [{"place": "星子县"}, {"place": "庐山市"}, {"region": "360483"}, {"region": "350583"}]
)
def test_nothing_is_so_far_from_a_place_that_was_not_asked_for(wish):
    RegionFactory(
        code="360427", name="星子县", valid_to="2016-01-01", successors=["360483"], parent__code="360400"
    )
    StationFactory()
    here = found(**wish)
    assert here.rows
    assert (here.origin, {row.distance for row in here.rows}) == (None, {""})


def test_where_none_fits_it_is_reckoned_from_ones_own_centre():
    StationFactory(name="大余中心", region__code="360723", lat=25.40)
    StationFactory(name="章贡中心", lat=25.84, services=["mediation"])
    here = found(place="大余县", need="mediation")
    assert (names(here), here.origin.name) == (["章贡中心"], "大余中心")


# --- in what order ------------------------------------------------------------------------------------
def test_of_a_city_its_centre_then_the_near_before_the_far(asked, city):
    StationFactory(name="远的中心", region__code="360723", lat=25.40)
    StationFactory(name="法院站", region=city, kind="workstation", lat=25.85)
    StationFactory(name="近的中心", lat=25.87)
    StationFactory(name="告示牌", kind="notice_board", lat=25.841)
    StationFactory(name="市中心", region=city, lat=25.84)
    page = asked(place="赣州市")
    assert names(page.context["found"]) == ["市中心", "法院站", "近的中心", "远的中心", "告示牌"]
    assert "先列全市的中心，再由近到远" in said(page)


def test_of_a_province_nothing_is_near_and_centres_come_first(asked):
    StationFactory(name="大余站", region__code="360723", kind="workstation")
    StationFactory(name="安远中心", region__code="360726")
    page = asked(place="江西")
    assert names(page.context["found"]) == ["安远中心", "大余站"]
    assert "“江西省”有 2 个，中心在前。" in said(page)


@pytest.mark.parametrize("when", [{"weekend": True}, {"evening": True}])
def test_a_board_is_never_staffed(when):
    hours = [(day, "09:00", "21:00") for day in range(1, 8)]
    StationFactory(name="告示牌", kind="notice_board", hours=hours)
    StationFactory(name="站", kind="workstation", hours=hours)
    assert names(found(place="赣州市", **when)) == ["站"]
