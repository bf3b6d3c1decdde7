"""电话导图: problem → place → whom to call."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from foundation.content.models import SiteIdentity
from laws.models import Topic
from laws.services import load_topics, read_data
from stations import phone_tree, reference, services
from stations.models import Hotline, HotlineUse, Problem
from tests.aid.factories import UserFactory
from tests.stations.factories import RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places():
    """江西 › 赣州 › 章贡区, and 珠海 elsewhere."""
    jiangxi = RegionFactory(code="360000", name="江西省")
    ganzhou = RegionFactory(code="360700", name="赣州市", parent=jiangxi)
    guangdong = RegionFactory(code="440000", name="广东省")
    return {
        "360000": jiangxi,
        "360700": ganzhou,
        "360702": RegionFactory(code="360702", name="章贡区", parent=ganzhou),
        "440400": RegionFactory(code="440400", name="珠海市", parent=guangdong),
    }


@pytest.fixture
def loaded():
    services.load_hotlines()


def local(places, code, phone="0797-5550120", problem="wages", **facts):
    line = Hotline.objects.create(
        phone=phone, region=places[code], name=f"{code}的号码", description="本地的", **facts
    )
    HotlineUse.objects.create(hotline=line, problem=Problem.objects.get(code=problem), say="我在____干活")
    return line


def phones(page):
    return re.findall(r'<li class="hotline-row" id="tel-([\d-]+)"', page.content.decode())


def problem_page(client, code="wages", query=""):
    return client.get(reverse("stations:problem", args=[code]) + query)


def test_what_comes_with_the_site_loads_twice_and_leaves_the_editors_alone():
    assert services.load_hotlines() == len(reference.HOTLINES)
    Hotline.objects.filter(phone="12333").update(name="改过的", is_active=False)
    HotlineUse.objects.filter(hotline__phone="12351").delete()
    HotlineUse.objects.filter(hotline__phone="12368").update(say="改过的")
    assert services.load_hotlines() == 0
    assert not Hotline.objects.get(phone="12333").is_active
    assert not HotlineUse.objects.filter(hotline__phone="12351").exists()
    assert HotlineUse.objects.get(hotline__phone="12368").say == "改过的"


def test_nobody_is_said_to_have_checked_what_nobody_has(loaded, client):
    assert not Hotline.objects.exclude(verified_on=None).exists()
    known = {line.phone for line in Hotline.objects.exclude(source="")}
    assert known == {"12348", "12345"}
    assert Hotline.objects.get(phone="12345", region=None).source == ""
    Hotline.objects.filter(phone="12348").update(verified_on=date(2026, 11, 21))
    page = problem_page(client).content.decode()
    assert "2026年11月21日核对过" in page
    assert page.count("未核对") == len(phones(problem_page(client))) - 1


def test_each_problem_has_a_number_and_words_that_fit(loaded):
    for _problem, lines in phone_tree.tree(phone_tree.numbers("")):
        assert lines
        for line in lines:
            assert "____" in line.say
            assert len(line.say) <= 120


def test_the_place_comes_before_the_nation_and_the_near_before_the_far(loaded, places, client):
    for code, phone in (("360000", "0791-5550120"), ("360702", "0797-5550121"), ("360700", "0797-5550120")):
        local(places, code, phone)
    local(places, "440400", "0756-5550120")
    here = phones(problem_page(client, query="?region=360702"))
    assert here[:3] == ["0797-5550121", "0797-5550120", "0791-5550120"]
    assert "0756-5550120" not in here
    assert phones(problem_page(client))[0] == "12348"
    above = phones(client.get(reverse("stations:hotlines") + "?region=360700"))
    assert above[:2] == ["0797-5550120", "0791-5550120"]
    assert "0797-5550121" not in above


def test_what_a_place_says_of_a_number_stands_for_the_nations(loaded, client):
    page = problem_page(client, query="?region=440400")
    assert phones(page).count("12345") == 1
    assert "珠海市用它受理欠薪投诉" in page.content.decode()
    assert "珠海市用它受理欠薪投诉" not in problem_page(client, query="?region=360702").content.decode()


def test_who_helps_at_once_comes_first(loaded, places, client):
    local(places, "360702", problem="danger")
    assert phones(problem_page(client, "danger", "?region=360702"))[:2] == ["110", "0797-5550120"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("章贡区", "江西省赣州市章贡区自己的号码还没有登记"),
        ("Zhuhai qqq", "没找到“Zhuhai qqq”"),
        ("<b>", "没找到“&lt;b&gt;”"),
        ("长" * 61, "字太多"),
        ("", "写上您在的地方"),
    ],
)
@pytest.mark.parametrize("route", ["hotlines", "problem"])
def test_a_place_is_typed_as_everywhere(loaded, client, typed, says, route):
    address = (
        reverse("stations:hotlines") if route == "hotlines" else reverse("stations:problem", args=["wages"])
    )
    page = client.get(address, {"place": typed})
    assert says in page.content.decode()
    assert "12348" in phones(page)


@pytest.mark.parametrize("typed", ["朝阳区", "qqq"])
def test_until_it_is_clear_where_nobody_s_own_numbers_are_shown(loaded, places, client, typed):
    """Who says that he is elsewhere is not given the numbers of the site's own city."""
    for code in ("110105", "220104"):
        RegionFactory(code=code, name="朝阳区")
    SiteIdentity.objects.update_or_create(site=Site.objects.get(), defaults={"home_region": "360700"})
    local(places, "360700", "0797-5550120")
    assert "0797-5550120" in phones(problem_page(client))
    page = problem_page(client, query=f"?place={typed}")
    assert "0797-5550120" not in phones(page)
    assert page.content.decode().index('id="place"') < page.content.decode().index('id="tel-')


