"""Wagtail's two imports behind their door: bounded, in words, and never an error page."""

import io

import openpyxl
import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from foundation.accounts.testing import pass_second_factor
from foundation.content import admin_imports
from tests.foundation.decoding import nasty
from tests.laws.page_factories import explainer

NEW = "https://example.org/"
pytestmark = [pytest.mark.django_db, pytest.mark.attack]


@pytest.fixture
def boss(admin_client, admin_user):
    pass_second_factor(admin_client, admin_user)
    return admin_client


def said(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def send(client, content, name="a.xlsx"):
    return client.post(
        reverse("wagtailredirects:start_import"), {"import_file": SimpleUploadedFile(name, content)}
    )


def workbook(rows):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (workbook([["从", "到"], ["/old/", NEW], ["/旧", None]]), "a.xlsx"),
        ("从,到\n/old/,https://example.org/\n/旧\n".encode("gb18030"), "A.CSV"),
        (b"a\tb\n/old/\thttps://example.org/\n", "a.tsv"),
    ],
)
def test_redirects_come_as_before(boss, content, name):
    page = send(boss, content, name)
    assert page.status_code == 200
    form = page.context["form"]
    done = boss.post(
        reverse("wagtailredirects:process_import"),
        {
            "import_file_name": form.initial["import_file_name"],
            "input_format": form.initial["input_format"],
            "from_index": "0",
            "to_index": "1",
            "permanent": "on",
        },
    )
    assert done.status_code in (200, 302)
    assert Redirect.objects.get(old_path="/old").redirect_link == NEW


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (nasty.xml_bomb, "不是能读的表格"),
        (lambda: nasty.workbook(400 * nasty.MB), "太复杂"),
        (lambda: nasty.workbook(400 * nasty.MB, lies=True), "不是能读的表格"),
        (lambda: b"a,b\n" + b"/x,/y\n" * 400, "300 行"),
        (lambda: b"a,b\n" + b"x" * 5000, "太复杂"),
        (lambda: b"," * 2_000_000, "太复杂"),
        (lambda: b"PK\x03\x04", "不是能读的表格"),
        (lambda: b"a,b\n", "不是能读的表格"),
    ],
    ids=["laughs", "zeros", "lies", "long", "cell", "commas", "cut", "empty"],
)
def test_a_table_of_redirects_that_is_a_bomb_is_refused_in_words(boss, content, words):
    response = send(boss, content())
    assert response["Location"] == reverse("wagtailredirects:start_import")
    assert words in said(response)


def test_who_may_not_add_redirects_has_nothing_opened(client, django_user_model, monkeypatch):
    monkeypatch.setattr(admin_imports.bounded, "read_sheet", lambda *args: pytest.fail("it was opened"))
    user = django_user_model.objects.create_user("someone", password="x")
    client.force_login(user)
    assert send(client, b"a,b\n/x,/y").status_code == 302


@pytest.mark.parametrize(
    "content",
    [None, b"", b"no catalogue", b"\xff\xfe\x00", b'msgid ""\nmsgstr ""\n"Content-Type: x; charset=none\\n"\n',
     b'msgid ""\nmsgstr ""\n"Language: en\\n"\n', b"/etc/passwd", nasty.catalogue(nasty.MB)],
)  # fmt: skip
def test_what_is_no_catalogue_is_refused_in_words(boss, content):
    files = {} if content is None else {"file": SimpleUploadedFile("a.po", content)}
    response = boss.post(reverse("wagtail_localize:upload_pofile", args=[1]), files)
    assert response.status_code == 302
    assert "PO 文件" in said(response)


@pytest.mark.parametrize(
    "content",
    [
        b'msgid ""\nmsgstr ""\n"Content-Type: x; charset=none\\n"\n"X-WagtailLocalize-TranslationID: 1\\n"\n',
        b'msgid "X-WagtailLocalize-TranslationID"\nmsgstr ""\n',
        b"X-WagtailLocalize-TranslationID",
        b'msgid "\xff X-WagtailLocalize-TranslationID"\n',
    ],
)
def test_what_only_looks_like_a_catalogue_is_no_error(boss, content):
    page = explainer(1)
    source, _created = TranslationSource.get_or_create_from_instance(page)
    english = Locale.objects.get_or_create(language_code="en")[0]
    translation = Translation.objects.create(source=source, target_locale=english)
    translation.save_target()
    upload = {"file": SimpleUploadedFile("a.po", content)}
    response = boss.post(reverse("wagtail_localize:upload_pofile", args=[translation.pk]), upload)
    assert response.status_code == 302
    assert "PO" in said(response)


def test_a_catalogue_goes_on_to_the_one_who_reads_it(boss):
    good = nasty.catalogue(2000)
    response = boss.post(
        reverse("wagtail_localize:upload_pofile", args=[1]), {"file": SimpleUploadedFile("a.po", good)}
    )
    assert response.status_code == 404  # there is no such translation
