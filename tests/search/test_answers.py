"""What is answered outright, above the hits."""

import pytest
from bs4 import BeautifulSoup

from laws.models import Article
from laws.services import load_all, read_data
from search.answers import answers_to
from search.query import parse
from stations.models import Hotline
from tests.laws.factories import TermFactory
from tests.laws.page_factories import explainer, region
from tests.stations.factories import StationFactory

pytestmark = pytest.mark.django_db
RESULTS = "/zh-hans/search/"


@pytest.fixture
def laws():
    load_all(read_data())


@pytest.fixture
def places():
    jiangxi = region("360000", "江西省", "江西省", "province")
    ganzhou = region("360700", "赣州市", "江西省赣州市", "prefecture")
    zhanggong, nankang = region(), region("360703", "南康区", "江西省赣州市南康区")
    chaoyang = region("110105", "朝阳区", "北京市朝阳区")
    for one, short, parent in (
        (jiangxi, "江西", None),
        (ganzhou, "赣州", jiangxi),
        (zhanggong, "章贡", ganzhou),
        (nankang, "南康", ganzhou),
        (chaoyang, "朝阳", None),
    ):
        one.short_name, one.parent = short, parent
        one.pinyin = {"赣州": "ganzhoushi"}.get(short, "")
        one.save()
    StationFactory(
        name="章贡区法律援助中心",
        kind="center",
        region=zhanggong,
        address="红旗大道 1 号",
        lat=25.86,
        lng=114.93,
    )
    StationFactory(
        name="章贡区水南工作站",
        kind="workstation",
        region=zhanggong,
        address="水南镇司法所",
        lat=25.83,
        lng=114.95,
    )
    StationFactory(
        name="南康区法律援助中心", kind="center", region=nankang, address="泰康路", lat=25.66, lng=114.76
    )


@pytest.fixture
def hotlines():
    Hotline.objects.create(phone="12348", name="公共法律服务热线", description="问律师")
    Hotline.objects.create(phone="12333", name="人社服务热线", description="劳动保障")
    Hotline.objects.create(phone="12300", name="停了", description="", is_active=False)


def answers(typed, **options):
    return answers_to(parse(typed), home="360700", **options)


def templates(typed):
    return [answer.template for answer in answers(typed)]


# --- articles ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "code", "number", "meant"),
    [
        ("劳动合同法38条", "LAW-LABOUR-CONTRACT", "38", []),
        ("劳动合同法第三十八条", "LAW-LABOUR-CONTRACT", "38", []),
        ("《中华人民共和国劳动合同法》第38条第2款", "LAW-LABOUR-CONTRACT", "38", ["用人单位以暴力、"]),
        ("劳动合同法第三十八条第一款第二项", "LAW-LABOUR-CONTRACT", "38", ["（二）未及时足额"]),
        ("劳动合同法38条第3项", "LAW-LABOUR-CONTRACT", "38", ["（三）未依法为劳"]),
        ("第三十八条 劳动合同法", "LAW-LABOUR-CONTRACT", "38", []),
        ("勞動合同法第３８條", "LAW-LABOUR-CONTRACT", "38", []),
        ("请问劳动法第四十四条怎么规定的", "LAW-LABOUR", "44", []),
        ("工伤14条", "REG-WORK-INJURY", "14", []),
        ("工伤条例第十四条", "REG-WORK-INJURY", "14", []),
        ("刑法276条之一", "LAW-CRIMINAL", "276-1", []),
        ("刑法276条", "LAW-CRIMINAL", "276-1", []),  # of which we have no other
        ("刑法第二百七十六条之一", "LAW-CRIMINAL", "276-1", []),
        ("劳动合同法38", "LAW-LABOUR-CONTRACT", "38", []),
        ("劳合法三十八", "LAW-LABOUR-CONTRACT", "38", []),
        ("《劳动合同法》 38 怎么说", "LAW-LABOUR-CONTRACT", "38", []),
        ("法援法42条", "LAW-LEGAL-AID", "42", []),
        ("保障农民工工资支付条例三十", "REG-MIGRANT-WAGES", "30", []),
    ],
)
def test_an_article_with_its_law(laws, typed, code, number, meant):
    (answer,) = answers(typed)
    article = answer.values["article"]
    assert (article.statute.code, article.number) == (code, number)
    lines = [*answer.values["lines"], *answer.values["rest"]]
    assert [line[:8] for line, is_meant in lines if is_meant] == meant
    assert answer.values["version"].is_in_force(article.statute.read_on)