def test_what_is_said_of_a_place_is_true(loaded, places, client):
    local(places, "360702", "0797-5550121")
    assert "先列江西省赣州市章贡区自己的号码" in problem_page(client, query="?region=360702").content.decode()


def test_all_numbers_stand_there_with_what_they_are_for(loaded, client):
    page = client.get(reverse("stations:hotlines")).content.decode()
    for row in reference.HOTLINES:
        if "region" not in row:
            assert row["description"] in page
            assert f'href="tel:{row["phone"]}"' in page
    assert "老板拖欠工钱" in page


def test_several_places_are_a_choice(loaded, client):
    for code, name in (("110105", "朝阳区"), ("220104", "朝阳区")):
        RegionFactory(code=code, name=name)
    page = problem_page(client, query="?place=朝阳区").content.decode()
    assert "?region=110105" in page
    assert "?region=220104" in page


def test_the_place_is_carried_along(loaded, client):
    page = client.get(reverse("stations:hotlines") + "?region=360702").content.decode()
    assert f"{reverse('stations:problem', args=['wages'])}?region=360702" in page
    page = problem_page(client, query="?region=360702").content.decode()
    assert "topic=wages&amp;region=360702" in page


@pytest.mark.parametrize("code", ["no-such", "hidden"])
def test_a_problem_that_is_not_there_is_not_found(loaded, client, code):
    Problem.objects.create(code="hidden", label="收起来的", is_active=False)
    assert problem_page(client, code).status_code == 404
    assert "收起来的" not in client.get(reverse("stations:hotlines")).content.decode()


def test_a_problem_without_a_number_says_12348(client):
    Problem.objects.create(code="new", label="新的")
    assert 'href="tel:12348"' in problem_page(client, "new").content.decode()


def test_blanks_are_lines_and_the_rest_is_escaped(loaded, places, client):
    line = local(places, "360702")
    HotlineUse.objects.filter(hotline=line).update(say="我在____<script>干活")
    page = problem_page(client, query="?region=360702").content.decode()
    assert 'class="blank"' in page
    assert "&lt;script&gt;干活" in page


def test_other_readers_get_the_meaning_beside_the_words(loaded, client):
    page = client.get("/en/stations/hotlines/wages/").content.decode()
    assert 'lang="zh-Hans">您好，' in page  # to read out
    assert "Hello" in page
    traditional = client.get("/zh-hant/stations/hotlines/wages/").content.decode()
    assert "您好，老闆欠我工資" in traditional
    assert "工錢沒發" in traditional


