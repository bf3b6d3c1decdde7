"""Each error answers with a page that says what to do, 12348 and a reference, and is never kept by a cache."""

import errno

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.test import Client, RequestFactory
from django.utils import translation

from portal import errors


@pytest.fixture
def request_of_a_visitor():
    request = RequestFactory().get("/zh-hans/apply/")
    request.reference = "K7M3QX2P"
    return request


PAGES = [
    (400, lambda r: errors.bad_request(r, SuspiciousOperation())),
    (403, lambda r: errors.permission_denied(r, PermissionDenied())),
    (403, errors.csrf_failure),
    (404, errors.page_not_found),
    (405, lambda r: errors.method_not_allowed(r, ["GET"])),
    (413, errors.content_too_large),
    (413, lambda r: errors.bad_request(r, RequestDataTooBig())),
    (429, errors.too_many_requests),
    (429, errors.locked_out),
    (500, errors.server_error),
    (503, errors.maintenance),
    (503, errors.unavailable),
    (503, errors.busy),
]


@pytest.mark.parametrize(("status", "page"), PAGES)
def test_each_says_what_to_do(status, page, request_of_a_visitor):
    response = page(request_of_a_visitor)  # no database fixture: these pages stand without one
    html = response.content.decode()
    assert response.status_code == status
    assert response["Cache-Control"] == "no-store"
    assert '<html lang="zh-Hans" dir="ltr">' in html
    assert 'href="tel:12348"' in html
    assert "K7M3QX2P" in html
    assert html.count("<h1>") == 1
    assert "style=" not in html
    assert "<script" not in html


@pytest.mark.parametrize(("status", "page"), PAGES)
def test_each_speaks_the_visitors_language_tag(status, page, request_of_a_visitor):
    with translation.override("en"):
        html = page(request_of_a_visitor).content.decode()
    assert '<html lang="en" dir="ltr">' in html
    assert 'href="/en/"' in html


def test_busy_and_maintenance_say_when_to_come_back(request_of_a_visitor):
    assert int(errors.too_many_requests(request_of_a_visitor)["Retry-After"]) == 60
    assert int(errors.maintenance(request_of_a_visitor)["Retry-After"]) == 1800


def test_a_broken_template_does_not_take_the_last_page_with_it(request_of_a_visitor, monkeypatch):
    def break_it(*args, **kwargs):
        raise OSError("no such file")

    monkeypatch.setattr(errors, "render_to_string", break_it)
    html = errors.server_error(request_of_a_visitor).content.decode()
    assert "tel:12348" in html
    assert "K7M3QX2P" in html


def test_a_reference_is_escaped(request_of_a_visitor):
    request_of_a_visitor.reference = "<b>"
    assert "<b></b>" not in errors.server_error(request_of_a_visitor).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/zh-hans/nothing-here/", "/en/nothing-here/", "/xx/", "/nothing"])
def test_an_unknown_address_is_a_404_with_its_page(client, path):
    response = client.get(path, follow=True)  # an address without a language is sent to the Chinese one first
    assert response.status_code == 404
    assert "tel:12348" in response.content.decode()
    assert response["X-Request-Reference"] in response.content.decode()


@pytest.mark.django_db
def test_a_page_that_only_reads_answers_405_with_its_page(client):
    response = client.post("/display")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert "tel:12348" in response.content.decode()


@pytest.mark.django_db
def test_nul_bytes_are_a_400(client):
    assert client.get("/zh-hans/?q=%00").status_code == 400


@pytest.mark.django_db
def test_too_much_typed_is_a_413(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = Client().post(
        "/admin/login/", "username=" + "x" * 2000, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 413
    assert "tel:12348" in response.content.decode()


@pytest.mark.django_db
def test_a_form_from_an_old_page_says_so():
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x"})
    assert response.status_code == 403
    assert "页面放得太久了" in response.content.decode()


@pytest.mark.django_db
def test_an_exception_in_a_view_is_a_500_with_a_reference(client, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("foundation.content.languages.versions", fail)
    client.raise_request_exception = False
    from portal.services import ensure_locales_and_root

    ensure_locales_and_root(hostname="testserver")
    response = client.get("/zh-hans/")
    assert response.status_code == 500
    assert response["X-Request-Reference"] in response.content.decode()
    assert "broken on purpose" not in response.content.decode()


@pytest.mark.parametrize(
    "trouble",
    [OSError(errno.ENOSPC, "No space left on device"), OperationalError("server closed"), InterfaceError()],
)
def test_what_passes_by_itself_is_a_503(trouble, request_of_a_visitor):
    try:
        raise trouble
    except Exception:  # noqa: BLE001 - as Django does
        response = errors.server_error(request_of_a_visitor)
    assert response.status_code == 503
    assert int(response["Retry-After"]) == 30
