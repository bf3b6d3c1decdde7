from datetime import date

import pytest

from foundation.content import places
from foundation.regions import services
from foundation.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")


def test_all_provinces_prefectures_and_counties_are_there():
    table = Region.objects.in_force().formal()
    assert table.filter(level="province").count() == 34
    assert table.filter(level="prefecture").count() == 333
    assert 2840 <= table.filter(level="county").count() <= 2850


def test_loading_again_changes_nothing(django_assert_max_num_queries):
    with django_assert_max_num_queries(4):  # a savepoint and one reading
        done = services.load_regions()
    assert (done.created, done.updated) == (0, 0)


def test_loading_repairs_a_row_and_keeps_those_of_the_operator():
    Region.objects.filter(code="360702").update(name="?")
    Region.objects.create(code="999999", name="自己加的", full_name="自己加的", level="county")
    assert services.load_regions().updated == 1
    assert Region.objects.by_code("360702").name == "章贡区"
    assert Region.objects.by_code("999999")


@pytest.mark.parametrize(
    ("code", "full_name"),
    [
        ("360702", "江西省赣州市章贡区"),
        ("620502", "甘肃省天水市秦州区"),
        ("210103", "辽宁省沈阳市沈河区"),
        ("110105", "北京市朝阳区"),
        ("500101", "重庆市万州区"),
        ("419001", "河南省济源市"),
        ("659001", "新疆维吾尔自治区石河子市"),
        ("362101", "江西省赣州地区赣州市"),  # on identity cards of before 1999
        ("510202", "四川省重庆市渝中区"),  # before Chongqing was a municipality
    ],
)
def test_full_names_are_spoken_as_people_do(code, full_name):
    assert Region.objects.by_code(code).full_name == full_name


def test_a_code_is_looked_up_as_of_a_day():
    xiacheng = Region.objects.get(code="330103")
    assert Region.objects.current(date(2020, 6, 1)).filter(pk=xiacheng.pk).exists()
    assert not Region.objects.current(date(2026, 11, 22)).filter(pk=xiacheng.pk).exists()
    assert (
        Region.objects.by_code("330103", date(2026, 11, 22)) == xiacheng
    )  # the latest known, retired or not
    assert Region.objects.by_code("500157", date(2020, 1, 1)).name == "两江新区"
    assert Region.objects.by_code("000001") is None


@pytest.mark.parametrize("code", ["110100", "419000", "429000", "469000", "441921", "340190", "710101"])
def test_what_is_no_division_is_marked(code):
    assert Region.objects.get(code=code, valid_to=None).is_pseudo


