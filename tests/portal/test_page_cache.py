"""A kept page answers anybody; nothing that is one visitor's own is ever kept."""

import pickle

import pytest
from django.conf import settings
from django.contrib import messages
from django.core.cache import caches
from django.http import HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import path, reverse
from wagtail.models import PageViewRestriction

from portal import urls
from tests.aid.conftest import calendar, fresh_counters, office, places
from tests.intake.walk import begin, draft_of, fill, send, url

__all__ = ["calendar", "fresh_counters", "office", "places"]
pytestmark = pytest.mark.django_db
HOME = "/zh-hans/"
ODD = {
    "message": lambda request: HttpResponse([messages.info(request, "只给一个人看"), "page"]),
    "messages": lambda request: HttpResponse([str(m) for m in messages.get_messages(request)]),
    "token": lambda request: HttpResponse(get_token(request)),
    "user": lambda request: HttpResponse(str(request.user)),
    "session": lambda request: HttpResponse(request.session.get("aid_draft", "")),
    "private": lambda request: HttpResponse(headers={"Cache-Control": "private"}),
    "no-store": lambda request: HttpResponse(headers={"Cache-Control": "no-store"}),
    "varies": lambda request: HttpResponse(headers={"Vary": "User-Agent"}),
    "missing": lambda request: HttpResponse(status=404),
    "stream": lambda request: StreamingHttpResponse(["a", "b"]),
    "plain": lambda request: HttpResponse("for all"),
}


def sets_a_cookie(request):
    response = HttpResponse()
    response.set_cookie("mine", "1")
    return response


urlpatterns = [
    *[path(f"zh-hans/odd/{name}/", view) for name, view in {**ODD, "cookie": sets_a_cookie}.items()],
    path("odd/plain/", ODD["plain"]),
    *urls.urlpatterns,
]
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture(autouse=True)
def turned_on(settings):
    settings.CACHE_MIDDLEWARE_SECONDS = 10
    caches["pages"].clear()
    yield
    caches["pages"].clear()


def kept():
    """Everything that is kept: [(content, headers, time)]."""
    return [pickle.loads(value) for value in caches["pages"]._cache.values()]  # noqa: S301 - our own


def with_cookies(**cookies):
    client = Client()
    client.cookies.load(cookies)
    return client


# --- whom a kept page answers ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    "cookies",
    [{}, {"sessionid": "x" * 32}, {"csrftoken": "y" * 32}, {"django_language": "en"}, {"Hm_lvt": "1"}],
)
def test_a_page_is_kept_and_answers_whoever_comes(home, cookies, django_assert_num_queries):
    first = Client().get(HOME)
    with django_assert_num_queries(0):
        again = with_cookies(**cookies).get(HOME)
    assert again.content == first.content
    assert again.status_code == 200
    assert again["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert again["Content-Language"] == "zh-hans"
    assert again["X-Request-Reference"] != first["X-Request-Reference"]
    assert again["Vary"] == "Cookie"
    assert again["Cache-Control"] == "max-age=10"


def test_a_visitor_with_a_draft_fills_it_and_is_answered_from_it(
    client, home, places, django_assert_num_queries
):
    begin(client)
    first = client.get(HOME)
    assert len(kept()) == 1
    with django_assert_num_queries(0):
        assert client.get(HOME).content == Client().get(HOME).content == first.content


def test_large_type_is_a_page_of_its_own(home):
    normal, big = Client().get(HOME).content, with_cookies(type="big").get(HOME).content
    assert b"big-type" in big
    assert b"big-type" not in normal
    assert with_cookies(type="big", sessionid="x" * 32).get(HOME).content == big
    assert Client().get(HOME).content == normal
    assert len(kept()) == 2


def test_query_host_and_scheme_are_pages_of_their_own(home):
    for asked in ({"path": HOME + "?a=1"}, {"path": HOME, "headers": {"host": "localhost"}}, {"path": HOME}):
        Client().get(**asked)
    Client().get(HOME, secure=True)
    assert len(kept()) == 4


def test_a_page_is_old_after_its_seconds(home, time_machine):
    time_machine.move_to("2026-12-01T04:00:00Z", tick=False)
    Client().get(HOME)
    time_machine.shift(9)
    assert Client().get(HOME)["Age"] == "9"
    time_machine.shift(2)
    assert not Client().get(HOME).has_header("Age")


def test_another_host_is_refused_and_nothing_is_kept(home):
    assert Client().get(HOME, headers={"host": "elsewhere.example"}).status_code == 400
    assert not kept()


# --- staff ----------------------------------------------------------------------------------------------
def test_who_has_signed_in_to_the_admin_is_answered_afresh(home):
    Client().get(HOME)
    staff = with_cookies(**{settings.STAFF_SESSION_COOKIE_NAME: "x" * 32})
    assert not staff.get(HOME).has_header("Age")
    assert "max-age" not in staff.get(HOME).get("Cache-Control", "")
    assert len(kept()) == 1  # the stranger's


@pytest.mark.urls(__name__)
def test_what_is_kept_is_for_all_and_public(client):
    client.get("/zh-hans/odd/plain/")
    assert [content for content, _headers, _at in kept()] == [b"for all"]
    client.get("/odd/plain/")  # an address without a language
    client.post("/zh-hans/odd/plain/?again")
    assert len(kept()) == 1


# --- nothing personal -----------------------------------------------------------------------------------
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("what", [name for name in [*ODD, "cookie"] if name != "plain"])
def test_an_answer_that_looked_at_its_visitor_is_not_kept(client, what, places):
    begin(client)
    client.get("/zh-hans/odd/message/")
    for visitor in (client, Client()):
        visitor.get(f"/zh-hans/odd/{what}/")
    assert not kept()


def test_a_page_behind_a_password_is_not_kept(home):
    PageViewRestriction.objects.create(page=home, restriction_type="password", password="not-a-secret")
    assert Client().get(HOME).status_code == 200
    PageViewRestriction.objects.update(restriction_type="login")
    Client().get(HOME)
    assert not kept()


def test_of_a_whole_application_nothing_is_kept(client, home, places):
    """Between the pages of the form, the receipt and the status, the applicant reads public pages."""
    public = [HOME, "/zh-hans/stations/", "/zh-hans/search/?q=x", "/zh-hans/site-map/", "/en/"]
    private = [
        reverse(f"intake:{name}") for name in ("start", "resume", "saved", "track", "status", "add_papers")
    ]

    def look_around():
        for address in [*private, url("you"), url("papers"), *public]:
            client.get(address)

    begin(client)
    code = draft_of(client).resume_code
    look_around()
    fill(client)
    look_around()
    receipt = send(client)
    reference = receipt.context["application"].reference
    look_around()
    client.get(receipt.request["PATH_INFO"])
    assert len(kept()) == len(public)
    for content, headers, _at in kept():
        assert "Set-Cookie" not in dict(headers)
        for own in (code, reference, "买买提", "csrfmiddlewaretoken", client.session.session_key):
            assert own not in content.decode()
