"""Asked for papers: each has a state of its own, and why one is missing is an answer."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from aid import services
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory, officer
from tests.aid.photos import checked_photo, photo
from tests.intake.test_track import ADD, STATUS, opened, quick

__all__ = ["quick"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def asked_for_two(office):
    application = ApplicationFactory(office=office, accepted=True)
    return services.ask_supplement(
        application,
        kinds=["id", "contract"],
        text="身份证和合同",
        actor=officer(office, Role.RECEPTIONIST),
        at=timezone.now(),
    )


def states(application):
    return dict(application.wanted.values_list("kind", "state"))


def test_asked_for_two_papers_and_sent_one_it_stays_open_for_the_other(client, asked_for_two):
    opened(client, asked_for_two)
    page = client.post(ADD, {"files_id": [photo()], "key": "1"}, follow=True)
    asked_for_two.refresh_from_db()
    assert asked_for_two.status == "supplementing"
    assert states(asked_for_two) == {"id": "arrived", "contract": "asked"}
    assert "files_contract" in page.context["form"].fields
    assert "files_id" not in page.context["form"].fields
    text = client.get(STATUS).content.decode().split("要您补的材料")[1]
    assert text.index("劳动合同") < text.index("还差") < text.index("身份证件") < text.index("收到了")
    assert asked_for_two.deadlines.get(kind="review", cancelled_at=None).paused_since
    client.post(ADD, {"files_contract": [photo(21)], "key": "2"})
    asked_for_two.refresh_from_db()
    assert asked_for_two.status == "accepted"
    assert set(states(asked_for_two).values()) == {"arrived"}
    kinds = set(asked_for_two.evidence.values_list("kind", flat=True))
    assert kinds == {"id", "contract"}


def test_why_a_paper_is_missing_is_an_answer(client, asked_for_two):
    opened(client, asked_for_two)
    client.post(ADD, {"files_id": [photo()], "why_contract": "老板没给过合同", "key": "1"})
    asked_for_two.refresh_from_db()
    assert asked_for_two.status == "accepted"
    assert states(asked_for_two) == {"id": "arrived", "contract": "without"}
    assert "老板没给过合同" in client.get(STATUS).content.decode()
    assert asked_for_two.events.last().data["without"] == ["contract"]


def test_a_note_alone_answers_for_no_paper(client, asked_for_two):
    opened(client, asked_for_two)
    client.post(ADD, {"note": "我再找找", "key": "1"})
    asked_for_two.refresh_from_db()
    assert asked_for_two.status == "supplementing"
    assert set(states(asked_for_two).values()) == {"asked"}
    assert asked_for_two.events.last().note == "我再找找"


def test_the_same_part_sent_twice_is_one(client, asked_for_two):
    opened(client, asked_for_two)
    for _again in range(2):
        client.post(ADD, {"files_id": [photo()], "key": "1"})
    assert asked_for_two.events.filter(action="add_part").count() == 1
    assert asked_for_two.evidence.count() == 1


def test_both_sent_at_once_by_two_windows_complete_it_once(client, asked_for_two):
    opened(client, asked_for_two)
    client.post(ADD, {"files_id": [photo()], "files_contract": [photo(21)], "key": "1"})
    client.post(ADD, {"files_id": [photo()], "files_contract": [photo(21)], "key": "1"})
    asked_for_two.refresh_from_db()
    assert asked_for_two.status == "accepted"
    assert asked_for_two.evidence.count() == 2
    assert asked_for_two.events.count() == 4


def test_one_bad_file_never_costs_the_good_ones(client, asked_for_two):
    opened(client, asked_for_two)
    bad = SimpleUploadedFile("合同.jpg", b"<script>")
    page = client.post(
        ADD, {"files_id": [photo()], "files_contract": [bad, photo(21)], "key": "1"}, follow=True
    )
    text = page.content.decode()
    assert "合同.jpg" in text
    assert "没有收下" in text
    assert asked_for_two.evidence.count() == 2


def test_a_bad_file_alone_leaves_the_paper_open(client, asked_for_two):
    opened(client, asked_for_two)
    page = client.post(ADD, {"files_id": [SimpleUploadedFile("a.jpg", b"<script>")], "key": "1"})
    assert "收不了" in page.content.decode()
    assert set(states(asked_for_two).values()) == {"asked"}


def test_bad_and_good_files_at_other_times_too(client, office):
    application = ApplicationFactory(office=office, accepted=True)
    opened(client, application)
    bad = SimpleUploadedFile("坏.zip", b"PK\x03\x04")
    page = client.post(ADD, {"files": [bad, photo()], "note": "看看", "key": "1"}, follow=True)
    assert "坏.zip" in page.content.decode()
    assert application.evidence.count() == 1
    assert application.events.last().note == "看看"


# --- the officers' side -----------------------------------------------------------------------------------
def test_what_an_officer_takes_in_ends_the_waiting(asked_for_two, office):
    clerk = officer(office, Role.RECEPTIONIST)
    services.add_supplement(asked_for_two, papers=[(checked_photo(), "id")], actor=clerk)
    asked_for_two.refresh_from_db()
    assert asked_for_two.status == "accepted"
    assert states(asked_for_two) == {"id": "arrived", "contract": "settled"}


def test_asked_again_it_is_wanted_again(asked_for_two, office):
    services.hand_in(asked_for_two, papers=[(checked_photo(), "id")], without={"contract": "没有"})
    services.ask_supplement(
        asked_for_two,
        kinds=["contract", "pay"],
        text="再找找",
        repeat_reason="漏了",
        actor=officer(office, Role.RECEPTIONIST),
    )
    assert states(asked_for_two) == {"id": "arrived", "contract": "asked", "pay": "asked"}
    assert asked_for_two.wanted.get(kind="contract").why == ""


def test_what_came_after_all_is_no_task_any_more(asked_for_two):
    services.hand_in(asked_for_two, papers=[(checked_photo(), "id")], without={"contract": "没有"})
    services.add_evidence(asked_for_two, papers=[(checked_photo(21), "contract")])
    assert set(states(asked_for_two).values()) == {"arrived"}


def test_an_officer_settles_what_the_person_has_not(asked_for_two, office):
    services.hand_in(asked_for_two, papers=[(checked_photo(), "id")], without={"contract": "没有"})
    clerk = officer(office, Role.RECEPTIONIST)
    services.settle_papers(asked_for_two, kinds=["contract"], note="向社保调取了缴费记录", actor=clerk)
    assert states(asked_for_two) == {"id": "arrived", "contract": "settled"}
    assert asked_for_two.events.last().data == {"kinds": ["contract"]}


def test_words_that_ask_for_no_kind_are_answered_by_anything(office):
    application = ApplicationFactory(office=office, accepted=True)
    services.ask_supplement(
        application, kinds=[], text="说说老板叫什么", actor=officer(office, Role.RECEPTIONIST), at=NOON
    )
    assert services.hand_in(application, note="叫老周").status == "accepted"


def test_what_the_service_refuses_field_by_field_is_said_on_the_page(client, asked_for_two, monkeypatch):
    def refuse(*args, **kwargs):
        raise ValidationError({"papers": "选一个文件，或者写几句话。"})

    opened(client, asked_for_two)
    monkeypatch.setattr(services, "hand_in", refuse)
    page = client.post(ADD, {"note": "我再找找", "key": "1"})
    assert page.status_code == 200
    assert "选一个文件，或者写几句话。" in page.content.decode()
