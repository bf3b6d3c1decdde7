"""The check page costs what it shows: each form of the walk is cleaned once."""

from collections import Counter

import pytest
from django.forms import BaseForm

from aid.choices import Matter
from intake.forms import CheckForm
from intake.pages import STEPS
from tests.intake.paths import read_back
from tests.intake.walk import CHECK, begin, fill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


ASKED = {"door": [Matter.WAGES], "ways": ["call"]}


@pytest.fixture
def cleaned(monkeypatch):
    """How often each class of forms was cleaned with something in it."""
    found, clean = Counter(), BaseForm.full_clean

    def count(form):
        found[type(form)] += form.is_bound
        clean(form)

    monkeypatch.setattr(BaseForm, "full_clean", count)
    return found


# The pages of the walk: of wages, for oneself, who may be called.
ONCE = {
    step.form: 1
    for step in STEPS
    if not step.local and step.is_asked(Matter.WAGES, lambda slug, field: ASKED.get(field, []))
}


def test_reading_the_answers_once_more_cleans_each_page_once(client, cleaned):
    begin(client)
    fill(client)
    cleaned.clear()
    assert client.get(CHECK).status_code == 200
    assert +cleaned == ONCE


@pytest.mark.parametrize(("website", "status"), [("", 302), ("http://spam", 429)])
def test_sending_cleans_each_page_once(client, cleaned, website, status):
    begin(client)
    fill(client)
    cleaned.clear()
    assert client.post(CHECK, {"website": website}).status_code == status
    assert +cleaned == {**ONCE, CheckForm: 1}


def test_the_place_that_was_chosen_among_several_is_read_back(client):
    begin(client)
    fill(client, place={"place": "朝阳区", "region_choice": "220104"})
    rows, _slugs = read_back(client.get(CHECK))
    assert rows["place", "region_choice"] == ("是下面哪一个", "吉林省长春市朝阳区")
