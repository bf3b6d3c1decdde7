"""Guessing, flooding and poisoned input on the applicant's side."""

import io
import time
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from aid import files
from aid.models import Draft
from foundation.guessing import tries
from foundation.guessing.models import Tally
from intake import throttle
from portal.cache import ForgivingRedisCache
from tests.aid.factories import ApplicationFactory
from tests.aid.test_files import image, pdf, says, upload
from tests.intake.test_track import opened, photo, quick  # noqa: F401 - a fixture
from tests.intake.walk import begin, fill, send

pytestmark = pytest.mark.django_db


def request_from(address, **data):
    return RequestFactory(REMOTE_ADDR=address).post("/zh-hans/track/", data)


# --- guessing -----------------------------------------------------------------------------------------
def test_a_line_of_ipv6_is_one_guesser_whatever_address_it_takes():
    for number in range(1, 6):
        tries.failed(request_from(f"2001:db8:0:7::{number}"), throttle.NUMBER, "FY-1")
    assert tries.waits(request_from("2001:db8:0:7:ffff::9"), "FY-1")
    assert not tries.waits(request_from("2001:db8:0:8::1"), "FY-1")


def test_an_ipv4_address_written_as_ipv6_is_the_same():
    for _ in range(5):
        tries.failed(request_from("203.0.113.5"), throttle.NUMBER, "FY-1")
    assert tries.waits(request_from("::ffff:203.0.113.5"), "FY-1")


def test_what_a_visitor_says_of_their_own_address_does_not_count():
    for number in range(5):
        forged = RequestFactory(REMOTE_ADDR="203.0.113.5", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
        tries.failed(forged.post("/"), throttle.NUMBER, "FY-1")
    assert tries.waits(request_from("203.0.113.5"), "FY-1")


def test_without_redis_the_counters_are_known_to_be_gone(monkeypatch):
    """The cache forgives its loss by itself; guessing must become slow all the same, never free."""
    monkeypatch.setattr(tries, "cache", ForgivingRedisCache("redis://127.0.0.1:1/0", {}))
    with pytest.raises(tries.CacheDown):
        tries.waits(request_from("203.0.113.5"), "FY-1")
    assert throttle.may(request_from("203.0.113.5"), "submit")


def test_a_new_draft_begins_in_a_session_nobody_knew_before(client):
    session = client.session
    session["x"] = 1
    session.save()
    known = session.session_key
    client.cookies["sessionid"] = known
    begin(client)
    assert client.session.session_key != known
    other = Client()
    other.cookies["sessionid"] = known
    assert other.get(reverse("intake:saved"))["Location"] == reverse("intake:resume")


# --- poisoned input -----------------------------------------------------------------------------------
def test_a_nul_byte_in_the_forms_key_is_no_error(client, office):
    opened(client, ApplicationFactory(office=office))
    data = {"kind": "id", "files": [photo()], "key": "a\x00b"}
    assert client.post(reverse("intake:add_papers"), data).status_code == 302


def with_broken_exif(error):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x0110] = "a telephone"
    content = bytearray(image(size=(60, 40), exif=exif))
    at = content.index(b"Exif\x00\x00") + 6
    # The first entry claims a type it is not: writing it again fails.
    content[at + 10 + 2 : at + 10 + 4] = error
    return bytes(content)


@pytest.mark.filterwarnings("ignore:.*[Tt]ag:UserWarning")
@pytest.mark.parametrize("error", [b"\x00\x01", b"\x00\x0c", b"\xff\xff", b"\x00\x07"])
def test_a_photo_with_damaged_notes_is_still_a_photo(error):
    assert files.check(upload(with_broken_exif(error))).preview_type == "image/jpeg"


def test_the_letters_of_a_tag_in_the_noise_of_a_photo_are_no_tag():
    files.check(upload(image() + b"\xd8<svG\x91\x02\xe0noise"))
    assert says(image() + b'<svg onload="alert(1)">') == "script"


