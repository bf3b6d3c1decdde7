"""Each tab's applications, its own bounded count, and the near limitation that stands first whatever else waits."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aid.models import Application
from aid.services import limitation
from casework.services import reassign
from counter import paging, queue
from foundation.accounts.models import Role, User
from foundation.accounts.services import give_role
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer

pytestmark = pytest.mark.django_db
QUEUE = "/admin/applications/"
TODAY = NOON.date()
QUERIES = 24  # what waits is asked first; which rows stand on the page before the rows are read
NEAR = date(2025, 11, 21)  # the day of leaving; three days of the year are left


def seen_in(code, user):
    seen, look = Application.objects.visible_to(user), queue.Look(user, NOON)
    return queue.seen_in(queue.VIEWS[code], seen, look)


def many_like(application, count, **changed):
    """Rows without people, as many as it takes to fill a list."""
    rows = []
    for n in range(count):
        row = Application.objects.get(pk=application.pk)
        row.pk, row.reference, row.seal_id = None, f"FY-{n:08}", uuid4()
        row.narrative = application.narrative  # sealed anew, for its own row
        row.idempotency_key = f"00000000-0000-4000-8000-{n:012}"
        for name, value in changed.items():
            setattr(row, name, value)
        rows.append(row)
    made = Application.objects.bulk_create(rows)
    with (
        connection.cursor() as cursor
    ):  # as the server does by itself soon after: plans follow what it counted
        cursor.execute("ANALYZE aid_application")
    return made


@pytest.fixture
def one_of_each(office):
    me = officer(office, Role.CASEWORKER)
    return me, {
        "new": ApplicationFactory(office=office),
        "late": ApplicationFactory(office=office, at=NOON - timedelta(days=5)),
        "waiting": ApplicationFactory(office=office, supplementing=True),
        "waiting, near": ApplicationFactory(office=office, supplementing=True, left_on=NEAR),
        "granted": ApplicationFactory(office=office, granted=True),
        "mine": ApplicationFactory(office=office, assigned=True, assignee=me),
        "mine, near": ApplicationFactory(office=office, assigned=True, assignee=me, left_on=NEAR),
        "refused": ApplicationFactory(office=office, refused=True, left_on=NEAR),
    }


@pytest.mark.parametrize(
    ("tab", "expected"),
    [
        ("office", ["waiting, near", "mine, near", "refused", "late", "new", "granted", "waiting", "mine"]),
        ("today", ["new"]),
        ("overdue", ["late"]),
        ("limit", ["waiting, near", "mine, near", "refused"]),
        ("supplement", ["waiting, near", "waiting"]),
        ("unassigned", ["granted"]),
        ("mine", []),
        ("green", ["waiting, near", "mine, near", "late", "new", "granted", "waiting", "mine"]),
        ("all", ["refused", "mine, near", "mine", "granted", "waiting, near", "waiting", "new", "late"]),
    ],
)
def test_each_tab_holds_what_it_says_in_its_order(one_of_each, office, tab, expected):
    _me, made = one_of_each
    names = {application.pk: name for name, application in made.items()}
    boss = officer(office, Role.SUPERVISOR)
    assert [names[one.pk] for one in seen_in(tab, boss)] == expected
    assert queue.counts(queue.Look(boss, NOON))[tab] == len(expected)


def test_a_caseworker_has_the_near_limitation_first(one_of_each, client, as_, office):
    me, made = one_of_each
    ApplicationFactory(office=office, assigned=True, assignee=me)
    assert next(iter(seen_in("mine", me))) == made["mine, near"]
    assert list(seen_in("limit", me)) == [made["mine, near"]]
    assert queue.counts(queue.Look(me, NOON))["limit"] == 1


def test_filing_the_claim_lets_a_case_stand_where_it_stood(one_of_each):
    me, made = one_of_each
    limitation.file_claim(
        made["mine, near"], filed_on=TODAY, filed_with="某区劳动人事争议仲裁委员会", actor=me, at=NOON
    )
    assert not seen_in("limit", me)


def test_cases_of_whoever_left_wait_for_another_and_their_clocks_go_on(client, as_, office):
    """Hard case 10: the account is closed; none of the cases is lost from sight, no day begins anew."""
    leaving, staying = (officer(office, Role.CASEWORKER) for _ in range(2))
    left = [
        ApplicationFactory(office=office, assigned=True, assignee=leaving, left_on=NEAR) for _ in range(3)
    ]
    ApplicationFactory(office=office, assigned=True, assignee=staying)
    me = as_("dispatcher")
    assert "承办人走了" not in client.get(QUEUE).content.decode() + client.get("/admin/").content.decode()
    days = [list(application.deadlines.values_list("kind", "due_on", "met_at")) for application in left]
    as_("supervisor")
    leaving.is_active = False  # shut before anybody was asked where they go
    leaving.save(update_fields=["is_active"])
    assert "承办人走了，要换人" in client.get("/admin/").content.decode()
    page = client.get(QUEUE + "?show=left")
    assert {row.application for row in page.context["table"].data} == set(left)
    assert page.content.decode().count("李某（账号停用了，要换人）") == 3
    assert not Application.objects.visible_to(leaving).exists()
    for application in left:
        reassign(application, assignee=staying, reason="原承办人离职", actor=me, at=NOON)
    assert seen_in("left", me).count() == 0
    assert seen_in("mine", staying).count() == 4
    assert [list(one.deadlines.values_list("kind", "due_on", "met_at")) for one in left] == days


def test_cases_of_whoever_is_no_caseworker_any_more_wait_for_another(client, as_, office):
    """Hard case 10: only the role is taken away, the person stays; nobody could see or do their cases."""
    leaving = officer(office, Role.CASEWORKER)
    give_role(leaving, Role.EDITOR, office)
    left = ApplicationFactory(office=office, assigned=True, assignee=leaving, left_on=NEAR)
    days = list(left.deadlines.values_list("kind", "due_on", "met_at"))
    me = as_("supervisor")
    assert "承办人走了" not in client.get(QUEUE).content.decode()
    held = leaving.memberships.get(role=Role.CASEWORKER)
    address = f"/admin/memberships/delete/{held.pk}/"
    assert "手上的案子请另外换承办人" in client.get(address).content.decode()
    client.post(address)
    assert "承办人走了，要换人" in client.get("/admin/").content.decode()
    page = client.get(QUEUE + "?show=left")
    assert [row.application for row in page.context["table"].data] == [left]
    assert "李某（不再是承办人，要换人）" in page.content.decode()
    case_page = client.get(reverse("applications:inspect", args=[left.pk])).content.decode()
    assert "李某（不再是承办人，要换人）" in case_page
    assert not seen_in("mine", User.objects.get(pk=leaving.pk))
    assert list(left.deadlines.values_list("kind", "due_on", "met_at")) == days
    # Caseworker of another office by now: they go on with it, and nobody is to be named.
    give_role(leaving, Role.CASEWORKER, OfficeFactory())
    assert not seen_in("left", me)
    assert seen_in("mine", User.objects.get(pk=leaving.pk)).get() == left


def test_a_near_limitation_behind_twelve_hundred_others_is_counted_and_first(client, as_, office):
    first = ApplicationFactory(office=office, accepted=True)
    many_like(first, 1200, case_number="", limitation_on=None, next_due_at=NOON - timedelta(days=9))
    near = ApplicationFactory(office=office, accepted=True, left_on=NEAR)
    as_("reviewer")
    html = client.get(QUEUE).content.decode()
    text = re.sub(r"<[^>]+>", " ", html)
    assert re.search(r"该我做\s+1000\+", text)
    assert re.search(r"时效快到\s+1\b", text)
    assert html.index(near.reference) < html.index("FY-0000")


def test_no_application_at_all_counts_nothing(office):
    assert set(queue.counts(queue.Look(officer(office, Role.SUPERVISOR), NOON)).values()) == {0}


@pytest.mark.parametrize("role", ["receptionist", "approver", "supervisor", "caseworker"])
def test_the_page_costs_few_queries_and_for_fifty_rows_as_many_as_for_a_dozen(client, as_, office, role):
    me = as_(role)

    def add():
        ApplicationFactory(office=office)
        ApplicationFactory(office=office, assigned=True, **({"assignee": me} if role == "caseworker" else {}))

    addresses = [QUEUE, f"{QUEUE}?show=all", f"{QUEUE}?show=all&channel=web&status=granted"]
    OfficeFactory(parent=office)
    for _ in range(12):  # more than stand above the pages
        add()

    def cost():
        found = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            found.append(len(captured))
        return found

    few = cost()
    for _ in range(24):
        add()
    assert all(now <= before for now, before in zip(cost(), few, strict=True))  # a full page asks once less
    assert max(few) <= QUERIES


# --- pages ----------------------------------------------------------------------------------------
def test_pages_follow_each_other_over_ties_and_nulls(office):
    order = Application.objects.due_first
    one = ApplicationFactory(office=office)
    due = [None, NOON, NOON + timedelta(microseconds=1)]
    limits = [None, None, TODAY, TODAY - timedelta(days=400), TODAY + timedelta(days=1)]
    rows = many_like(one, 40)
    for n, row in enumerate(rows):
        row.next_due_at, row.limitation_on = due[n % 3], limits[n % 5]
        row.submitted_at = NOON - timedelta(days=n % 2)
    Application.objects.bulk_update(rows, ["next_due_at", "limitation_on", "submitted_at"])
    wanted = [row.pk for row in order(TODAY)]
    found, cursor = [], ""
    for _ in range(20):
        page = paging.KeysetPaginator(order(TODAY), 3).get_page(cursor)
        found += [row.pk for row in page.object_list]
        if not (cursor := page.after):
            break
    assert found == wanted
    assert len(found) == 41


def test_pages_lead_back_the_way_they_came_with_the_place_and_the_total(office):
    one = ApplicationFactory(office=office)
    rows = many_like(one, 10)
    for n, row in enumerate(rows):
        row.next_due_at = [None, NOON][n % 2]
    Application.objects.bulk_update(rows, ["next_due_at"])
    order = Application.objects.due_first
    wanted, pages, cursor = [row.pk for row in order(TODAY)], [], ""

    def page_at(cursor):
        paginator = paging.KeysetPaginator(order(TODAY), 4)
        page = paginator.get_page(cursor)
        return page, ([row.pk for row in page.object_list], page.start, page.end, paginator.count)

    while True:
        page, shown = page_at(cursor)
        pages.append(shown)
        if not (cursor := page.after):
            break
    assert pages == [(wanted[:4], 1, 4, 11), (wanted[4:8], 5, 8, 11), (wanted[8:], 9, 11, 11)]
    back, cursor = [], page.before
    while cursor:
        page, shown = page_at(cursor)
        back.append(shown)
        cursor = page.before
    assert back == [pages[1], pages[0]]
    assert not page.is_later
    Application.objects.filter(pk__in=wanted[:2]).delete()  # rows go while somebody reads
    page, shown = page_at(page_at(page.after)[0].before)
    assert shown == (wanted[2:6], 1, 4, 9)


@pytest.mark.parametrize("cursor", ["-", "--1", "-x", "-n.n.n", "-1.1.1", "-" + "9" * 40])
def test_a_cursor_that_leads_nowhere_back_is_the_beginning(client, as_, office, cursor):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    page = client.get(QUEUE, {"show": "all", "after": cursor})
    assert [row.application for row in page.context["table"].data] == [application]


def test_the_address_holds_the_list_the_order_and_the_density(client, as_, office):
    old, new = (ApplicationFactory(office=office, at=NOON - timedelta(days=n)) for n in (1, 0))
    as_("supervisor")

    def shown(**query):
        page = client.get(QUEUE, {"show": "green", **query})
        return [row.application for row in page.context["table"].data], page.content.decode()

    assert shown()[0] == shown(sort="old")[0] == shown(sort="nonsense")[0] == [old, new]
    rows, page = shown(sort="new", dense="1")
    assert rows == [new, old]
    assert "counter--dense" in page
    assert 'href="?show=green&amp;dense=1"' in page  # back to what is most urgent, as dense as before
    assert 'href="?show=green&amp;sort=new"' in page  # wider, in the same order
    assert "第 1–2 件，共 2 件" in page


def test_counts_are_told_by_themselves_and_are_no_sign_of_life(client, as_, office, time_machine):
    ApplicationFactory(office=office)
    as_("receptionist")
    client.get(QUEUE)
    told = client.get(QUEUE + "counts/").json()
    assert (told["mine"], told["all"], told["asked"]) == ("1", "1", "0")
    for minutes in (20, 40, 59):
        time_machine.move_to(NOON + timedelta(minutes=5 + minutes), tick=False)
        assert client.get(QUEUE + "counts/").status_code == 200
    time_machine.move_to(NOON + timedelta(minutes=66), tick=False)
    assert client.get(QUEUE + "counts/").status_code == 302  # an hour without a sign of life
    assert client.get(QUEUE).status_code == 302


@pytest.mark.parametrize("cursor", ["n.n.1", "738000.1.1", "9" * 18 + ".1.1", "n.n", "n.n.n", "0.0.0"])
def test_a_cursor_of_another_list_is_the_beginning_or_a_place(client, as_, office, cursor):
    ApplicationFactory(office=office)
    as_("receptionist")
    for show in ("office", "all", "mine"):
        assert client.get(QUEUE, {"show": show, "after": cursor}).status_code == 200
