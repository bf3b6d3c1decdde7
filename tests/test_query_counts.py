"""Every list costs the same number of queries for one row and for fifty."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from aid.models import DeskEntry, Draft, Event, Evidence
from foundation.accounts.models import Office, Role, User
from foundation.accounts.services import give_role
from foundation.accounts.testing import pass_second_factor
from foundation.regions.models import Region
from foundation.vault.services import record_access
from foundation.workdays.models import CalendarDay
from laws.models import ExplainerFigure, ExplainerPage, Parameter, Statute
from stations.models import Hotline, HotlineUse, Printing, Problem
from tests.aid.factories import (
    NOON,
    ApplicationFactory,
    CallBackFactory,
    OfficeFactory,
    UserFactory,
    clerk,
    workmates,
)
from tests.campaigns.page_factories import campaign, campaign_index, event
from tests.cases_showcase.page_factories import case, case_index
from tests.foundation.notices.conftest import queue
from tests.laws.factories import (
    ArticleFactory,
    ArticleVersionFactory,
    ParameterFactory,
    StatuteFactory,
    TermFactory,
    TopicFactory,
)
from tests.laws.page_factories import explainer, explainer_index, home_page
from tests.rows import kept_for_a_module
from tests.search.corpus import document, load
from tests.stations.factories import RegionFactory, StationFactory

pytestmark = pytest.mark.django_db
MANY = 50


@dataclass(frozen=True)
class List:
    address: Callable[[], str]
    role: str = ""  # the member of staff who looks; "" for a visitor, "all" for a superuser


def route(name, **kwargs):
    return lambda: reverse(name, kwargs=kwargs)


def an_article(n):
    statute = Statute.objects.filter(code="LAW-LONG").first() or StatuteFactory(code="LAW-LONG")
    ArticleVersionFactory(article=ArticleFactory(statute=statute, number=str(n + 1), position=n))


def an_event_of_each_time(n):
    event(n, starts_at=timezone.now() + timedelta(days=n + 1))
    event(n + 1000, starts_at=timezone.now() - timedelta(days=n + 1))


def an_explainer(n):
    explainer(n, article=ArticleVersionFactory(article=ArticleFactory(number=str(n + 1))).article)


def an_office(n):
    """An office of its own with a region and a member."""
    RegionFactory()
    office = OfficeFactory(region=Region.objects.first())
    give_role(UserFactory(), Role.RECEPTIONIST, office)


def a_call_back(n):
    call_back = CallBackFactory(office=agency())
    call_back.calls.create(outcome="not_reached", actor=UserFactory(), at=NOON, key=uuid.uuid4())


def a_form_of_the_desk(n):
    how = {"channel": "phone", "office": agency(), "operator": UserFactory(), "opened_at": NOON}
    DeskEntry.objects.create(draft=Draft.start(at=NOON, language="zh-hans"), **how)
    DeskEntry.objects.create(application=ApplicationFactory(office=agency()), **how)


def a_look(n):
    record_access(UserFactory(), "aid.view", StationFactory(), "test")


def a_message_for_the_boss(n):
    context = {"reference": f"FY-{n}"}
    queue(key=f"s{n}", channel="staff", to="t-all", template="staff_assigned", context=context)


def a_hotline(n):
    hotline = Hotline.objects.create(
        phone=f"0797-55501{n:02}", name=f"热线{n}", description="问法律", region=RegionFactory()
    )
    problem, _is_new = Problem.objects.get_or_create(code="wages", label="工钱没发")
    HotlineUse.objects.create(hotline=hotline, problem=problem, say="我在____干活")


def a_printing(n):
    station = StationFactory(office=agency())
    Printing.objects.create(
        station=station, paper="qr", edition=1, content={}, copies=1, printed_at=timezone.now(), printed_by=UserFactory()
    )  # fmt: skip


def a_figure(n):
    first = date(2001, 1, 1) + timedelta(days=n)
    ParameterFactory(effective_from=first, effective_to=first + timedelta(days=1))


def a_stated_figure(n):
    figure = Parameter.objects.filter(code="aid.days").first() or ParameterFactory(
        code="aid.days", effective_from=date(2001, 1, 1), effective_to=date(2026, 11, 20)
    )
    page = ExplainerPage.objects.get(slug=f"explainer-{n}")
    ExplainerFigure.objects.create(page=page, figure=figure)


def a_day(n):
    CalendarDay.objects.create(date=date(2031, 1, 1) + timedelta(days=n), kind="rest", source="测试")


# Each makes its nth row, n from 0.
ROWS = [
    an_explainer,
    case,
    an_event_of_each_time,
    an_article,
    a_hotline,
    a_printing,
    a_figure,
    a_stated_figure,
    a_day,
    an_office,
    a_look,
    lambda n: TopicFactory(),
    lambda n: TermFactory(),
    lambda n: StationFactory(),
    lambda n: RegionFactory(code=f"3608{n:02}", name=f"第{n}区"),
    lambda n: ApplicationFactory(office=agency()),
    a_call_back,
    a_form_of_the_desk,
    lambda n: queue(key=f"k{n}"),
    a_message_for_the_boss,
    lambda n: load([document(n, f"拖欠{n}")]),
]
LISTS = {
    "home page": List(lambda: home_page().url),
    "topic": List(route("topics:detail", code="wages")),
    "explainers": List(lambda: explainer_index().url),
    "statutes": List(route("laws:statutes")),
    "articles of a statute": List(route("laws:statute", code="LAW-LONG")),
    "glossary": List(route("laws:glossary")),
    "cases": List(lambda: case_index().url),
    "campaigns": List(lambda: campaign_index().url),
    "events of a campaign": List(lambda: campaign().url),
    "search": List(lambda: reverse("search:results") + "?q=拖欠"),
    "stations": List(lambda: reverse("stations:list") + "?place=章贡"),
    "hotlines": List(lambda: reverse("stations:hotlines") + "?region=360702"),
    "hotlines of a problem": List(lambda: reverse("stations:problem", args=["wages"]) + "?region=360702"),
    "site map": List(route("site_map")),
    "sitemap for machines": List(route("sitemap")),
    "queue": List(route("applications:index"), "receptionist"),
    "an officer's first page": List(route("wagtailadmin_home"), "receptionist"),
    "desk": List(route("applications:desk"), "receptionist"),
    "call-backs": List(route("applications:call_backs"), "receptionist"),
    **{
        name: List(route(name), "all")
        for name in (
            "applications:index",
            "offices:index",
            "memberships:index",
            "people",
            "wagtailusers_users:index",
            "people",
            "notices_outbox",
            "notices_inbox",
            "wagtailadmin_home",
            "vault_access",
            "explainer_review",
            "tours_report",
            "duty_report",
            "station_problems",
            "station_reports",
            "topics_admin:index",
            "statutes_admin:index",
            "articles_admin:index",
            "parameters_admin:index",
            "terms_admin:index",
            "station_register:index",
            "hotlines:index",
            "hotline_problems:index",
            "unchecked_hotlines",
            "station_printings",
            "regions:index",
            "calendar_days:index",
        )
    },
}


CASE_PAGE = 25  # the entry of the access log and its lock among it


def a_long_case(office, people, acts):
    """Of so many workers, with so many acts and papers."""
    application = ApplicationFactory(office=office, claimants=workmates(people))
    Event.objects.bulk_create(
        Event(
            application=application,
            action="note",
            after="submitted",
            by="staff",
            actor=clerk(office, role),
            at=NOON,
        )
        for role in ("reviewer", "approver")
        for _n in range(acts // 2)
    )
    Evidence.objects.bulk_create(
        Evidence(application=application, size=1, content_type="image/jpeg", state="available")
        for _n in range(acts)
    )
    return application


def test_a_case_costs_the_same_for_a_dozen_workers_and_for_five_hundred(world):
    cases = [a_long_case(agency(), people, acts) for people, acts in ((12, 2), (500, 200))]
    for role in ("receptionist", "reviewer", "supervisor"):
        client, user = Client(), UserFactory()
        give_role(user, role, agency())
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        pass_second_factor(client, user)
        cost = []
        for one in cases:
            address = reverse("applications:inspect", args=[one.pk])
            queries(client, address)
            cost.append([sql for sql in queries(client, address) if "SAVEPOINT" not in sql])
        assert len(cost[0]) == len(cost[1]), (role, [sql[:200] for sql in cost[1] if sql not in cost[0]])
        assert len(cost[0]) <= CASE_PAGE, (role, [sql[:120] for sql in cost[0]])


def an_agency():
    department = OfficeFactory(code="t-department", kind=Office.Kind.DEPARTMENT)
    return OfficeFactory(code="t-agency", parent=department, region=RegionFactory())


def agency():
    return Office.objects.get(code="t-agency")


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    return [query["sql"] for query in captured]


@dataclass
class World:
    """One row of each kind, as each list found it, and then fifty."""

    visitors: dict
    of_one: dict

    def cost(self, name):
        """What the list costs now: its queries, the second time it is asked for."""
        shown = LISTS[name]
        address = shown.address()
        queries(self.visitors[shown.role], address)  # what a process keeps, it keeps now
        return queries(self.visitors[shown.role], address)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The rows are made once for all lists: first one of each kind, then fifty."""
    # A session that is a minute old is written again.
    with travel(NOON, tick=False), kept_for_a_module(django_db_blocker):
        home_page()
        TopicFactory(wages=True)
        office = an_agency()
        world = World({"": Client(), "all": Client(), "receptionist": Client()}, {})
        boss = User.objects.create_superuser("t-all", "", "not-a-secret")
        receptionist = UserFactory()
        give_role(receptionist, Role.RECEPTIONIST, office)
        for name, user in (("all", boss), ("receptionist", receptionist)):
            world.visitors[name].force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            pass_second_factor(world.visitors[name], user)
        for row in ROWS:
            row(0)
        world.of_one = {name: world.cost(name) for name in LISTS}
        for row in ROWS:
            for n in range(1, MANY):
                row(n)
        yield world


@pytest.fixture(autouse=True)
def wednesday_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_one_row_and_for_fifty(world, name):
    one, many = world.of_one[name], world.cost(name)
    assert len(many) == len(one), [sql[:200] for sql in many if sql not in one]