def test_it_prints_with_every_problem_and_the_address(loaded, client):
    page = client.get(reverse("stations:hotlines")).content.decode()
    table = page[page.index('class="phone-tree"') : page.index("</table>")]
    assert table.count("<tr>") == len(reference.PROBLEMS) + 2
    assert "http://testserver/zh-hans/stations/hotlines/" in page


def test_eight_problems_and_no_more(loaded):
    with pytest.raises(ValidationError, match="最多显示 8 件"):
        Problem(code="ninth", label="第九件").clean()
    Problem(code="ninth", label="第九件", is_active=False).clean()
    Problem.objects.get(code="wages").clean()


def test_each_problem_leads_on_to_a_topic_that_there_is(loaded, client):
    load_topics(read_data()["topics"])
    for problem in Problem.objects.exclude(topic=""):
        page = problem_page(client, problem.code).content.decode()
        assert f"/zh-hans/topics/{problem.topic}/" in page
        assert Topic.objects.by_code(problem.topic)


def test_a_number_stands_once_for_a_place(places):
    Hotline.objects.create(phone="12345", name="a", description="a")
    Hotline.objects.create(phone="12345", name="a", description="a", region=places["440400"])
    for region in (None, places["440400"]):
        with pytest.raises(IntegrityError), transaction.atomic():
            Hotline.objects.create(phone="12345", name="b", description="b", region=region)


@pytest.mark.parametrize(
    "row",
    [
        {"phone": "1", "region": "999999", "name": "x", "description": "x"},
        {"phone": "123", "name": "x", "description": "x", "uses": {"dance": "x"}},
    ],
)
def test_a_wrong_row_is_refused_in_words(row):
    with pytest.raises(ValueError, match=r"no region|no problem"):
        services.load_hotlines([row])
    assert not Hotline.objects.exists()


def test_it_is_found_by_its_problem_and_its_place(loaded, places):
    document = local(places, "360702").search_document()
    assert document.region == "360702"
    assert "工钱没发" in document.words
    assert document.url.endswith("?region=360702#tel-0797-5550120")
    national = Hotline.objects.get(phone="12368").search_document()
    assert national.region == ""
    assert national.url.endswith("hotlines/#tel-12368")


def test_editors_add_a_local_number_check_it_and_see_what_is_not_checked(
    loaded, client, staff_office, signed_in
):
    signed_in(client, "editor", staff_office)
    wages = Problem.objects.get(code="wages")
    form = nested_form_data(
        {
            "phone": "0797-5550199",
            "name": "章贡区监察",
            "region": "360702",
            "description": "管欠薪",
            "order": "5",
            "is_active": "on",
            "uses": inline_formset([{"problem": str(wages.pk), "say": "我在____"}]),
        }
    )
    wrong = client.post(reverse("hotlines:add"), {**form, "region": "999999"})
    assert "没有这个区划代码" in wrong.content.decode()
    for dates, said in (
        ({"verified_on": "2099-01-01", "source": "网站"}, "还没有到"),
        ({"verified_on": "2020-01-01"}, "从哪里知道的。"),
    ):
        assert said in client.post(reverse("hotlines:add"), {**form, **dates}).content.decode()
    client.post(reverse("hotlines:add"), form)
    line = Hotline.objects.get(phone="0797-5550199")
    assert (line.region.code, line.uses.get().say) == ("360702", "我在____")
    again = client.post(reverse("hotlines:add"), form)
    assert "这个地方已经有这个号码了" in again.content.decode()
    report = reverse("unchecked_hotlines")
    assert "0797-5550199" in client.get(report).content.decode()
    client.post(reverse("hotlines:verify", args=[line.pk]), follow=True)
    assert "0797-5550199" not in client.get(report).content.decode()
    Hotline.objects.filter(pk=line.pk).update(verified_on=date(2020, 1, 1))
    exported = client.get(report + "?export=csv")
    assert "0797-5550199" in b"".join(exported.streaming_content).decode()


def test_nobody_else_signs_that_it_was_checked(loaded):
    with pytest.raises(PermissionDenied):
        services.confirm_hotline(Hotline.objects.first(), actor=UserFactory(), on=date(2026, 11, 22))
