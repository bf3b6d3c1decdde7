"""How officers get to see and hear what was sent."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from aid.models import Evidence
from foundation.vault.models import AccessEntry
from tests.aid.factories import ApplicationFactory
from tests.counter.acts import act, case_url
from tests.foundation.decoding import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def take(client, as_, office):
    """take(content): the paper, handed over at the counter."""
    application = ApplicationFactory(office=office)
    as_("receptionist")

    def run(content, name="a.bin"):
        upload = SimpleUploadedFile(name, content)
        assert act(client, application, "add_evidence", upload=upload, kind="chat").status_code == 302
        return Evidence.objects.filter(application=application).last()

    return run


def url(paper, name="preview"):
    return reverse(f"applications:{name}", args=[paper.pk])


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (samples.wave(), "audio/wav"),
        (samples.mp3(), "audio/mpeg"),
        (samples.film(b"M4A ", b"soun"), "audio/mp4"),
        (samples.film(b"qt  "), "video/mp4"),
    ],
)
def test_sound_and_film_are_played_in_a_sandbox(client, take, content, kind):
    paper = take(content)
    response = client.get(url(paper))
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"].startswith("inline")
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content == content
    assert "放一放" in client.get(case_url(paper.application)).content.decode()


@pytest.mark.parametrize(
    ("asked", "part"),
    [("bytes=0-", (0, None)), ("bytes=100-199", (100, 200)), ("bytes=16000-99999", (16000, None))],
)
def test_a_player_gets_the_part_it_asks_for_and_each_is_in_the_log(client, take, asked, part):
    paper = take(samples.wave())
    response = client.get(url(paper), headers={"Range": asked})
    assert response.status_code == 206
    assert response.content == samples.wave()[slice(*part)]
    end = (part[1] or paper.size) - 1
    assert response["Content-Range"] == f"bytes {part[0]}-{end}/{paper.size}"
    assert AccessEntry.objects.about(paper).count() == 1


@pytest.mark.parametrize(
    "asked", ["bytes=99999999-", "bytes=9-1", "lines=1-2", "bytes=-5", "bytes=" + "9" * 50]
)
def test_a_part_that_is_none_is_answered_with_the_whole(client, take, asked):
    paper = take(samples.wave())
    response = client.get(url(paper), headers={"Range": asked})
    assert (response.status_code, response.content) == (200, samples.wave())


@pytest.mark.parametrize(
    ("content", "ending"),
    [(samples.office(), "docx"), (samples.compound("Workbook"), "xls"), (samples.amr(), "amr")],
)
def test_what_no_browser_shows_is_only_saved(client, take, content, ending):
    paper = take(content)
    assert client.get(url(paper)).status_code == 403
    page = client.get(case_url(paper.application)).content.decode()
    assert url(paper) not in page
    assert "不要启用宏" in page
    saved = client.get(url(paper, "original"))
    assert saved["Content-Disposition"] == f'attachment; filename="original.{ending}"'
    assert saved["Content-Type"] == "application/octet-stream"
    assert saved["X-Content-Type-Options"] == "nosniff"
    assert saved.content == content


def test_the_case_tells_the_hash_of_each_original(client, take):
    paper = take(samples.picture())
    assert paper.sha256 in client.get(case_url(paper.application)).content.decode()


# --- the scanner --------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["receptionist", "operator", "supervisor"])
def test_a_scanner_that_is_down_stands_on_the_first_page(client, as_, office, role):
    paper = Evidence.objects.create(
        application=ApplicationFactory(office=office), size=1, content_type="image/png"
    )
    as_(role)
    home = reverse("wagtailadmin_home")
    assert "查毒程序没有回应" not in client.get(home).content.decode()
    Evidence.objects.update(added_at=paper.added_at - Evidence.ALARM_AFTER)
    assert "查毒程序没有回应" in client.get(home).content.decode()


def test_editors_are_not_told_of_papers(client, as_, office):
    Evidence.objects.create(application=ApplicationFactory(office=office), size=1, content_type="image/png")
    Evidence.objects.update(added_at="2020-01-01T00:00:00Z")
    as_("editor")
    assert "查毒程序" not in client.get(reverse("wagtailadmin_home")).content.decode()


# --- what the person has not --------------------------------------------------------------------------
def test_what_the_person_has_not_is_a_task_on_the_case(client, as_, office):
    from aid import services

    application = ApplicationFactory(office=office, supplementing=True)
    services.hand_in(application, without={"id": "身份证丢了"})
    as_("receptionist")
    page = client.get(case_url(application)).content.decode()
    assert "身份证丢了" in page
    assert "帮找材料办好了" in page
    done = act(client, application, "settle_papers", kinds=["id"], note="派出所出了证明")
    assert done.status_code == 302
    page = client.get(case_url(application)).content.decode()
    assert "不用再补" in page
    assert 'id="act-settle_papers"' not in page