def test_a_number_alone_asks_which_law(laws):
    (answer,) = answers("第三十八条")
    assert {article.number for article, _version in answer.values["articles"]} == {"38"}
    assert len(answer.values["articles"]) > 1


def test_an_article_that_is_not_here_is_said_to_be_missing(laws):
    assert templates("劳动合同法999条") == ["laws/answers/absent.html"]


@pytest.mark.parametrize("typed", ["劳动合同法", "《中华人民共和国劳动合同法》", "劳动合同法 全文 内容"])
def test_a_law_by_its_name(laws, typed):
    assert templates(typed) == ["laws/answers/statute.html"]


@pytest.mark.parametrize(
    "typed",
    [
        "38",
        "条件",
        "一条腿断了",
        "被狗咬了38条",
        "劳动",
        "3条人命",
        "欠条",
        "38条",
        "零条",
        "劳动合同法三五",
        "劳动合同法30天",
        "办法3个",
    ],
)
def test_what_only_looks_like_an_article_is_none(laws, typed):
    assert "laws/answers/article.html" not in templates(typed)


def test_the_page_shows_the_text_in_force_and_marks_the_paragraph(client, laws):
    html = client.get(RESULTS, {"q": "劳动合同法第三十条第二款"}).content.decode()
    assert "《劳动合同法》第三十条" in html
    assert "<mark>用人单位拖欠或者未足额支付劳动报酬的" in html
    assert "起施行" in html


# --- words ------------------------------------------------------------------------------------------
def test_a_word_is_explained_to_whoever_asks_for_it():
    TermFactory(name="经济补偿", aliases="补偿金、老板", translations={"en": {"name": "Severance pay"}})
    for typed in (
        "经济补偿",
        "什么是经济补偿",
        "经济补偿是什么意思？",
        "老板是什么意思",
        "severance pay",
        "What is severance pay?",
    ):
        assert templates(typed) == ["laws/answers/term.html"], typed
    for typed in ("老板", "经济补偿怎么算", "补偿金多少"):
        assert templates(typed) == [], typed


# --- numbers ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("12348", "12348"),
        ("１２３４８", "12348"),
        ("12333电话", "12333"),
        ("打12333有用吗", "12333"),
        ("律师电话", "12348"),
        ("人社电话", "12333"),
        ("12300", None),
        ("99999", None),
        ("12348123", None),
        ("转人工", "12348"),
        ("有没有真人客服", "12348"),
        ("我只会说彝语，有翻译吗", "12348"),
        ("聋哑人有手语吗", "12348"),
        ("人工费没给", None),
    ],
)
def test_a_number_to_call(hotlines, typed, phone):
    assert [answer.values["line"].phone for answer in answers(typed)] == ([phone] if phone else [])


# --- places -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("章贡区", "章贡区"),
        ("章贡区法律援助", "章贡区"),
        ("章貢區法律援助", "章贡区"),
        ("赣州市章贡区水南镇", "章贡区水南工作站"),
        ("水南镇 援助", "章贡区水南工作站"),
        ("水南镇讨薪", "章贡区水南工作站"),
        ("章贡 水南镇", "章贡区水南工作站"),
        ("南康区讨薪找谁", "南康区法律援助中心"),
        ("南康 欠薪", "南康区法律援助中心"),
        ("我在南康打工老板不给钱", "南康区法律援助中心"),
        ("Ganzhou legal aid", "章贡区法律援助中心"),
    ],
)
def test_stations_near_a_place_in_the_finder_s_order(places, typed, first):
    (answer,) = answers(typed)
    rows = [row.station.name for row in answer.values["found"].rows]
    assert rows[0].startswith(first)
    assert len(rows) <= 3


def test_a_village_that_nobody_knows_is_handed_to_the_finder(client, places):
    (answer,) = answers("洋田村 援助")
    assert answer.values["place"] == "洋田村"
    html = client.get(RESULTS, {"q": "洋田村 援助"}).content.decode()
    assert "/zh-hans/stations/?place=%E6%B4%8B%E7%94%B0%E6%9D%91" in html
    assert "加上县区的名字" in html


def test_where_no_station_is_registered_it_says_so(client, places):
    html = client.get(RESULTS, {"q": "北京市朝阳区法律援助"}).content.decode()
    assert "我们还没有登记" in html
    assert "tel:12348" in html


