"""What is not a division of the table, and what several places are called: kinds of names, not single ones."""

import pytest

from foundation.regions.areas import new_areas
from foundation.regions.models import Region
from foundation.regions.towns import towns
from foundation.regions.understanding import understand

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture(scope="module")
def divisions(all_regions, django_db_blocker):
    with django_db_blocker.unblock():
        return Region.objects.as_divisions()


@pytest.fixture
def understood(divisions):
    return lambda text: understand(text, divisions, towns(), new_areas(), limit=60)


@pytest.fixture
def codes(understood):
    return lambda text: [division.code for division in understood(text).divisions]


@pytest.mark.parametrize(
    "text", ["大河东乡", "永新乡", "建安新区某厂", "新津南路", "小北区", "大平乡村", "上江北", "中国平安新区"]
)
def test_a_short_name_is_not_found_inside_a_longer_word(understood, text):
    named = {division.short_name for division in understood(text).divisions}
    assert not [short for short in named if text.find(short) > 0]


@pytest.mark.parametrize("text", ["河东乡", "大安乡", "东安乡"])
def test_a_town_that_is_listed_is_that_town(understood, text):
    meaning = understood(text)
    assert meaning.is_sure
    assert text in {town for _code, town in meaning.towns}


@pytest.mark.parametrize(
    ("text", "area", "lies_in"),
    [
        ("雄安新区", "雄安新区", ["130638", "130629", "130632"]),
        ("河北雄安", "雄安新区", ["130638", "130629", "130632"]),
        ("江西省赣江新区", "赣江新区", ["360111", "360112", "360482", "360425"]),
        ("赣州蓉江新区", "蓉江新区", ["360702"]),
        ("蓉江新区潭口镇", "蓉江新区", ["360702"]),
        ("青岛西海岸", "西海岸新区", ["370211"]),
        ("Xiong'an New Area", "雄安新区", ["130638", "130629", "130632"]),
        ("rongjiang xinqu", "蓉江新区", ["360702"]),
        ("浑南新区", "", ["210112"]),  # what a district was called
        ("滨海新区", "", ["120116"]),
        ("兰州", "", ["620100"]),
        ("fuzhou", "", ["350100", "361000"]),
        ("福州", "", ["350100"]),
    ],
)
def test_a_new_area_leads_to_what_it_lies_in(understood, text, area, lies_in):
    meaning = understood(text)
    assert (meaning.area, [division.code for division in meaning.divisions]) == (area, lies_in)


def test_every_new_area_lies_in_divisions_of_today():
    now = set(Region.objects.in_force().values_list("code", flat=True))
    assert not [area.name for area in new_areas() if not now.issuperset(area.lies_in)]


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("万盛区", ["500110"]),  # of Sichuan before, of Chongqing after
        ("荣昌县", ["500153"]),
        ("涪陵市", ["500102"]),
        ("崖县", ["460200"]),  # of Guangdong before
        ("中甸县", ["533401"]),  # renamed before its number changed
        ("武都地区", ["621200"]),
        ("大厂区", ["320116"]),  # whose number is another's now
        ("大厂", ["131028"]),
        ("天水县", ["620502", "620503"]),
        ("衡水县", ["131100"]),
        ("巢湖地区", ["340181", "340124", "340281", "340522", "340523"]),
        ("哲里木盟", ["150500"]),
        ("新浦区", ["320706"]),
    ],
)
def test_what_became_of_an_old_name(codes, text, now):
    assert codes(text) == now


def test_no_old_name_leads_to_a_province_where_a_nearer_is_known(divisions):
    for name in Region.objects.exclude(successors=None).exclude(successors=[]).values_list("name", flat=True):
        found, old = divisions.resolved(name)
        assert not old or len(found) == 1 or all(division.depth for division in found), name


def test_places_of_one_name_are_told_apart_by_their_cities(understood, codes):
    for text in ("北区", "东区", "中正区", "大安区"):
        names = [division.full_name for division in understood(text).divisions]
        assert len(names) == len(set(names)) > 1
    assert codes("臺北") == ["710100"]


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("新城镇", {"360723", "130684", "620293"}),  # a county's town there, a town here
        ("长安镇", {"441904", "210681"}),
        ("海州", {"210902", "320706"}),
        ("anyuan", {"360302", "360726"}),
        ("Shanxi", {"140000", "610000"}),
        ("shanxi sheng", {"140000", "610000"}),
        ("赣州市天水市", {"360700", "620500"}),
        ("江西省赣州市章贡区、甘肃省天水市秦州区", {"360702", "620502"}),
        ("Nan'an Town", {"360723", "141121"}),
        ("341000", {"341000", "360000"}),  # a number of the table, a postcode
        ("024", {"210100", "210400", "211200"}),
    ],
)
def test_several_that_may_be_meant_are_all_offered(codes, text, among):
    assert among <= set(codes(text))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Gan County", "360704"),
        ("Gan Xian", "360704"),
        ("Sha County", "350405"),
        ("Shenbei New District", "210113"),
        ("Pudong New Area, Shanghai", "310115"),
        ("lushun", "210212"),
        ("lvshunkou", "210212"),
        ("lyushunkou", "210212"),
        ("0797", "360700"),
        ("０９３８", "620500"),
        ("342500", "360000"),
        ("东莞长安镇", "441904"),
        ("赣州市章贡区水南镇", "360702"),
        ("Shuinan Town, Zhanggong", "360702"),
    ],
)
def test_one_that_is_meant_is_the_only_one(codes, text, code):
    assert codes(text) == [code]


def test_towns_called_like_a_county_are_known_beside_it(understood):
    meaning = understood("南安")
    assert [division.name for division in meaning.divisions] == ["南安市"]
    assert ("360723", "南安镇") in {(county.code, town) for county, town in meaning.namesakes}
    assert understood("南安市").namesakes == ()
