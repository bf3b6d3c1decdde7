"""The demo in English as a screen reader hears it: every Chinese word says that it is Chinese."""

import urllib.error
import urllib.request
from urllib.parse import quote

import pytest

from tests.languages import chinese_in_another_voice

PAGES = [
    "",
    "topics/wages/",
    "laws/",
    "laws/unpaid-wages-first-steps/",
    "laws/glossary/",
    "laws/statutes/",
    "cases/",
    "cases/wages-37-workers-notary/",
    "events/",
    "events/winter-wages-2026/",
    "stations/",
    "stations/?region=360702",
    f"stations/?place={quote('天水市')}",
    "stations/?place=nowhere",
    "stations/gz-zhanggong-center/",
    "stations/gz-mobile/",
    "stations/hotlines/",
    "search/",
    f"search/?q={quote('工资')}",
    "search/?q=wages",
    "search/?q=zzzzz",
    "apply/",
    "apply/resume/",
    "track/",
    "privacy/",
    "help/",
]


@pytest.mark.parametrize("path", PAGES)
def test_chinese_words_on_english_pages_say_so(site, path):
    with urllib.request.urlopen(f"{site.url}/en/{path}", timeout=60) as answer:
        assert chinese_in_another_voice(answer.read().decode()) == []


def test_they_do_on_the_page_of_an_error(site):
    with pytest.raises(urllib.error.HTTPError) as raised:
        urllib.request.urlopen(f"{site.url}/en/no-such-page/", timeout=60)
    assert chinese_in_another_voice(raised.value.read().decode()) == []
