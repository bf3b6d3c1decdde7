"""What a file is, by what stands in it."""

import io

import pytest

from foundation.decoding import bounded
from tests.foundation.decoding import samples
from tests.foundation.decoding.test_bounded import refused

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize(
    ("content", "kind", "shown_as"),
    [
        (samples.wave(), "audio/wav", "audio/wav"),
        (samples.mp3(), "audio/mpeg", "audio/mpeg"),
        (samples.mp3(tag=False), "audio/mpeg", "audio/mpeg"),
        (samples.aac(), "audio/aac", "audio/aac"),
        (samples.amr(), "audio/amr", ""),
        (samples.film(b"M4A ", b"soun"), "audio/mp4", "audio/mp4"),
        (samples.film(b"3gp4", b"soun"), "audio/3gpp", ""),
        (samples.film(), "video/mp4", "video/mp4"),
        (samples.film(b"mp42", b"vide"), "video/mp4", "video/mp4"),
        (samples.film(b"3gp5"), "video/3gpp", "video/mp4"),
        (samples.film(b"qt  "), "video/quicktime", "video/mp4"),
        (samples.office(), WORD, ""),
        (samples.office("xl/workbook.xml"), EXCEL, ""),
        (samples.compound("WordDocument"), "application/msword", ""),
        (samples.compound("Workbook"), "application/vnd.ms-excel", ""),
    ],
)
def test_sound_film_and_documents_are_known_by_their_content(content, kind, shown_as):
    opened = bounded.look_into(io.BytesIO(content))
    assert (opened.kind, opened.copy, opened.copy_kind) == (kind, b"", shown_as)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg onload=alert(1)>", "type"),
        (b"<!doctype html><script>alert(1)</script>", "type"),
        (b"MZ" + b"\x00" * 500, "type"),
        (b"GIF89a" + b"\x00" * 200, "type"),
        (b"\xff\xfb\x90\x64" + b"<html>" * 100, "type"),
        (b"plain words", "type"),
        (b"\x00", "type"),
        (samples.office("a.txt"), "archive"),
        (samples.office("ppt/presentation.xml"), "archive"),
        (b"PK\x03\x04" + b"\x00" * 200, "broken"),
        (samples.office("word/document.xml", "word/vbaProject.bin"), "macro"),
        (samples.office("xl/workbook.xml", "xl/macrosheets/sheet1.xml"), "macro"),
        (samples.office_bomb(), "heavy"),
        (samples.compound("EncryptedPackage"), "password"),
        (samples.compound("Workbook", "_VBA_PROJECT_CUR"), "macro"),
        (samples.compound("PowerPoint Document"), "type"),
        (samples.film()[:-60], "broken"),
        (samples.film(b"isom", b"text"), "broken"),
        (samples.wave()[:30], "broken"),
        (b"#!AMR\n", "broken"),
        (samples.mp3()[:40], "broken"),
    ],
)
def test_what_is_refused_is_refused_for_its_content(content, code):
    assert refused(content) == code
