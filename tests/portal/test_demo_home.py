"""The demo's home page speaks every language, promises included, and leaves alone what a person wrote."""

import pytest

from portal.demo import load, pages
from portal.models import HomePage
from portal.services import PROMISES, ensure_locales_and_root

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(db):
    home = ensure_locales_and_root(hostname="testserver", promises=PROMISES)
    pages.load_home(home, load.read("pages.toml")["home"])
    return home


@pytest.mark.parametrize(
    ("language", "question", "promise"),
    [
        ("zh-hans", "碰到什么事了？", "全程<b>免费</b>"),
        ("zh-hant", "碰到什麼事了？", "全程<b>免費</b>"),
        ("en", "What happened?", "<b>Free of charge</b>"),
    ],
)
def test_each_home_speaks_its_language(client, loaded, language, question, promise):
    html = client.get(f"/{language}/").content.decode()
    assert question in html
    assert promise in html
    assert "page-notice" not in html


def test_promises_stay_four_and_in_one_order(loaded):
    pages.load_home(loaded, load.read("pages.toml")["home"])
    keys = [list(home.promises.values_list("translation_key", flat=True)) for home in HomePage.objects.all()]
    assert len(keys[0]) == 4
    assert keys[0] == keys[1] == keys[2]


def test_what_a_person_wrote_stays(loaded, admin_user):
    loaded.refresh_from_db()
    loaded.question = "出了什么事？"
    loaded.save_revision(user=admin_user).publish()
    pages.load_home(loaded, load.read("pages.toml")["home"])
    assert HomePage.objects.get(pk=loaded.pk).question == "出了什么事？"
