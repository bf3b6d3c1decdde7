"""Whatever stands where a number or a date is expected: an answer in words, never an error page. Every address is walked."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, reverse

from foundation.accounts.testing import pass_second_factor
from tests.intake.walk import GOOD, begin, fill, url
from tests.test_access import all_addresses

pytestmark = [pytest.mark.django_db, pytest.mark.attack, pytest.mark.usefixtures("places")]
ROOT = Path(settings.BASE_DIR)
APPS = (
    "portal",
    "search",
    "counter",
    "intake",
    "casework",
    "aid",
    "cases_showcase",
    "campaigns",
    "stations",
    "laws",
    "foundation",
)
# The admin has a hundred pages: of each kind one.
FEW = ["99999999999", "9" * 5000, "²"]
NUMBERS = [*FEW, "1e400", "NaN", "-9223372036854775809", "0000-00-00", "𝟙１"]


def short(value):
    return ascii(value)[1:20]


# Every name that some view of ours, or a filter or list of Wagtail's, reads from an address.
READ = re.compile(r"""(?:GET|data|params)(?:\.get(?:list)?\(|\[)\s*["']([\w-]+)["']""")
NAMES = sorted(
    {name for app in APPS for file in (ROOT / app).rglob("*.py") for name in READ.findall(file.read_text())}
    | {"p", "page", "q", "year", "month", "lat", "lng", "ordering", "date_from", "date_to", "created_at_from", "created_at_to", "limit", "offset", "locale", "collection_id", "id"}
)  # fmt: skip


def addresses(prefix):
    for name, _pattern in all_addresses():
        try:
            path = reverse(name)
        except NoReverseMatch:
            continue
        if path.startswith(prefix):
            yield name, path


PUBLIC = sorted({path for _name, path in addresses("/") if not path.startswith("/admin/")})
ADMIN = sorted({path for _name, path in addresses("/admin/") if "logout" not in path})


def broken(client, paths, value):
    asked = dict.fromkeys(NAMES, value)
    found = []
    for path in paths:
        if "localize/reports" in path:  # a warning of Wagtail's about an order, whatever the address
            continue
        response = client.get(path, asked)
        if response.status_code >= 500:
            found.append(path)
    return found


@pytest.fixture
def outside(client):
    client.raise_request_exception = False
    return client


@pytest.fixture
def boss(admin_client, admin_user):
    pass_second_factor(admin_client, admin_user)
    admin_client.raise_request_exception = False
    return admin_client


def test_there_is_something_to_walk():
    assert len(PUBLIC) > 20
    assert len(ADMIN) > 60
    assert len(NAMES) > 30


@pytest.mark.parametrize("value", NUMBERS, ids=short)
def test_no_public_page_breaks_over_a_number_in_its_address(outside, value):
    assert broken(outside, PUBLIC, value) == []


@pytest.mark.parametrize("value", FEW, ids=short)
def test_no_page_of_the_admin_breaks_over_a_number_in_its_address(boss, value):
    assert broken(boss, ADMIN, value) == []


def boxes(html):
    """{name: …} of the boxes of a page into which something is typed."""
    found = re.findall(r"<(?:input|textarea)\b[^>]*>", html)
    typed = [tag for tag in found if not re.search(r'type="(hidden|file|submit|radio|checkbox|button)"', tag)]
    return [unescape(name[1]) for tag in typed if (name := re.search(r'name="([^"]+)"', tag))]


def chosen(html):
    """What is chosen on a page without looking: the first of each list, so that the other boxes are read."""
    found = re.findall(r'<input type="(?:radio|checkbox)"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', html)
    return {unescape(name): unescape(value) for name, value in reversed(found)}


@pytest.mark.parametrize("value", NUMBERS, ids=short)
def test_no_page_of_the_form_breaks_over_a_number(outside, value):
    begin(outside)
    found = []
    for slug, answers in GOOD.items():
        html = outside.get(url(slug)).content.decode()
        for names in ([*boxes(html)], *([name] for name in boxes(html))):
            if outside.post(url(slug), {**answers, **dict.fromkeys(names, value)}).status_code >= 500:
                found.append((slug, names))
        outside.post(url(slug), answers)
    assert found == []


@pytest.mark.parametrize("value", NUMBERS, ids=short)
@pytest.mark.parametrize(
    "place",
    [
        "intake:track",
        "intake:resume",
        "intake:call_back",
        "stations:list",
        "wagtailadmin_login",
    ],
)
def test_no_other_form_breaks_over_a_number(outside, value, place):
    path = reverse(place)
    html = outside.get(path).content.decode()
    assert outside.post(path, {**chosen(html), **dict.fromkeys(boxes(html), value)}).status_code < 500


@pytest.mark.parametrize("value", FEW, ids=short)
def test_no_form_of_the_admin_breaks_over_a_number(boss, value):
    """Every form that opens without a case or a page: its boxes all hold the number."""
    found = []
    for path in FORMS or _forms(boss):
        html = boss.get(path).content.decode(errors="replace")
        if boss.post(path, {**chosen(html), **dict.fromkeys(boxes(html), value)}).status_code >= 500:
            found.append(path)
    assert found == []


FORMS: list[str] = []


def _forms(client):
    for path in ADMIN:
        if path.rstrip("/").endswith(("add", "new", "create")) or "/add/" in path:
            response = client.get(path)
            if response.status_code == 200 and "text/html" in response["Content-Type"]:
                FORMS.append(path)
    return FORMS


def test_a_part_of_a_date_with_eleven_digits_is_said_to_be_none(outside):
    begin(outside)
    fill(outside, until="days")
    days = {**GOOD["days"], "owed_from_0": "20260000000"}
    page = outside.post(url("days"), days)
    assert page.status_code == 200
    assert "年份写四个数字" in page.content.decode()
