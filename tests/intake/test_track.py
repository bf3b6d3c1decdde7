import importlib
import io
import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from aid import services
from aid.models import Application
from aid.references import make_reference
from foundation.accounts.models import Role
from intake.views import answer
from tests.aid.factories import NOON, ApplicationFactory, officer, workmates
from tests.intake.walk import begin, draft_of, fill, url
from tests.stations.factories import StationFactory

pytestmark = pytest.mark.django_db
MOST = 7  # queries of the status page
# The names in the package are the functions.
view = importlib.import_module("intake.views.mine.papers")
TRACK, STATUS, ADD, WITHDRAW, PROVE = (
    reverse(f"intake:{n}") for n in ("track", "status", "add_papers", "withdraw", "prove")
)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(answer, "ANSWER_TIME", 0)


def look(client, reference, tail="5678"):
    return client.post(TRACK, {"reference": reference, "tail": tail})


def opened(client, application):
    """The page with all that is the person's own."""
    assert look(client, application.claimant.receipt_code, "")["Location"] == STATUS
    return client.get(STATUS)


def stages_of(client, application):
    """The page for whoever has number and phone alone."""
    assert look(client, application.reference)["Location"] == STATUS
    return client.get(STATUS)


def photo(name="身份证.jpg"):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue())


# --- looking up ---------------------------------------------------------------------------------------
def test_number_and_tail_open_the_page_in_any_spelling(client, office):
    application = ApplicationFactory(office=office)
    spelt = application.reference.lower().replace("-", " ")
    assert look(client, spelt, "５６７８")["Location"] == STATUS
    assert application.reference in client.get(STATUS).content.decode()


