"""Somebody holds what a page needs: it says so soon, and what was typed is sent again with one press."""

import uuid
from contextlib import contextmanager

import psycopg
import pytest
from bs4 import BeautifulSoup
from django.db import connection

from aid.models import Application
from tests.aid.factories import NOON, ApplicationFactory
from tests.counter.acts import act
from tests.intake.walk import GOOD, begin, draft_of, fill, url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("places")]


@pytest.fixture
def limited():
    """limited(lock=…, statement=…): this connection waits so many milliseconds, as those of the site do seconds."""

    def limit(lock=0, statement=0):
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {lock}; SET statement_timeout = {statement}")

    yield limit
    limit()


@contextmanager
def somebody_holds(sql):
    """Another connection in a transaction of its own that has just done `sql`."""
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    with psycopg.connect(**parameters) as other:
        other.execute(sql)
        yield
        other.rollback()


@pytest.fixture
def visitor(client):
    client.raise_request_exception = False
    return client


def sent_again(client, page):
    """Press the button of the page, as a browser would."""
    form = BeautifulSoup(page.content, "html.parser").select_one("main form")
    assert form["method"] == "post"
    assert "再交一次" in form.text
    return client.post(form["action"], {field["name"]: field["value"] for field in form.select("input")})


def test_a_page_of_the_form_that_meets_a_lock_is_sent_again_with_one_press(visitor, limited):
    begin(visitor)
    fill(visitor, until="employer")
    limited(lock=100)
    with somebody_holds(f"SELECT 1 FROM aid_draft WHERE id = '{draft_of(visitor).pk}' FOR UPDATE"):
        page = visitor.post(url("employer"), GOOD["employer"] | {"employer": '某"建筑"公司<b>'})
    assert page.status_code == 503
    assert int(page["Retry-After"]) == 10
    assert page["Cache-Control"] == "no-store"
    assert "这会儿太忙了" in page.content.decode()
    assert "tel:12348" in page.content.decode()
    assert "employer" not in draft_of(visitor).answers["pages"]
    assert sent_again(visitor, page).status_code == 302
    assert draft_of(visitor).answers["pages"]["employer"]["data"]["employer"] == ['某"建筑"公司<b>']


def test_a_page_that_takes_too_long_is_given_up_in_words(visitor, limited):
    begin(visitor)
    limited(statement=100)
    with somebody_holds("LOCK TABLE aid_draft IN ACCESS EXCLUSIVE MODE"):
        page = visitor.get(url("matter"))
    assert page.status_code == 503
    assert "请等几秒再试一次" in page.content.decode()
    assert BeautifulSoup(page.content, "html.parser").find("a", href=url("matter"))
    limited()
    assert visitor.get(url("matter")).status_code == 200


def test_an_officers_act_that_meets_a_lock_is_not_lost(visitor, limited, signed_in, office, time_machine):
    time_machine.move_to(NOON, tick=False)
    application = ApplicationFactory(office=office)
    signed_in(visitor, "receptionist", office, username=f"u-{uuid.uuid4().hex[:6]}")
    limited(lock=100)
    with somebody_holds(f"SELECT 1 FROM aid_application WHERE id = '{application.pk}' FOR UPDATE"):
        page = act(visitor, application, "accept")
    assert page.status_code == 503
    assert "这一次没有办成" in page.content.decode()
    assert Application.objects.get().status == "submitted"
    assert sent_again(visitor, page).status_code == 302
    assert Application.objects.get().status == "accepted"


def test_what_holds_a_photo_or_a_password_is_not_repeated(visitor, limited):
    limited(statement=100)
    with somebody_holds("LOCK TABLE accounts_user, axes_accessattempt IN ACCESS EXCLUSIVE MODE"):
        page = visitor.post("/admin/login/", {"username": "x", "password": "only-for-this-test"})
    assert page.status_code == 503
    assert "返回键" in page.content.decode()
    assert "only-for-this-test" not in page.content.decode()
