"""Random ways through the form, back and forth: what is sent is what was asked and answered, and nothing besides."""

import os
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from aid.models import Application, LocalMatter
from foundation.regions.models import Region
from intake.payload import to_submission
from intake.steps import SLUGS, Walk
from laws.services import load_topics, read_data
from tests.intake.paths import Answers, Path, inputs, plain, read_back, shown
from tests.intake.walk import CHECK, begin, draft_of, send, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
EXAMPLES = settings(
    max_examples=int(os.environ.get("PATHS", "6")),
    derandomize=True,
    database=None,
    deadline=None,
    # A failing walk is told as it was drawn: to shrink it takes minutes.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def wednesday_noon(time_machine, places):
    time_machine.move_to("2026-11-18T12:00:00+08:00", tick=False)
    load_topics(read_data()["topics"])
    row = {"region": Region.objects.get(code="360700"), "valid_from": date(2026, 1, 1), "source": "某文件"}
    LocalMatter.objects.create(title="种子有问题", **row)
    LocalMatter.objects.create(title="培训费不退", matter="wages", **row)


@contextmanager
def forgotten():
    """What is written in here is not kept."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def submission_of(client):
    draft = draft_of(client)
    walk = Walk(draft)
    answers, wrong = walk.complete()
    assert wrong is None
    return to_submission(answers, draft, walk.matter, "")


def texts_of(said, slugs):
    """The texts that the last answers of these pages hold, of the questions that were asked."""
    return {text for slug in slugs for _label, texts in said[slug].asked.values() for text in texts}


def opened(client, slugs):
    """{slug: the page} of those that open by their address; the others lead to where the form goes on."""
    pages = {slug: client.get(url(slug) + "?from=check") for slug in slugs}
    assert {page.status_code for page in pages.values()} <= {200, 302}
    shown = {slug: page for slug, page in pages.items() if page.status_code == 200}
    assert not [slug for slug, page in shown.items() if inputs(page) > 4]
    return shown


def walk_about(path, draw):
    """To the check, back to earlier pages and on from there, as often as drawn; the check at the end."""
    address = begin(path.client)["Location"]
    for _time in range(draw(st.integers(0, 4))):
        for _page in range(draw(st.integers(1, 20))):
            page, address = path.get(address)
            if address == CHECK:
                break
            assert inputs(page) <= 4, address
            address = path.answer(page, address)
        opened(path.client, [draw(st.sampled_from(sorted(SLUGS)))])
        if not path.said:
            continue
        page, address = path.get(url(draw(st.sampled_from(sorted(path.said)))))
        if address != CHECK:
            address = path.answer(page, address, draw(st.sampled_from(["", "?from=check"])))
    return path.to_check(address)


@EXAMPLES
@given(st.data())
def test_whatever_way_is_taken_what_is_sent_is_what_is_asked(data):
    with forgotten():
        answers = Answers(data.draw)
        path = Path(Client(), answers)
        check = walk_about(path, data.draw)
        said, rows = path.said, read_back(check)[0]

        # Said again without a detour, it leads through the same pages to the same application.
        straight = Path(Client())
        slugs = straight.straight(begin(straight.client)["Location"], said)
        assert submission_of(path.client) == submission_of(straight.client)
        assert set(draft_of(path.client).answers["pages"]) == set(slugs)
        assert read_back(check)[1] == slugs

        for slug in slugs:
            asked = said[slug].asked
            assert {name for page, name in rows if page == slug} == set(asked), slug
            for name, (label, texts) in asked.items():
                question, answer = rows[slug, name]
                assert question == label
                assert all(plain(text) in answer for text in texts), (slug, name, texts, answer)
                assert texts or answer == "没填", (slug, name, answer)

        mine = texts_of(said, slugs) & answers.texts
        assert not [text for text in answers.texts - mine if plain(text) in shown(check)]
        pages = opened(path.client, SLUGS)
        assert not [
            (slug, name) for slug, name in rows if f'id="field_{name}"' not in pages[slug].content.decode()
        ]

        assert send(path.client).status_code == 200
        sent = kept()
        assert {text for text in answers.texts if text in sent} == mine


def kept():
    """All that is kept of the application, as one text."""
    application = Application.objects.get()
    values = [
        getattr(one, f.attname)
        for one in (application, application.claimant)
        for f in one._meta.concrete_fields
    ]
    return " ".join(map(str, values))