def test_a_pdf_copy_carries_nothing_that_acts_or_is_attached():
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf(script=True))) as document:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        for key in ("Outlines", "AF", "Collection", "AcroForm", "AA"):
            document.Root[f"/{key}"] = pikepdf.Dictionary(A=action)
        document.pages[0]["/AA"] = pikepdf.Dictionary(O=action)
        out = io.BytesIO()
        document.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert b"JavaScript" in out.getvalue()
    with pikepdf.open(io.BytesIO(files.check(upload(out.getvalue())).preview)) as copy:
        kept = io.BytesIO()
        copy.save(kept, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert b"JavaScript" not in kept.getvalue()


def test_counters_lie_under_keys_that_tell_nothing():
    for _ in range(tries.FREE_TRIES + 1):
        tries.failed(request_from("203.0.113.5"), throttle.NUMBER, "FY-2611-AAAA-BBBB-C")
    keys = [*cache._cache, *Tally.objects.values_list("key", flat=True)]
    assert len(keys) == 7
    assert not any("203.0" in key or "FY-" in key for key in keys)


# --- what is left behind ------------------------------------------------------------------------------
def test_a_comment_in_a_picture_is_not_copied():
    from PIL.PngImagePlugin import PngInfo

    written = PngInfo()
    written.add_text("comment", "HIDDEN WORDS")
    for content in (image(comment=b"HIDDEN WORDS"), image(kind="PNG", pnginfo=written)):
        assert b"HIDDEN WORDS" in content
        assert b"HIDDEN WORDS" not in files.check(upload(content)).preview


def test_metadata_of_a_pdf_is_not_copied():
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf())) as document:
        with document.open_metadata() as metadata:
            metadata["dc:creator"] = ["HIDDEN NAME"]
        document.docinfo["/Author"] = "HIDDEN NAME"
        out = io.BytesIO()
        document.save(out, compress_streams=False)
    assert b"HIDDEN NAME" in out.getvalue()
    assert b"HIDDEN NAME" not in files.check(upload(out.getvalue())).preview


@pytest.mark.usefixtures("places")
def test_long_after_sending_the_form_opens_nothing_but_the_number(client):
    begin(client)
    fill(client)
    send(client)
    assert client.get(reverse("intake:status")).status_code == 200
    with time_machine.travel(time.time() + 3600):
        assert client.get(reverse("intake:check"), follow=True).status_code == 200
        assert client.get(reverse("intake:status"))["Location"] == reverse("intake:track")


def test_the_next_person_on_the_phone_does_not_see_the_last_ones_case(client, office):
    opened(client, ApplicationFactory(office=office))
    begin(client)
    assert client.get(reverse("intake:status"))["Location"] == reverse("intake:track")


def test_workmates_who_mistype_their_codes_do_not_wait_for_each_other(client):
    begin(client)
    code = Draft.objects.get().resume_code
    for wrong in ("7K3M92QF", "8K3M92QF", "9K3M92QF", "AK3M92QF", "BK3M92QF"):
        client.post(reverse("intake:resume"), {"code": wrong})
    assert client.post(reverse("intake:resume"), {"code": code}).status_code == 302


@pytest.mark.parametrize("typed", ["1e9", "-5", "０", "1/2", "NaN", "inf", "0x10", "۱۲e۳"])
def test_an_odd_amount_is_explained(typed):
    from aid import inputs

    with pytest.raises(ValueError, match=r"[\u4e00-\u9fff]"):
        inputs.money(typed)


def test_digits_of_another_script_are_digits():
    from aid import inputs

    assert inputs.phone("۱۳۹۰۰۰۰۵۶۷۸") == "13900005678"
    assert inputs.money("۱۲۰۰۰") == 12000
    assert inputs.resident_id("۱۱۰۱۰۵۱۹۴۹۱۲۳۱۰۰۲X", timezone.localdate()) == "11010519491231002X"


def test_each_answer_keeps_the_draft_for_thirty_days_more(client):
    begin(client)
    Draft.objects.update(expires_at=timezone.now() + timedelta(days=1))
    client.post(reverse("intake:step", args=["matter"]), {"door": "wages"})
    assert Draft.objects.get().expires_at > timezone.now() + timedelta(days=29)