def test_unknown_number_and_wrong_phone_get_the_same_answer(client, office):
    application = ApplicationFactory(office=office)
    bodies = []
    for reference, tail in (
        (application.reference, "0000"),
        (make_reference(NOON.date()), "5678"),
        ("nonsense", "5678"),
    ):
        page = Client().post(TRACK, {"reference": reference, "tail": tail})
        text = page.content.decode().replace(reference, "").replace(tail, "")
        bodies.append("\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line))
        assert page.status_code == 200
    assert bodies[0] == bodies[1] == bodies[2]


def test_a_sign_copied_wrongly_is_said_whether_the_number_exists_or_not(client, office):
    answers = set()
    for reference in (ApplicationFactory(office=office).reference, make_reference(NOON.date())):
        wrong = reference[:-3] + ("2" if reference[-3] != "2" else "3") + reference[-2:]
        form = look(client, wrong).context["form"]
        answers.add(str(form.errors))
        assert "有一个字写错了" in form.errors["reference"][0]
    assert len(answers) == 1
    assert look(client, ApplicationFactory(office=office).reference)["Location"] == STATUS


@pytest.mark.parametrize(("until", "tail"), [("place", ""), ("place", "1234"), ("contact", "5678")])
@pytest.mark.usefixtures("places")
def test_the_code_of_a_draft_leads_to_the_draft(client, until, tail):
    begin(client)
    fill(client, until=until)
    code = draft_of(client).resume_code
    elsewhere = Client()
    assert look(elsewhere, code.lower().replace("-", " "), tail)["Location"] == url(until)
    assert draft_of(elsewhere).resume_code == code


@pytest.mark.usefixtures("places")
def test_a_code_with_a_wrong_phone_is_answered_like_one_that_nobody_has(client):
    begin(client)
    fill(client, until="contact")
    answers = set()
    for code in (draft_of(client).resume_code, "7K3M-92QF"):
        page = look(Client(), code, "0000")
        assert page.status_code == 200
        assert "续填码" in page.context["form"].errors["reference"][0]
        alone = look(Client(), code, "").context["form"].errors  # the same for a code that nobody has
        assert alone.keys() == {"tail"}
        assert "手机号的后四位" in alone["tail"][0]
        assert f'value="{code}"' in page.content.decode()
        answers.add(str(page.context["form"].errors))
    assert len(answers) == 1


def test_guessing_codes_here_waits_as_it_does_on_their_own_page(client, office):
    for _turn in range(5):
        page = look(client, "7K3M-92QF", "0000")
    assert "试得太快了" in page.content.decode()


def test_every_answer_costs_the_same_queries(client, office, django_assert_num_queries):
    application = ApplicationFactory(office=office)
    counts = []
    for reference in (application.reference, make_reference(NOON.date()), "nonsense"):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            Client().post(TRACK, {"reference": reference, "tail": "0000"})
        counts.append(sum("aid_application" in q["sql"] and "SELECT" in q["sql"] for q in caught))
    assert counts[1:] == [1, 1]


def test_an_answer_takes_its_time(client, office, monkeypatch):
    monkeypatch.setattr(answer, "ANSWER_TIME", 0.25)
    for reference in ("nonsense", ApplicationFactory(office=office).reference):
        began = time.monotonic()
        look(client, reference, "0000")
        assert time.monotonic() - began >= 0.25


def test_guessing_waits_longer_and_longer_but_only_where_it_comes_from(client, office):
    application = ApplicationFactory(office=office)
    for tail in range(1000, 1006):
        page = look(client, application.reference, str(tail))
    assert "请等" in page.content.decode()
    assert "请等" in look(client, application.reference).content.decode()
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert look(elsewhere, application.reference)["Location"] == STATUS


def test_guessing_from_ever_new_addresses_raises_an_alarm(office, monkeypatch, caplog):
    """Hard case 7: nobody waits where each address tries once, so the operator is told; the owner comes in."""
    monkeypatch.setattr("foundation.guessing.tries.ALARM_AT", 20)
    application = ApplicationFactory(office=office)
    for n in range(20):
        assert "all addresses" not in caplog.text
        visitor = Client(REMOTE_ADDR=f"203.0.113.{n}")
        assert look(visitor, make_reference(NOON.date()), f"{1000 + n}").status_code == 200
    assert "all addresses" in caplog.text
    assert application.reference not in caplog.text
    # Now everybody pays with a proof of work, once.
    page = look(Client(REMOTE_ADDR="198.51.100.7"), application.reference)
    assert page.context["form"].challenge


def test_a_lost_cache_makes_it_slow_not_impossible(client, office, monkeypatch):
    monkeypatch.setattr("foundation.guessing.tries.cache.get_many", lambda keys: 1 / 0)
    naps = []
    monkeypatch.setattr(answer.time, "sleep", naps.append)
    assert look(client, ApplicationFactory(office=office).reference)["Location"] == STATUS
    assert 2 in naps


@pytest.mark.parametrize(
    ("reference", "tail"),
    [("", ""), ("\x00", "\x00"), ("F" * 2000, "1234"), ("FY", "12345"), ("FY", "abcd"), ("FY", "५६७८")],
)
def test_bad_input_is_said_where_it_is(client, reference, tail):
    page = look(client, reference, tail)
    assert page.status_code == 200
    assert "处要改" in page.content.decode()


def test_without_a_look_up_there_is_nothing_to_see(client, office):
    ApplicationFactory(office=office)
    for address in (STATUS, ADD, WITHDRAW):
        assert client.get(address)["Location"] == TRACK
        assert client.post(address)["Location"] == TRACK


def test_after_a_while_the_page_closes(client, office):
    opened(client, ApplicationFactory(office=office))
    session = client.session
    session["aid_status"] = {**session["aid_status"], "until": time.time() - 1}
    session.save()
    page = client.get(STATUS, follow=True)
    assert "再写一次编号" in page.content.decode()


def test_looking_again_prolongs_the_visit_and_costs_a_write_once_a_minute(client, office, time_machine):
    time_machine.move_to(NOON, tick=False)
    opened(client, ApplicationFactory(office=office))

    def writes():
        with CaptureQueriesContext(connection) as caught:
            assert client.get(STATUS).status_code == 200
        return sum(query["sql"].startswith("UPDATE") for query in caught)

    assert writes() == 0
    for minutes in (2, 20, 38, 56):  # each look is less than twenty minutes after the one before
        time_machine.move_to(NOON + timedelta(minutes=minutes), tick=False)
        assert [writes(), writes()] == [1, 0]
        assert client.get(STATUS).context["own"]
    time_machine.move_to(NOON + timedelta(minutes=77), tick=False)
    assert client.get(STATUS)["Location"] == TRACK


@pytest.mark.parametrize("trait", ["", "assigned", "refused", "supplementing"])
@pytest.mark.parametrize("people", [1, 30])
def test_the_page_asks_the_database_little(client, office, committed, trait, people):
    application = ApplicationFactory(
        office=office, claimants=workmates(people), **({trait: True} if trait else {})
    )
    application.claimants.filter(position=1).update(is_representative=True)
    StationFactory(office=office)
    opened(client, application)
    committed()
    client.get(STATUS)  # what a process keeps, it keeps now
    with CaptureQueriesContext(connection) as caught:
        assert client.get(STATUS).context["own"]
    assert len(caught) <= MOST


# --- the page -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("trait", "says"),
    [
        ("", "等着受理"),
        ("accepted", "正在审查"),
        ("supplementing", "还差材料"),
        ("granted", "同意给您法律援助"),
        ("refused", "这次没有批准"),
        ("assigned", "已经有人办您的事了"),
    ],
)
def test_each_stage_is_said_in_plain_words(client, office, trait, says):
    page = stages_of(client, ApplicationFactory(office=office, **({trait: True} if trait else {})))
    text = page.content.decode()
    assert says in text
    assert "12348" in text
    assert "王小强" not in text
    assert "13900005678" not in text


