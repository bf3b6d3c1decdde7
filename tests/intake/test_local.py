"""Pages that a place adds to: asked there and then, and nowhere else."""

import re
from datetime import date

import pytest
from django.urls import reverse

from aid.models import Application, HardshipStandard, LocalExemption, LocalMatter
from foundation.regions.models import Region
from tests.intake.walk import CHECK, GOOD, begin, fill, send, url
from tests.laws.factories import TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon(time_machine, places, monkeypatch):
    time_machine.move_to("2026-11-18T12:00:00+08:00", tick=False)
    monkeypatch.setattr("intake.guard.TOO_QUICK", 0)
    TopicFactory(code="unsure")


def row(model, code="360700", **values):
    values = {"valid_from": date(2026, 1, 1), "source": "某文件", **values}
    return model.objects.create(region=Region.objects.get(code=code), **values)


def text(response):
    return re.sub(r"\s+", "", re.sub("<[^>]+>", "", response.content.decode()))


def answer(client, slug, **said):
    response = client.post(url(slug), said)
    assert response.status_code == 302, (slug, response.context["form"].errors)
    return response.url


def until_place(client, place="章贡区"):
    begin(client)
    answer(client, "matter", door="other")
    answer(client, "who", by_other="no")
    return answer(client, "place", place=place)


def test_where_the_place_adds_matters_they_are_offered_and_kept(client):
    seeds = row(LocalMatter, title="种子有问题", hint="化肥、农药")
    assert until_place(client) == url("local")
    page = client.get(url("local"))
    for said in ("种子有问题", "化肥、农药。江西省赣州市，某文件", "都不是"):
        assert said in text(page)
    assert "选一个" in text(client.post(url("local"), {}))
    assert answer(client, "local", extra_matter=seeds.pk) == url("means")
    fill_rest(client)
    assert "种子有问题" in text(client.get(CHECK))
    send(client)
    assert Application.objects.get().local_matter == "种子有问题"
    assert "种子有问题" in text(client.get(reverse("intake:status")))


def fill_rest(client):
    answer(client, "means", status="no_income")
    answer(client, "story", narrative="种子不发芽。")
    for slug in ("you", "contact", "call", "papers"):
        answer(client, slug, **GOOD[slug])


def test_none_of_them_is_an_answer(client):
    row(LocalMatter, title="种子有问题")
    until_place(client)
    assert answer(client, "local", extra_matter="none") == url("means")
    fill_rest(client)
    send(client)
    assert Application.objects.get().local_matter == ""


@pytest.mark.parametrize(
    "values",
    [
        {"code": "220104"},
        {"valid_to": date(2026, 11, 18)},
        {"valid_from": date(2026, 11, 19)},
        {"matter": "dismissal"},
    ],
    ids=["elsewhere", "over", "to come", "another matter"],
)
def test_where_nothing_is_added_nothing_is_asked(client, values):
    row(LocalMatter, title="种子有问题", **values)
    assert until_place(client) == url("means")
    assert client.get(url("local")).url == url("means")


def test_a_row_under_a_matter_of_the_law_is_offered_with_that_matter(client):
    row(LocalMatter, title="培训费不退", matter="wages")
    begin(client)
    fill(client, until="employer")
    assert "培训费不退" in text(client.get(url("local")))


def test_another_place_takes_the_answer_along_no_further(client):
    seeds = row(LocalMatter, title="种子有问题")
    until_place(client)
    answer(client, "local", extra_matter=seeds.pk)
    answer(client, "place", place="朝阳区", region_choice="220104")
    assert client.get(url("local")).url == url("means")


@pytest.mark.parametrize("value", ["0", "999999", "x", "-1", ""])
def test_what_is_not_on_the_page_cannot_be_chosen(client, value):
    row(LocalMatter, title="种子有问题")
    until_place(client)
    assert client.post(url("local"), {"extra_matter": value}).status_code == 200


def until_means(client):
    until_place(client)
    return client.get(url("means"))


