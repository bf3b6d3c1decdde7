"""One place for each kind of paper: why, how to keep it, several files, or “I have none”."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from aid import slots
from aid.choices import Matter
from aid.choices import PaperKind as K
from aid.models import Application, Draft, Evidence
from tests.aid.photos import photo
from tests.content.test_uploads import file_named, part, send_raw
from tests.intake.walk import CHECK, begin, fill, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "places")]


def place(kind):
    return reverse("intake:paper", args=[slots.SLOTS[kind].number if kind in slots.SLOTS else 99])


@pytest.fixture
def at_papers(client):
    begin(client)
    fill(client, until="papers")
    return Draft.objects.get


def test_every_kind_has_its_why_and_how_and_every_matter_its_places():
    named = {kind for matter in ["", *Matter.values] for kind in (s.kind for s in slots.of_matter(matter))}
    assert named == set(slots.SLOTS)
    assert set(K) - named == {K.AUTHORITY, K.CONFIRMATION, K.LETTER, K.OTHER}
    for matter in Matter.values:
        assert slots.of_matter(matter), matter
    for slot in slots.SLOTS.values():
        assert slot.why
        assert slot.keep


def test_the_page_lists_each_place_with_its_state(client, at_papers):
    client.post(place("id"), {"files": [photo(), photo(21)]})
    client.post(place("contract"), {"why": "老板没给过"})
    text = client.get(url("papers")).content.decode()
    assert "传了 2 个" in text
    assert "您说没有" in text
    assert str(slots.SLOTS["iou"].why) in text


def test_one_bad_file_costs_no_good_one(client, at_papers):
    page = client.post(place("pay"), {"files": [SimpleUploadedFile("坏.jpg", b"<script>"), photo()]})
    assert "坏.jpg" in page.content.decode()
    assert [paper.kind for paper in at_papers().evidence.all()] == ["pay"]


def test_nothing_at_all_is_said(client, at_papers):
    assert "选一个文件" in client.post(place("pay"), {}).content.decode()


def test_i_have_none_becomes_a_task_for_staff(client, at_papers):
    client.post(place("contract"), {"why": "老板没给过"})
    client.post(url("papers"), {"kind": ""})
    client.post(CHECK, {"shown_at": client.get(CHECK).context["carried"].shown_at})
    row = Application.objects.get().wanted.get()
    assert (row.kind, row.state, row.why) == ("contract", "without", "老板没给过")


def test_what_is_found_after_all_is_no_task(client, at_papers):
    client.post(place("contract"), {"why": "找不到"})
    client.post(place("contract"), {"files": [photo()]})
    client.post(url("papers"), {"kind": ""})
    client.post(CHECK, {"shown_at": client.get(CHECK).context["carried"].shown_at})
    assert not Application.objects.get().wanted.exists()


@pytest.mark.parametrize("kind", ["medical", "other", "nonsense"])
def test_a_place_of_another_matter_is_not_there(client, at_papers, kind):
    assert client.get(place(kind)).status_code == 404


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("欠条.jpg".encode("gbk"), "欠条.jpg"),
        (b"", "未命名的文件"),
        (b" . . ", "未命名的文件"),
        (b"../../" + b"a" * 300 + b".jpg", "a" * 40 + "aaaaaa.jpg"),
        (b"a\x00b\nc.jpg", "ab c.jpg"),
    ],
)
def test_hard_case_4_a_paper_whose_name_nobody_reads_is_taken(client, name, shown):
    """Hard case 4, without JavaScript: Django alone drops such a file, and the page went on without a word."""
    begin(client)
    fill(client, until="papers")
    typed = part(b'name="kind"', b"iou"), part(b'name="stay"', b"1")
    answer = send_raw(client, url("papers"), *typed, file_named(name, photo().read()))
    assert answer.status_code == 302
    assert shown in client.get(url("papers")).content.decode()
    paper = Evidence.objects.get()
    assert (paper.name, paper.kind, paper.state) == (shown, "iou", "available")
