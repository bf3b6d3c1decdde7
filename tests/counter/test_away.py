"""The pages of a visit on a telephone: what they hand over, to whom, and what they never hold."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from aid import sla
from aid.models import VisitCopy, VisitTask
from aid.services import visit_copies, visits, watch
from foundation.accounts.models import Role
from foundation.vault.models import AccessEntry
from tests.aid.factories import ApplicationFactory, OfficeFactory, officer
from tests.aid.photos import photo
from tests.counter.acts import act, case_url

pytestmark = pytest.mark.django_db
SHELL = "/admin/applications/visits/away/"


def planned(application, who, place="幸福路 12 号", day=None):
    visits.plan_visit(
        application, claimant=application.claimants.get(), officer=who, day=day or sla.today_in_shanghai(),
        place=place, purpose="sign", note="带印泥", actor=who,
    )  # fmt: skip
    return VisitTask.objects.latest("pk")


@pytest.fixture
def me(as_):
    return as_("receptionist")


@pytest.fixture
def task(office, me):
    return planned(ApplicationFactory(office=office), me)


@pytest.fixture
def copy(task, me):
    return visit_copies.take(task, actor=me)


TAKE = "/admin/applications/visits/take/"


def take(client, *tasks):
    return client.post(TAKE, {"visit": [task.pk for task in tasks]})


def give(client, copy, **said):
    said = {"outcome": "done", "result": "在家，签了字", **said}
    data = {f"finish_visit-{name}": value for name, value in said.items()}
    return client.post(reverse("applications:away_give", args=[copy.pk]), data)


def test_what_is_taken_along_is_what_one_visit_needs(client, task, me):
    person = task.claimant
    watch.add_care(task.application, kind="safety", text="别在他哥面前提", claimant=person, actor=me)
    page = client.get(TAKE, {"visit": task.pk}).content.decode()
    assert person.name not in page
    answer = take(client, task)
    [taken] = answer.json()["copies"]
    assert taken["title"] == "幸福路 12 号"
    assert {person.name, "带印泥", task.application.reference} <= {value for _label, value in taken["facts"]}
    assert any("别在他哥面前提" in text for text in taken["warnings"])
    assert not {person.phone, person.id_number, task.application.narrative} & set(
        json.dumps(taken).split('"')
    )
    assert "no-store" in answer["Cache-Control"]
    assert AccessEntry.objects.filter(action="aid.take_visit").count() == 1
    assert str(VisitCopy.objects.get().pk) == taken["id"]


def test_several_go_along_at_once_in_the_order_of_the_day(client, as_, task, me):
    later = planned(task.application, me, place="河边 3 号")
    tomorrow = planned(task.application, me, place="桥头", day=sla.today_in_shanghai() + timedelta(days=1))
    too_far = planned(task.application, me, place="山里", day=sla.today_in_shanghai() + timedelta(days=3))
    page = client.get(TAKE).content.decode()
    boxes = re.findall(r'name="visit" value="(\d+)" id="take-\d+"( checked)?', page)
    # Those of today are chosen; what is too far ahead is not there.
    assert boxes == [(str(task.pk), " checked"), (str(later.pk), " checked"), (str(tomorrow.pk), "")]
    boxes = re.findall(
        r'name="visit" value="(\d+)" id="take-\d+"( checked)?',
        client.get(TAKE, {"visit": later.pk}).content.decode(),
    )
    assert [pk for pk, chosen in boxes if chosen] == [str(later.pk)]

    answer = take(client, task, tomorrow, later, task)
    assert [one["title"] for one in answer.json()["copies"]] == ["幸福路 12 号", "桥头", "河边 3 号"]
    assert answer.json()["until"] == max(one["until"] for one in answer.json()["copies"])
    assert AccessEntry.objects.filter(action="aid.take_visit").count() == 3

    # All or none: one that cannot go leaves the others where they were.
    before = set(VisitCopy.objects.filter(ended="").values_list("pk", flat=True))
    answer = take(client, task, too_far)
    assert answer.status_code == 422
    assert "“山里”还早" in answer.json()["error"]
    assert set(VisitCopy.objects.filter(ended="").values_list("pk", flat=True)) == before
    assert client.post(TAKE, {"visit": ["x", "9" * 30]}).status_code == 404


def test_the_page_that_takes_says_all_that_its_script_reads(client, task, settings):
    script = (settings.BASE_DIR / "static/js/take.js").read_text()
    read = set(re.findall(r"dataset\.(\w+)", script))
    for taken_apart in re.findall(r"keepShell\(\{([^}]*)\}\) \{|const \{([^}]*)\} = this\.dataset", script):
        read |= {one.split(":")[0].strip() for one in "".join(taken_apart).split(",")}
    assert {"page", "worker", "assets", "drop", "short"} <= read
    page = client.get(TAKE, {"visit": task.pk}).content.decode()
    [element] = re.findall(r"<take-visit[^>]*>", page)
    assert read == set(re.findall(r"data-(\w+)=", element))


def test_a_visit_of_a_colleague_or_of_another_office_is_not_there(client, as_, task, office):
    as_("supervisor")
    assert take(client, task).status_code == 404
    stranger = officer(OfficeFactory(), Role.RECEPTIONIST)
    foreign = planned(ApplicationFactory(office=stranger.memberships.get().office), stranger)
    assert take(client, foreign).status_code == 404
    assert client.get(TAKE, {"visit": foreign.pk}).status_code == 404
    tried = AccessEntry.objects.filter(action="aid.refused_look").values_list("object_id", flat=True)
    assert set(tried) == {str(task.application_id), str(foreign.application_id)}
    page = client.get(TAKE).content.decode()
    assert "<take-visit" not in page
    assert "您要去的地方" in page
    assert not VisitCopy.objects.exists()


def test_the_page_that_is_kept_is_the_same_for_everybody(client, as_, copy):
    pages = []
    for role in ("receptionist", "supervisor"):
        user = as_(role)
        answer = client.get(SHELL)
        html = answer.content.decode()
        assert "csrf" not in html
        assert user.get_username() not in html
        assert str(copy.pk) not in html
        assert "幸福路" not in html
        pages.append(html)
    assert pages[0] == pages[1]
    # The questions are those of the form, under its names.
    for name in ("outcome", "result", "witness", "there_at", "signed", "photos"):
        assert f'name="finish_visit-{name}"' in pages[0]
    for name in ("visit", "version", "key"):
        assert f'name="finish_visit-{name}"' not in pages[0]


def test_given_back_it_is_recorded_once(client, copy, task):
    for _time in range(2):
        answer = give(client, copy, signed=photo(), photos=[photo(30), photo(40)])
        assert (answer.status_code, answer.json()) == (200, {"state": "returned"})
    task.refresh_from_db()
    assert (task.state, task.result) == ("done", "在家，签了字")
    assert task.application.events.filter(action="finish_visit").count() == 1
    assert task.application.evidence.count() == 3
    html = client.get(case_url(task.application)).content.decode()
    assert "在家，签了字" in html


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"result": ""}, "result"),
        ({"outcome": "planned"}, "outcome"),
        ({"outcome": "missed", "signed": photo()}, "signed"),
        ({"there_at": "2020-01-01T10:00"}, "there_at"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client, copy, said, field):
    answer = give(client, copy, **said)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [f"finish_visit-{field}"]
    assert VisitCopy.objects.get().ended == ""


def test_the_case_says_who_has_it_and_calls_it_back(client, as_, copy, task):
    as_("supervisor")
    page = client.get(case_url(task.application)).content.decode()
    assert "带在外面" in page
    assert act(client, task.application, "recall_visit", visit=task.pk, why="手机丢了").status_code == 302
    page = client.get(case_url(task.application)).content.decode()
    assert "带在外面" not in page
    assert VisitCopy.objects.get().ended == "revoked"


def test_called_back_it_is_refused_with_its_state(client, copy, task, office):
    boss = officer(office, Role.SUPERVISOR)
    visit_copies.recall_visit(task.application, visit=task.pk, why="手机丢了", actor=boss)
    answer = give(client, copy)
    assert (answer.status_code, answer.json()) == (409, {"state": "revoked"})
    assert client.get(f"{SHELL}states/").json()["copies"] == {str(copy.pk): "revoked"}
    assert VisitTask.objects.get().is_planned


def test_of_a_copy_of_somebody_else_nothing_is_known(client, as_, copy):
    as_("supervisor")
    answer = give(client, copy)
    assert (answer.status_code, answer.json()) == (404, {"state": "unknown"})
    assert client.post(reverse("applications:away_drop", args=[copy.pk])).status_code == 404
    assert client.get(f"{SHELL}states/").json()["copies"] == {}
    assert VisitTask.objects.get().is_planned


def test_an_application_that_went_to_others_takes_nothing(client, copy, task):
    task.application.office = OfficeFactory()
    task.application.save()
    assert give(client, copy).json() == {"state": "gone"}
    assert VisitTask.objects.get().is_planned


def test_deleted_on_the_telephone_it_is_out_no_more(client, copy):
    assert client.post(reverse("applications:away_drop", args=[copy.pk])).status_code == 200
    assert VisitCopy.objects.get().ended == "dropped"
    assert AccessEntry.objects.filter(action="aid.drop_visit_copy").count() == 1


def test_the_worker_is_asked_for_anew_and_names_the_cache_of_the_page(client, me, settings):
    worker = client.get(f"{SHELL}worker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert "no-store" in worker["Cache-Control"]
    page = (settings.BASE_DIR / "static/js/take.js").read_text()
    name = 'const SHELL = "visit-shell-1";'
    assert name in page
    assert name in worker.content.decode()
    # The worker only reads.
    assert ".put(" not in worker.content.decode()


def test_the_page_obeys_the_policy_of_the_counter_and_its_worker_reaches_no_further(client, as_):
    as_("supervisor")
    elsewhere = client.get("/admin/applications/visits/")["Content-Security-Policy"]
    answer = client.get(SHELL)
    policy = answer["Content-Security-Policy"]
    assert sorted(policy.split("; ")) == sorted(elsewhere.split("; "))
    assert {"script-src 'self'", "worker-src 'self'", "connect-src 'self'"} <= set(policy.split("; "))
    # No script stands in the page but the words, which are data.
    scripts = re.findall(r"<script[^>]*>", answer.content.decode())
    inside = [tag for tag in scripts if 'type="module" src="/static/' not in tag]
    assert inside == ['<script id="away-words" type="application/json">']
    worker = client.get(f"{SHELL}worker.js")
    # Its address alone says how far it reaches: the page, nothing beside or above it.
    assert "Service-Worker-Allowed" not in worker
    assert worker["X-Content-Type-Options"] == "nosniff"
    for one in (answer, worker):
        assert {"no-store", "private"} <= set(re.split(r", *", one["Cache-Control"]))


def test_switched_off_the_worker_is_one_that_takes_itself_back(client, as_, settings):
    as_("supervisor")
    settings.OFFLINE_COPIES = False
    worker = client.get(f"{SHELL}worker.js").content.decode()
    assert "unregister" in worker
    assert "respondWith" not in worker
    assert "indexedDB" not in worker


def test_switched_off_nothing_is_taken_and_what_is_out_comes_back(client, copy, task, settings):
    settings.OFFLINE_COPIES = False
    assert take(client, task).status_code == 409
    assert "<take-visit" not in client.get(TAKE, {"visit": task.pk}).content.decode()
    assert give(client, copy).status_code == 200