@pytest.mark.parametrize("typed", ["老城区援助站", "赣州老城区讨薪"])
def test_an_old_name_leads_to_the_stations_of_today(client, places, typed):
    old = region("360799", "老城区", "江西省赣州市老城区")
    old.short_name, old.parent = "老城", region("360700", "赣州市", "江西省赣州市", "prefecture")
    old.valid_to, old.successors = "2015-01-01", ["360703"]
    old.save()
    html = client.get(RESULTS, {"q": typed}).content.decode()
    assert "“老城区”是以前的名字，那里现在归江西省赣州市南康区" in html
    assert "南康区法律援助中心" in html


@pytest.mark.parametrize(
    "typed",
    [
        "和平时间加班",
        "朝阳行业工资",
        "老板",
        "讨薪",
        "工地",
        "农村户口",
        "村里人",
        "合同",
        "拖欠工资",
        "司法局",
        "一二三四五六" * 10,
    ],
)
def test_what_is_no_place_is_none(places, typed):
    assert "stations/answers/near.html" not in templates(typed)


@pytest.fixture
def doors(places):
    """Doors that are known by what they are, not by where they stand."""
    zhanggong, nankang = region(), region("360703")
    StationFactory(
        name="章贡区妇联法律援助工作站", region=zhanggong, address="文明大道", lat=25.85, lng=114.94
    )
    StationFactory(name="章贡区梅关坳法律援助联络点", region=zhanggong, address="梅岭", lat=25.8, lng=114.9)
    StationFactory(name="镜坝物流园工作站", region=nankang, address="司机之家", lat=25.6, lng=114.7)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("章贡区妇联", "章贡区妇联法律援助工作站"),
        ("章贡妇联在哪", "章贡区妇联法律援助工作站"),
        ("梅关坳", "章贡区梅关坳法律援助联络点"),
        ("南康镜坝物流园", "镜坝物流园工作站"),
        ("章贡区讨薪", "章贡区法律援助中心"),
    ],
)
def test_a_door_is_meant_by_its_own_name(doors, typed, first):
    card = next(answer for answer in answers(typed) if answer.template == "stations/answers/near.html")
    assert card.values["found"].rows[0].station.name == first
    assert len(card.values["found"].rows) > 1


def test_who_names_no_place_first_finds_the_way_to_say_it(client, places):
    html = client.get(RESULTS, {"q": "附近哪里有法律援助"}).content.decode()
    card = html.split('class="best"')[1].split("</section>")[0]
    assert card.index("找离我最近的") < card.index("章贡区法律援助中心")


# --- together -----------------------------------------------------------------------------------------
def test_answers_stand_on_the_first_page_alone(client, hotlines):
    assert 'class="best"' in client.get(RESULTS, {"q": "12348"}).content.decode()
    for more in ({"kind": "case"}, {"topic": "wages"}):
        assert 'class="best"' not in client.get(RESULTS, {"q": "12348", **more}).content.decode()


def test_links_of_answers_keep_the_thread(client, places):
    html = client.get(RESULTS, {"q": "章贡区"}).content.decode()
    assert "region=" not in html.split('class="best"')[1].split("</section>")[0]


def test_reading_costs_few_queries(laws, places, hotlines, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):  # the names of words, laws and places, kept in a request
        answers("拖欠工资")
    with django_assert_max_num_queries(10):
        answers("劳动合同法38条")
    with django_assert_max_num_queries(
        38
    ):  # with the hours, special days, closures, stops of each station; within a request the stops of vans once
        answers("章贡区水南镇")


def test_a_card_answers_what_a_slip_was_read_as(client):
    html = client.get(RESULTS, {"q": "申情进度"}).content.decode()
    assert "/zh-hans/track/" in BeautifulSoup(html, "html.parser").main.decode()


@pytest.mark.parametrize(
    "typed", ["附近哪里有法律援助", "离我最近的律师", "周六上班吗", "你们几点开门", "法律援助中心中午有人吗"]
)
def test_who_asks_for_what_is_near_or_open_is_led_to_the_stations(places, typed):
    assert "stations/answers/near.html" in templates(typed)


@pytest.mark.parametrize("typed", ["周六上班算加班吗", "附近的网吧", "双色球开奖号码", "最近的工资没发"])
def test_what_only_sounds_like_it_is_not(places, hotlines, typed):
    assert not [name for name in templates(typed) if name.startswith("stations/")]


def test_an_article_leads_to_who_explains_it(laws):
    page = explainer(article=Article.objects.get(statute__code="LAW-LABOUR-CONTRACT", number="38"))
    (answer,) = answers("劳动合同法38条")
    assert [one.pk for one in answer.values["explained"]] == [page.pk]


def test_a_law_by_a_short_form_of_its_name(laws):
    (answer,) = answers("农民工工资支付条例")
    assert answer.values["statute"].code == "REG-MIGRANT-WAGES"