@pytest.mark.parametrize(
    ("code", "pinyin"),
    [
        ("500000", "chongqingshi"),
        ("341500", "luanshi"),
        ("340300", "bengbushi"),
        ("350200", "xiamenshi"),
        ("331000", "taizhoushi"),
        ("130225", "laotingxian"),
        ("330382", "yueqingshi"),
        ("140400", "changzhishi"),
        ("360731", "yuduxian"),
        ("621223", "tanchangxian"),
    ],
)
def test_pinyin_is_that_of_the_place(code, pinyin):
    assert Region.objects.get(code=code, valid_to=None).pinyin == pinyin


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("章贡", ["360702"]),
        ("章贡区", ["360702"]),
        (" 章贡区 水南镇 ", ["360702"]),
        ("赣州章贡水南镇", ["360702"]),
        ("zhanggong", ["360702"]),
        ("Zhang Gong", ["360702"]),
        ("ganzhou", ["360700", "620702"]),
        ("赣州", ["360700"]),
        ("南昌", ["360100"]),
        ("吉林", ["220000"]),
        ("朝阳", ["211300", "110105", "220104"]),
        ("北京朝阳", ["110105"]),
        # A county that is called like its city is meant by its whole name only.
        ("吉安 吉州区", ["360802"]),
        ("吉安吉安县", ["360821"]),
        ("江西吉安敦厚镇", ["360821"]),
        ("江西省吉安市吉安县敦厚镇", ["360821"]),
        ("长沙岳麓区", ["430104"]),
        ("承德双桥区", ["130802"]),
        ("大理下关", ["532901"]),  # once a city of its own
        ("大理市下关镇", ["532901"]),
        ("广西", ["450000"]),
        ("360702", ["360702"]),
        ("３６", ["360000"]),
        ("贛州章貢區", ["360702"]),
        ("瀋陽", ["210100"]),
        ("乾縣", ["610424"]),
        ("吉安吉州", ["360802"]),
        ("南昌 青云谱区", ["360104"]),
        ("吉林 长春", ["220100"]),
        ("吉安 吉安县", ["360821"]),
        ("江西吉安", ["360800"]),
        ("南昌县", ["360121"]),
        ("吉安县 敦厚镇", ["360821"]),
        # What stands before a name says whether it is meant.
        ("天津南开", ["120104"]),
        ("天津津南", ["120112"]),
        ("河北石家庄", ["130100"]),
        ("上海南汇", ["310115"]),
        ("天津滨海", ["120000"]),
        ("重庆江北", ["500157"]),  # that district went into it in 2025
        ("赣州中山路", ["360700"]),
        ("上海南京西路", ["310000"]),
        ("深圳龙华", ["440309"]),
        ("龙华 深圳", ["440309"]),
        ("南通州区", ["320612"]),
        ("河北邢台", ["130500"]),
        # Where nothing stands beside it, it is asked which.
        ("河北某工地", ["130000", "120105"]),
        ("海南某工地", ["460000", "632500", "150303"]),
        ("和平路 赣州", ["360700"]),
        # A longer name holds a shorter one.
        ("运城 新绛县", ["140825"]),
        ("石家庄井陉矿区", ["130107"]),
        ("石家庄井陉", ["130121"]),
        # And is not one: 北区 in 渝北区, 中山 in 中山路.
        ("渝北区", ["500157", "500109"]),
        ("华北区域", []),
        ("中山路", []),
        # What ends otherwise than the place does is another place, if there is one.
        ("上饶县", ["361104"]),
        ("章贡县", ["360702"]),
        ("恩施州", ["422800"]),
        ("广西省", ["450000"]),
        ("工地赣州", ["360700"]),
        # A town leads to its county.
        ("社棠镇", ["620503"]),
        ("潭口镇洋田村", ["360702"]),
        ("赣州沙河镇", ["360702"]),
        ("社棠", []),  # a word like any other, where not only places are typed
        # In Latin letters.
        ("Luliang", ["141100", "530322"]),
        ("lüliang", ["141100"]),
        ("lvliang", ["141100"]),
        ("lyuliang", ["141100"]),
        ("lu liang", ["141100", "530322"]),
        ("Zhanggong, Ganzhou", ["360702"]),
        ("Zhanggong District", ["360702"]),
        ("Zhanggong District, Ganzhou City, Jiangxi Province, China", ["360702"]),
        ("Ganzhou Zhanggong", ["360702"]),
        ("Zhanggong Ganzhou", ["360702"]),
        ("Nowhere, Ganzhou", ["360700", "620702"]),
        ("Chaoyang, Beijing", ["110105"]),
        ("Shaanxi", ["610000"]),
        ("Shanxi", ["140000", "610000"]),
        ("Hohhot", ["150100"]),
        ("Inner Mongolia Autonomous Region", ["150000"]),
        ("Ürümqi", ["650100"]),
        ("Urumqi", ["650100"]),
        ("Tibet", ["540000"]),
        ("Macao SAR", ["820000"]),
        ("Hong Kong", ["810000"]),
        ("jiashi", ["653129"]),
        ("muling", ["231085"]),
        ("laoling", ["371481"]),
        ("lueyang", ["610727"]),
        ("lveyang", ["610727"]),
        ("lüeyang", ["610727"]),
        ("zgq", ["360702"]),
        ("gz", None),
        ("没有这个地方", []),
        ("", []),
        ("\x00", []),
        ("%", []),
        ("章" * 2000, []),
    ],
)
def test_a_place_is_found_as_people_type_it(text, codes):
    found = [region.code for region in places.meant(text)]
    assert found == codes if codes is not None else len(found) > 1


