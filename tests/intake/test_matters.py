"""Every matter from its door to the record: asked what it needs, nothing that it does not."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from aid.choices import Exemption, Matter
from aid.matters import FACTS, LABOUR, Relief
from aid.models import Application
from aid.slots import of_matter
from intake.forms.means import MeansForm
from intake.pages import LONGEST, STEPS
from intake.steps import Walk
from laws.services import load_topics, read_data
from tests.intake.walk import CHECK, GOOD, begin, draft_of, fill, send, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
NONE = {"status": "none", "household": "四口", "income": "没有", "pledge": "on"}
# matter → (door, kind, its own answers, how income stands)
WAYS = {
    Matter.WORK_INJURY: (
        "injury",
        {
            "injured_on_0": "2026",
            "injured_on_1": "6",
            "injured_on_2": "1",
            "recognition": "done",
            "insured": "no",
        },
        {"status": "migrant"},
    ),
    Matter.OTHER_INJURY: (
        "injury",
        {"accident": "traffic", "injured_on_0": "2026", "injured_on_1": "6", "injured_on_2": "1"},
        NONE,
    ),
    Matter.LABOUR_RELATION: (
        "work",
        {"worked_from_0": "2025", "worked_from_1": "3", "contract": "none"},
        NONE,
    ),
    Matter.SOCIAL_INSURANCE: (
        "work",
        {"insurances": ["pension", "injury"], "worked_from_0": "2024", "worked_from_1": "3"},
        {"status": "relief"},
    ),
    Matter.DISMISSAL: (
        "work",
        {
            "worked_from_0": "2024",
            "worked_from_1": "3",
            "monthly_wage": "五千",
            "told_on_0": "2026",
            "told_on_1": "11",
            "told_on_2": "2",
            "telling": "words",
        },
        NONE,
    ),
    Matter.PLATFORM: (None, {"app": "某外卖", "partner": "station", "trouble": "injury"}, NONE),
    Matter.SUPPORT: ("family", {"support": "parents", "opponent": "大儿子"}, {"status": "no_income"}),
    Matter.FAMILY_VIOLENCE: ("family", {"safe_now": "no", "reported": ["police"]}, None),
    Matter.STATE_COMPENSATION: ("state", {"organ": "某看守所", "retrial": "yes"}, None),
    Matter.RELIEF: ("state", {"relief": "pension"}, {"status": "relief"}),
    Matter.HEROISM: (
        "state",
        {"happened_on_0": "2026", "happened_on_1": "5", "happened_on_2": "2"},
        None,
    ),
    Matter.OTHER: (None, None, NONE),
}
EXEMPT = {
    Matter.WORK_INJURY: (Exemption.MIGRANT_INJURY, "《法律援助法》第四十二条第三项"),
    Matter.SOCIAL_INSURANCE: (Exemption.RELIEF, "《法律援助法》第四十二条第二项"),
    Matter.SUPPORT: (Exemption.NO_INCOME, "《法律援助法》第四十二条第一项"),
    Matter.FAMILY_VIOLENCE: (Exemption.FAMILY_VIOLENCE, "《法律援助法》第三十二条第四项"),
    Matter.STATE_COMPENSATION: (Exemption.RETRIAL, "《法律援助法》第三十二条第三项"),
    Matter.RELIEF: (Exemption.RELIEF, "《法律援助法》第四十二条第二项"),
    Matter.HEROISM: (Exemption.HEROISM, "《法律援助法》第三十二条第二项"),
}


@pytest.fixture(autouse=True)
def topics(places):
    load_topics(read_data()["topics"])


def answers_of(about):
    door, facts, money = WAYS[about]
    said = {
        "matter": {"door": door or about},
        "kind": door and {"kind": about},
        "facts": facts,
        "means": money,
    }
    if about == Matter.WORK_INJURY:
        said["grade"] = {"grade": "9"}
    return {**{slug: page for slug, page in GOOD.items() if slug not in ("owed", "days")}, **said}


def walk(client, answers):
    """Send whatever page is asked next until all are; the pages seen, in order."""
    seen = []
    address = url("matter")
    while address != CHECK:
        slug = address.rstrip("/").rsplit("/", 1)[1]
        assert slug not in seen, seen
        seen.append(slug)
        page = client.get(address)
        assert page.status_code == 200
        sent = client.post(address, answers[slug])
        assert sent.status_code == 302, (slug, sent.context["form"].errors)
        address = sent["Location"]
    return seen


@pytest.mark.parametrize("about", WAYS)
def test_every_matter_can_be_applied_for(client, about):
    begin(client)
    answers = answers_of(about)
    seen = walk(client, answers)
    assert {"owed", "days"}.isdisjoint(seen)
    check = client.get(CHECK).content.decode()
    assert "工钱" not in check
    send(client)
    application = Application.objects.get()
    assert application.matter == about
    assert application.topic.apply_matter in (about, "") or application.topic.code == "unsure"
    assert application.claimant.amount_owed is None
    assert (application.exemption, application.exemption_article) == EXEMPT.get(about, ("", ""))
    assert application.lane == ("green" if about == Matter.WORK_INJURY else "usual")
    household = {"household": 4, "income": "0", "pledged": True}
    assert application.means == (household if WAYS[about][2] is NONE else {})
    said = dict(application.claimant.facts_said())
    assert len(said) == len(application.claimant.facts) > 0 or about == Matter.OTHER


def test_an_answer_is_read_in_words(client):
    begin(client)
    walk(client, answers_of(Matter.DISMISSAL))
    send(client)
    claimant = Application.objects.get().claimant
    said = {str(label): words for label, words in claimant.facts_said()}
    assert said == {
        "哪个月开始干的": "2024年3月", "哪天叫走的": "2026年11月2日", "怎么说的": "口头说的", "一个月工资": "5,000 元",
    }  # fmt: skip
    # From then on the year runs in which arbitration can be asked for.
    assert str(claimant.deadlines.get(kind="limitation").due_on) == "2027-11-02"


@pytest.mark.parametrize(
    ("topic", "first"),
    [
        ("wages", "who"), ("wages.site", "who"), ("injury", "who"), ("dismissed.severance", "who"),
        ("family", "kind"), ("family.home", "who"), ("platform", "who"), ("unsure", "matter"), ("nonsense", "matter"),
    ],
)  # fmt: skip
def test_a_topic_carried_along_skips_what_it_says(client, topic, first):
    assert begin(client, f"?topic={topic}")["Location"] == url(first)


def test_the_topic_it_began_at_is_the_one_it_is_filed_under_when_it_is_about_the_same(client):
    begin(client, "?topic=wages.site")
    fill(client)
    send(client)
    assert Application.objects.get().topic.code == "wages.site"


def test_changing_the_matter_drops_what_no_longer_applies(client):
    begin(client)
    fill(client)
    page = client.post(url("matter") + "?from=check", {"door": "family"})
    assert page["Location"] == url("kind") + "?from=check"
    page = client.post(page["Location"], {"kind": "family_violence"})
    pages = draft_of(client).answers["pages"]
    assert {"owed", "days", "employer", "means"}.isdisjoint(pages)
    assert {"who", "you", "contact"} <= pages.keys()
    assert page["Location"] == url("facts") + "?from=check"
    assert client.post(page["Location"], {"safe_now": "yes"})["Location"] == CHECK


def test_staff_get_only_the_answers_of_the_matter_chosen_last(client):
    """Hard case 4 of changed answers: wages first, then violence at home; what was asked about the boss is gone."""
    begin(client)
    fill(client)
    client.post(url("matter") + "?from=check", {"door": "family"})
    client.post(url("kind") + "?from=check", {"kind": "family_violence"})
    assert client.get(CHECK)["Location"].startswith(url("facts"))
    client.post(url("facts") + "?from=check", {"safe_now": "yes"})
    for slug in ("owed", "days", "employer", "means"):
        assert client.get(url(slug)).status_code == 302
    shown = client.get(CHECK).content.decode()
    send(client)
    application = Application.objects.get()
    worker = application.claimant
    assert (application.matter, worker.name) == ("family_violence", GOOD["you"]["name"])
    assert (worker.employer, worker.foreman, worker.employer_phone) == ("", "", "")
    assert (worker.amount_owed, worker.left_on, worker.owed_from) == (None, None, None)
    assert application.means == {}
    assert not application.deadlines.filter(kind="limitation").exists()
    assert "某建筑公司" not in shown


def test_whoever_is_in_danger_reads_first_whom_to_call(client):
    begin(client, "?topic=family.home")
    for slug in ("who", "place"):
        client.post(url(slug), GOOD[slug])
    for slug in ("who", "place", "facts"):
        main = BeautifulSoup(client.get(url(slug)).content, "html.parser").main.get_text()
        assert main.strip().startswith("有危险先离开，马上打 110"), slug
    client.post(url("matter"), {"door": "family"})
    client.post(url("kind"), {"kind": "support"})
    assert "110" not in client.get(url("who")).content.decode()


AFTERWARDS = ("submitted", "status", "answers", "add_papers", "withdraw")


@pytest.mark.parametrize("about", [about for about in WAYS if about not in LABOUR])
def test_nobody_reads_of_a_boss_who_came_for_something_else(client, about):
    begin(client)
    address, answers = url("matter"), answers_of(about)
    address = client.post(address, answers["matter"])["Location"]
    read = []
    while address != CHECK:
        read.append(client.get(address).content.decode())
        address = client.post(address, answers[address.rstrip("/").rsplit("/", 1)[1]])["Location"]
    read += [
        client.get(reverse("intake:paper", args=[slot.number])).content.decode() for slot in of_matter(about)
    ]
    read.append(client.get(CHECK).content.decode())
    send(client)
    for name in AFTERWARDS:
        page = client.get(reverse(f"intake:{name}"))
        assert page.status_code == 200, name
        read.append(page.content.decode())
    for page in read:
        main = BeautifulSoup(page, "html.parser").main
        for choice in main.select("select"):  # any kind of paper may be chosen
            choice.decompose()
        words = main.get_text()
        assert not [word for word in ("老板", "工钱", "欠薪", "欠条", "记工") if word in words]


@pytest.mark.parametrize("about", WAYS)
def test_progress_never_goes_back(client, about):
    begin(client)
    at, address, answers = 1 / LONGEST, url("matter"), answers_of(about)
    while address != CHECK:
        context = client.get(address).context
        assert context["step"] / context["steps"] > at
        at = context["step"] / context["steps"]
        address = client.post(address, answers[address.rstrip("/").rsplit("/", 1)[1]])["Location"]
    assert at < 1


@pytest.mark.parametrize("slug", sorted({step.slug for step in STEPS}))
def test_a_deep_link_never_errs(client, slug):
    assert client.get(url(slug)).status_code == 302
    begin(client)
    for until in ("who", "story"):
        assert client.get(url(slug), follow=True).status_code == 200
        fill(client, until=until)
    assert client.get(url(slug), follow=True).status_code == 200


def test_every_answer_on_the_check_page_has_its_own_way_to_change_it(client):
    begin(client)
    fill(client)
    page = client.get(CHECK).content.decode()
    asked = Walk(draft_of(client))
    for step in asked.path:
        for name in asked.cleaned(step):
            if name in asked.checked(step).fields and asked.cleaned(step)[name] and step.slug != "papers":
                assert f'{url(step.slug)}?from=check#field_{name}"' in page


def test_each_question_of_a_matter_is_known_to_officers():
    asked = {name for step in STEPS if step.slug in ("facts", "grade") for name in step.form.base_fields}
    # The others are of each worker: how the amount was added up, and what a roster says.
    assert asked == set(FACTS) - {"reckoning", "card", "own"}


def test_wages_are_exempt_only_for_whom_the_law_names(client):
    begin(client)
    fill(client, means=NONE)
    send(client)
    application = Application.objects.get()
    assert (application.exemption, application.means["household"]) == ("", 4)


@pytest.mark.parametrize("typed", ["0", "-3", "31", "3.5", "一大家子", "3、4"])
def test_a_household_that_is_none_is_answered_in_people(typed):
    form = MeansForm({"status": "none", "household": typed, "income": "0.00 元", "pledge": "on"})
    assert form.errors == {"household": ["写几口人就行，比如 4"]}


@pytest.mark.parametrize(("typed", "read"), [("4", 4), ("四口", 4), ("１２人", 12), ("三十", 30)])
def test_a_household_is_read_as_people_write_it(typed, read):
    form = MeansForm({"status": "none", "household": typed, "income": "没有", "pledge": "on"})
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["household"], form.cleaned_data["income"]) == (read, 0)


# --- what is no longer asked --------------------------------------------------------------------------
def test_what_is_said_to_be_missing_is_read_back_and_stays_with_its_matter(client):
    load_topics(read_data()["topics"])
    begin(client)
    fill(client)
    slot = next(slot for slot in of_matter("wages") if slot.kind == "attendance")
    client.post(reverse("intake:paper", args=[slot.number]), {"why": "老板没给过考勤"})
    assert "老板没给过考勤" in client.get(CHECK).content.decode()
    client.post(url("matter") + "?from=check", {"door": "family"})
    client.post(url("kind") + "?from=check", {"kind": "family_violence"})
    client.post(url("facts") + "?from=check", {"safe_now": "yes"})
    send(client)
    assert not Application.objects.get().wanted.exists()


def test_one_s_own_name_is_not_taken_for_that_of_another(client):
    begin(client)
    fill(client)
    page = client.post(url("who") + "?from=check", {"by_other": "yes"})
    page = client.post(page["Location"], {"agent_type": "entrusted"})
    helper = {"helper_relation": "kin", "helper_name": "王小妹", "helper_authority": "on"}
    page = client.post(page["Location"], helper)
    assert page["Location"].startswith(url("you"))
    # It stands there to be looked at, and to be sent again when it is right.
    assert GOOD["you"]["name"] in client.get(page["Location"]).content.decode()


def test_what_a_page_no_longer_asks_is_forgotten(client):
    begin(client)
    fill(client)
    client.post(url("you"), {**GOOD["you"], "id_type": "none"})
    assert GOOD["you"]["id_number"] not in str(draft_of(client).answers)


def say(client, door, kind):
    client.post(url("matter"), {"door": door})
    client.post(url("kind"), {"kind": kind})


def day(name, *parts):
    return {f"{name}_{n}": part for n, part in enumerate(parts)}


def answer(client, **pages):
    for slug, answers in pages.items():
        assert client.post(url(slug), answers).status_code == 302, slug


def test_an_answer_is_not_taken_for_that_to_the_question_of_another_matter(client):
    begin(client)
    say(client, "state", Matter.RELIEF)
    facts = {"relief": Relief.values[0], **day("happened_on", "2026", "5", "1")}
    answer(client, who={"by_other": "no"}, place={"place": "章贡区"}, facts=facts)
    client.post(url("kind"), {"kind": Matter.HEROISM})
    assert client.get(CHECK)["Location"] == url("facts")
    page = client.get(url("facts"))
    assert page.context["form"].errors == {}
    assert 'value="2026"' not in page.content.decode()


def test_the_same_question_of_another_matter_keeps_its_answer(client):
    begin(client)
    say(client, "injury", Matter.WORK_INJURY)
    facts = {**WAYS[Matter.WORK_INJURY][1], "hospital": "县医院"}
    answer(client, who={"by_other": "no"}, place=GOOD["place"], employer=GOOD["employer"], facts=facts)
    client.post(url("kind"), {"kind": Matter.OTHER_INJURY})
    assert client.get(CHECK)["Location"] == url("facts")
    page = client.get(url("facts"))
    assert page.context["form"].errors == {}
    soup = BeautifulSoup(page.content, "html.parser")
    shown = {control["name"]: control.get("value") for control in soup.select("main input[type=text]")}
    assert (shown["hospital"], shown["injured_on_0"], shown["injured_on_1"]) == ("县医院", "2026", "6")


def test_another_door_asks_its_own_kinds(client):
    begin(client)
    say(client, "work", Matter.DISMISSAL)
    client.post(url("matter"), {"door": "family"})
    page = client.get(url("kind"))
    assert page.context["form"].errors == {}


def test_an_answer_that_is_taken_back_is_read_as_nothing(client):
    begin(client)
    walk(client, answers_of(Matter.RELIEF))
    send(client)
    page = reverse("intake:correct", args=["facts"])
    sent = {"relief": Relief.values[0], "organ": "街道", **day("happened_on", "", "", "")}
    assert client.post(page, sent).status_code == 302
    claimant = Application.objects.get().claimant
    assert claimant.facts["happened_on"] == ""
    said = {str(label): words for label, words in claimant.facts_said()}
    assert (said["哪天的事"], said["哪个机关"]) == ("", "街道")
    assert client.get(reverse("intake:copy")).status_code == 200
