"""存到手机里: what a copy holds, how big it may be, and that nothing of anybody is in it."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from portal.saved import book
from stations import reference, services
from stations.models import Station
from tests.laws.factories import TopicFactory
from tests.laws.page_factories import explainer
from tests.stations.factories import RegionFactory, StationFactory

pytestmark = pytest.mark.django_db
HERE = {"region": "360702"}


@pytest.fixture(autouse=True)
def county():
    jiangxi = RegionFactory(code="360000", name="江西省")
    ganzhou = RegionFactory(code="360700", name="赣州市", parent=jiangxi)
    services.load_hotlines(rows=[row for row in reference.HOTLINES if "region" not in row])
    return RegionFactory(code="360702", name="章贡区", parent=ganzhou)


def plan(client, *explainers, region="360702", language="zh-hans"):
    address = f"/{language}/saved/{region}/manifest.json"
    answer = client.get(
        address, {"explainer": [one if isinstance(one, str) else one.pk for one in explainers]}
    )
    assert answer.status_code == 200
    return answer.json()


def a_full_station(county):
    """As long as what people write: directions, a second stretch of hours, everything ticked."""
    return StationFactory(
        region=county,
        name="江西省赣州市章贡区某某街道公共法律服务工作站",
        address="江西省赣州市章贡区某某街道某某社区某某路 123 号某某大厦一楼便民服务大厅 3 号窗口",
        address_note="演示数据，请以官方公布为准",
        directions="坐 12 路、103 路、118 路公交车在某某路口下，往北走两百米，看见红色的牌子进门右手边就是。",
        services=["apply", "consult", "mediation", "notary", "print_help", "video"],
        lawyer_days=[1, 3, 5],
    )


def test_a_county_of_sixty_stations_fits_with_three_explainers(client, county):
    for _n in range(60):
        a_full_station(county)
    chosen = [explainer(n) for n in range(3)]
    found = plan(client, *chosen)
    assert found["fits"], found["problem"]
    assert found["bytes"] <= 300 * 1024
    assert [page["title"] for page in found["pages"][:2]] == ["地点", "电话"]
    assert len(found["pages"]) == 5


def test_the_sizes_are_those_of_what_is_fetched(client, county):
    a_full_station(county)
    found = plan(client, explainer())
    parts = [*found["pages"], {"url": found["offline"]}]
    sizes = [len(client.get(part["url"]).content) for part in parts]
    assert sizes[:-1] == [page["bytes"] for page in found["pages"]]
    assert sum(sizes) + sum(asset["bytes"] for asset in found["assets"]) == found["bytes"]


def test_what_does_not_fit_is_said_in_words(client, county, monkeypatch):
    monkeypatch.setattr(book, "LIMIT", 60 * 1024)
    found = plan(client, explainer())
    assert not found["fits"]
    assert "少选一篇" in found["problem"]
    assert "选小一点的地方" in plan(client)["problem"]
    monkeypatch.setattr(book, "MOST_STATIONS", 2)
    for _n in range(3):
        StationFactory(region=county)
    assert "章贡区有 3 个援助站，一次存不下" in plan(client)["problem"]


def test_more_explainers_than_allowed_are_not_kept(client):
    many = [explainer(n) for n in range(7)]
    assert len(plan(client, *many)["explainers"]) == 5
    assert plan(client, "x", "-1", "9" * 30, "２")["explainers"] == []


def test_what_others_must_not_see_is_never_kept(client):
    quiet = explainer(1, topic=TopicFactory(code="family.home", is_sensitive=True))
    assert plan(client, quiet)["explainers"] == []
    assert quiet.title not in client.get(reverse("saved:choose"), HERE).content.decode()
    address = reverse("saved:explainer", kwargs={**HERE, "pk": quiet.pk})
    assert client.get(address).status_code == 404


def test_it_stands_in_for_the_addresses_people_know(client, county):
    station = StationFactory(region=county)
    page = explainer()
    instead = plan(client, page)["instead"]
    assert instead["/zh-hans/stations/"] == "/zh-hans/saved/360702/stations/"
    assert instead[station.get_absolute_url()].endswith(f"/stations/#s-{station.code}")
    assert instead["/zh-hans/stations/hotlines/wages/"].endswith("/phones/#p-wages")
    assert instead[page.get_url()].endswith(f"/explainers/{page.pk}/")
    stations = client.get("/zh-hans/saved/360702/stations/").content.decode()
    assert f'id="s-{station.code}"' in stations
    assert "周一到周五 9:00–12:00，14:00–17:00" in stations
    assert 'id="p-wages"' in client.get("/zh-hans/saved/360702/phones/").content.decode()


def test_the_version_changes_with_the_content_alone(client, county):
    station = StationFactory(region=county)
    before = plan(client)["version"]
    assert plan(client)["version"] == before
    Station.objects.filter(pk=station.pk).update(address="搬了")
    assert plan(client)["version"] != before


@pytest.mark.parametrize("page", ["stations", "phones", "offline"])
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_kept_page_is_the_same_for_everybody(client, county, page, language):
    StationFactory(region=county)
    path = "offline/" if page == "offline" else f"360702/{page}/"
    answer = client.get(f"/{language}/saved/{path}")
    assert answer.status_code == 200
    assert not answer.cookies
    assert not answer.has_header("Vary")
    text = answer.content.decode()
    assert "<form" not in text
    assert "csrf" not in text
    assert 'name="robots" content="noindex"' in text
    assert 'class="leave"' in text


@pytest.mark.parametrize("region", ["999999", "360000", "x", "36070२"])
def test_no_such_place_or_a_whole_province_is_not_found(client, region):
    for page in ("stations/", "phones/", "manifest.json"):
        assert client.get(f"/zh-hans/saved/{region}/{page}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"place": "章贡区"}, "存下章贡区"),
        ({"region": "360000"}, "一个省太大"),
        ({"place": "qqqq"}, "没找到“qqqq”"),
        ({"place": "长" * 61}, "字太多"),
        ({}, "存哪个区县"),
    ],
)
def test_the_page_that_offers_it(client, asked, says):
    page = client.get(reverse("saved:choose"), asked).content.decode()
    assert says in page
    assert "您不点，什么也不存" in page  # said without JavaScript too


def test_a_topic_brings_its_own_explainers(client):
    wages, other = explainer(1), explainer(2, topic=TopicFactory(code="injury"))
    page = client.get(reverse("saved:choose"), {**HERE, "topic": "injury"}).content.decode()
    assert other.title in page
    assert wages.title not in page


def test_the_worker_may_answer_for_the_whole_site_and_is_always_asked_for_anew(client):
    answer = client.get("/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == "/"
    assert answer["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in client.get("/zh-hans/saved/")["Content-Security-Policy"]


def test_an_operator_takes_all_copies_back(client, settings):
    settings.OFFLINE_COPIES = False
    assert "unregister" in client.get("/worker.js").content.decode()
    assert "fetch" not in client.get("/worker.js").content.decode()
    assert client.get("/zh-hans/saved/360702/manifest.json").status_code == 404
    page = client.get("/zh-hans/saved/", HERE).content.decode()
    assert "<saved-copy off" in page
    assert "存的办法暂时关了" in page
    assert client.get("/zh-hans/saved/360702/phones/").status_code == 200


def test_page_and_worker_agree_on_the_form_of_a_copy():
    root = Path(settings.BASE_DIR)
    scripts = [(root / name).read_text() for name in ("static/js/saved.js", "portal/saved/worker.js")]
    forms = {line for script in scripts for line in script.splitlines() if line.startswith("const FORM")}
    assert len({line.partition(";")[0] for line in forms}) == 1
    assert json.dumps("/saved-meta") in scripts[0]
    assert json.dumps("/saved-meta") in scripts[1]