def test_the_start_of_a_name_offers_what_begins_so():
    assert "沈阳市" in [r.name for r in places.meant("沈")]
    assert "shenyangshi" in [r.pinyin for r in places.meant("sheny")]


@pytest.mark.parametrize("text", ["xi'an", "xi’an", "Xian"])
def test_the_greater_place_of_one_sound_comes_first(text):
    assert places.meant(text)[0].name == "西安市"


@pytest.mark.parametrize(
    ("text", "codes", "old"),
    [
        ("崇文区", ["110101"], "崇文区"),
        ("崇文", ["110101"], "崇文区"),
        ("杭州江干区", ["330102", "330114"], "江干区"),
        ("江西星子县", ["360483"], "星子县"),
        ("天水北道区", ["620503"], "北道区"),  # the same code, renamed
        ("龙南县", ["360783"], "龙南县"),  # one of the same short name in the province
        ("赣州地区", ["360700"], "赣州地区"),
        ("宁波江东区", ["330212"], "江东区"),
        ("动力区", ["230100"], "动力区"),  # nobody says what became of it: the city it lay in
        ("襄樊", ["420600"], "襄樊市"),
        ("新华区", None, ""),  # in force elsewhere: no old name
        ("章贡区", ["360702"], ""),
    ],
)
def test_an_old_name_leads_to_those_of_today_and_is_named(text, codes, old):
    meaning = places.understood(text)
    assert codes is None or [division.code for division in meaning.divisions] == codes
    assert (meaning.old.name if meaning.old else "") == old


def test_every_successor_is_in_force():
    now = set(Region.objects.in_force().values_list("code", flat=True))
    named = Region.objects.exclude(successors=None).values_list("code", "successors")
    assert not [(code, there) for code, codes in named for there in codes if there not in now]


@pytest.mark.parametrize(
    ("text", "towns", "rest"),
    [
        ("社棠", {"620503": "社棠镇"}, "社棠"),
        ("赣州章贡区水南镇中山路", {"360702": "水南街道"}, "水南镇中山路"),  # 镇 where the list has 街道
        ("Shuinan, Zhanggong", {"360702": "水南街道"}, "Shuinan, Zhanggong"),
        ("Ganzhou Shahe", {"360702": "沙河镇"}, "Ganzhou Shahe"),
        ("shetang zhen", {"620503": "社棠镇"}, "shetang zhen"),
        ("江干区彭埠街道", {"330102": "彭埠街道"}, "彭埠街道"),
        ("章贡", {}, ""),
        ("章贡区洋田村", {}, "洋田村"),
    ],
)
def test_a_town_is_known_in_its_county(text, towns, rest):
    meaning = places.understood(text)
    assert dict(meaning.towns) == towns
    assert meaning.rest == rest
    assert [division.code for division in meaning.divisions] == (list(towns) or ["360702"])


def test_a_town_of_several_counties_asks_which():
    meaning = places.understood("南安镇")
    assert {("360723", "南安镇"), ("141121", "南安镇")} <= set(meaning.towns)
    assert not places.understood("创业园").is_sure  # a street in 绵阳, and a building anywhere


@pytest.mark.parametrize(
    ("code", "latin"),
    [("360702", "Zhanggong"), ("610000", "Shaanxi"), ("150100", "Hohhot"), ("141100", "Lüliang")],
)
def test_a_name_is_written_as_it_is_officially(code, latin):
    assert Region.objects.by_code(code).latin == latin