def test_the_standard_of_the_place_is_said_where_income_is_asked(client):
    row(HardshipStandard, amount=1500, set_by="某厅")
    page = text(until_means(client))
    for said in (
        "江西省赣州市的标准是每人每月不超过1,500元",
        "某厅定的",
        "依据：某文件",
        "还没有对着公布的文本核对过",
    ):
        assert said in page
    HardshipStandard.objects.update(verified_on=date(2026, 11, 1))
    assert "核对过" not in text(client.get(url("means")))
    HardshipStandard.objects.update(is_demo=True)
    assert "演示数据，不是真的标准" in text(client.get(url("means")))


def test_without_a_standard_the_page_says_so(client):
    assert "您那里的标准我们还没有录入" in text(until_means(client))


def relation(client):
    begin(client)
    answer(client, "matter", door="work")
    answer(client, "kind", kind="labour_relation")
    answer(client, "who", by_other="no")
    answer(client, "place", place="章贡区")
    answer(client, "employer")
    answer(client, "facts", contract="none", worked_from_0="2025", worked_from_1="3")
    return client.get(url("means"))


def test_confirming_employment_asks_a_migrant_for_income_unless_the_place_does_not(client):
    assert "从老家出来打工的" not in text(relation(client))
    assert client.post(url("means"), {"status": "migrant"}).status_code == 200
    rule = row(LocalExemption, title="某办法第八条", widens="confirm_relation")
    assert "当地规定不问收入：某办法第八条" in text(client.get(url("means")))
    assert answer(client, "means", status="migrant") == url("story")
    # The rule ends before it is sent: the page is asked again.
    rule.valid_to = date(2026, 11, 18)
    rule.save()
    assert client.get(CHECK).url == url("means")


def group(client, door, **kind):
    begin(client)
    answer(client, "matter", door=door)
    if kind:
        answer(client, "kind", **kind)
    answer(client, "who", by_other="group")
    return answer(client, "place", place="章贡区")


def test_a_group_in_a_place_that_exempts_groups_is_told_so_and_asked_no_income(client):
    row(LocalExemption, title="某规定第三条", widens="group_labour")
    group(client, "wages")
    answer(client, "employer")
    answer(client, "owed", pay_type="day", work_kind="site")
    answer(
        client,
        "days",
        owed_from_0="2026",
        owed_from_1="6",
        owed_to_0="2026",
        owed_to_1="7",
        still_working="yes",
    )
    page = client.get(url("means"))
    assert "十个人以上一起申请的，当地规定也不问收入：某规定第三条" in text(page)
    assert "工作人员再一个一个问" not in text(page)
    assert list(page.context["form"].fields) == ["status"]
    assert answer(client, "means", status="") == url("story")


@pytest.mark.parametrize("kind", ["dismissal", "social_insurance"])
def test_a_group_about_another_matter_of_work_has_no_page_about_income(client, kind):
    row(LocalExemption, title="某规定第三条", widens="group_labour")
    group(client, "work", kind=kind)
    assert client.get(url("means"))["Location"] != url("means")
    assert "means" not in {step.slug for step in client.get(url("employer")).context["walk"].path}


def test_a_group_confirming_employment_is_asked_where_it_comes_from_only_where_that_decides(client):
    group(client, "work", kind="labour_relation")
    assert "means" not in {step.slug for step in client.get(url("employer")).context["walk"].path}
    row(LocalExemption, title="某办法第八条", widens="confirm_relation")
    answer(client, "employer")
    answer(client, "facts", contract="none", worked_from_0="2025", worked_from_1="3")
    page = client.get(url("means"))
    assert "当地规定进城务工的人不查家里的收入：某办法第八条。" in text(page)
    assert answer(client, "means", status="migrant") == url("story")


def test_the_first_page_says_the_rule_of_the_place_in_the_draft(client):
    row(LocalExemption, title="某办法第八条", widens="confirm_relation")
    assert "某办法第八条" not in text(client.get(reverse("intake:start")))
    until_place(client)
    assert "江西省赣州市：进城务工人员确认劳动关系，不查收入。依据：某办法第八条" in text(
        client.get(reverse("intake:start"))
    )