def test_a_refusal_shows_reasons_and_remedy(client, office):
    text = opened(client, ApplicationFactory(office=office, refused=True)).content.decode()
    assert "工资已经付清" in text
    assert "异议" in text


def test_notes_of_officers_are_not_shown(client, office):
    application = ApplicationFactory(office=office)
    services.accept(application, actor=officer(office, Role.RECEPTIONIST), note="此人可疑", at=NOON)
    assert "此人可疑" not in opened(client, application).content.decode()


def test_withdrawn_and_referred_are_said_too(client, office):
    gone = services.withdraw(ApplicationFactory(office=office), at=NOON)
    assert "已经撤回" in opened(client, gone).content.decode()
    sent = ApplicationFactory(office=office, transferred_out=True)
    assert "某市法律援助中心" in opened(client, sent).content.decode()


def test_the_page_costs_the_same_for_any_length_of_history(client, office):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for extra in (0, 8):
        application = ApplicationFactory(office=office)
        for _ in range(extra):
            services.add_evidence(application, papers=[], note="又想起一点", at=NOON)
        opened(client, application)
        with CaptureQueriesContext(connection) as caught:
            client.get(STATUS)
        counts.append(len(caught))
    assert counts[0] == counts[1]


# --- acting -------------------------------------------------------------------------------------------
def test_the_missing_paper_is_added_and_the_clock_goes_on(client, office):
    application = ApplicationFactory(office=office, supplementing=True)
    opened(client, application)
    page = client.get(ADD)
    assert "身份证正反面照片" in page.content.decode()
    data = {"files_id": [photo()], "note": "补上了", "key": page.context["key"]}
    assert client.post(ADD, data)["Location"] == STATUS
    client.post(ADD, {**data, "files_id": [photo()]})
    application.refresh_from_db()
    assert application.status == "accepted"
    assert application.evidence.count() == 1
    assert application.events.filter(action="add_supplement").count() == 1


def test_papers_may_be_added_at_other_times(client, office):
    application = ApplicationFactory(office=office, accepted=True)
    opened(client, application)
    client.post(ADD, {"note": "老板的新电话 0797-5550148", "key": "k"})
    application.refresh_from_db()
    assert application.status == "accepted"
    assert application.events.last().note.startswith("老板的新电话")


def test_nothing_to_add_is_said(client, office):
    opened(client, ApplicationFactory(office=office))
    page = client.post(ADD, {"note": " "})
    assert "选一个文件" in page.content.decode()


def test_a_bad_file_keeps_the_words(client, office):
    opened(client, ApplicationFactory(office=office))
    page = client.post(ADD, {"note": "看看这个", "files": [SimpleUploadedFile("x.jpg", b"<script>")]})
    assert page.status_code == 200
    assert "看看这个" in page.content.decode()
    assert "收不了" in page.content.decode()


def test_withdrawing_asks_first_and_then_does_it(client, office):
    application = ApplicationFactory(office=office)
    opened(client, application)
    assert "真的要撤回吗" in client.get(WITHDRAW).content.decode()
    page = client.post(WITHDRAW, {"reason": "给钱了\x00"}, follow=True)
    assert "已经撤回" in page.content.decode()
    assert Application.objects.get().status == "withdrawn"
    assert client.post(WITHDRAW)["Location"] == STATUS


def test_after_the_decision_nothing_is_withdrawn_here(client, office):
    opened(client, ApplicationFactory(office=office, granted=True))
    assert client.get(WITHDRAW)["Location"] == STATUS


def test_an_officer_was_quicker(client, office, monkeypatch):
    application = ApplicationFactory(office=office, supplementing=True)
    opened(client, application)
    lapse = application.deadlines.get(kind="supplement").due_at + timedelta(seconds=1)
    real = view.services.hand_in

    def too_late(*args, **kwargs):
        services.lapse(application, at=lapse)
        return real(*args, **kwargs)

    monkeypatch.setattr(view.services, "hand_in", too_late)
    page = client.post(ADD, {"note": "补上了"}, follow=True)
    assert "刚刚有了变化" in page.content.decode()
