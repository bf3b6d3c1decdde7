import pytest
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from portal.middleware import AnonymousPageCacheMiddleware


@pytest.fixture
def visits(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"}
    }
    settings.CACHE_MIDDLEWARE_SECONDS = 10
    from django.core.cache import cache

    cache.clear()
    calls = []

    def view(request):
        calls.append(request.path)
        response = HttpResponse(f"visit {len(calls)}")
        if "private" in request.path:
            response["Cache-Control"] = "no-store"
        return response

    middleware = AnonymousPageCacheMiddleware(view)

    def visit(path, **cookies):
        request = RequestFactory().get(path)
        request.COOKIES.update(cookies)
        return middleware(request).content.decode()

    return visit


def test_a_public_page_is_kept_for_strangers(visits):
    assert visits("/zh-hans/") == visits("/zh-hans/") == "visit 1"


def test_a_visitor_with_a_cookie_is_answered_afresh(visits):
    visits("/zh-hans/")
    assert visits("/zh-hans/", large="1") == "visit 2"
    assert visits("/zh-hans/") == "visit 1"


@pytest.mark.parametrize("path", ["/private", "/zh-hans/private", "/admin/login/"])
def test_never_a_page_that_must_not_be_stored(visits, path):
    assert visits(path) != visits(path)


def test_nul_bytes_are_refused_at_the_door(client):
    response = client.get("/zh-hans/?q=%00")
    assert response.status_code == 400
    assert "12348" in response.content.decode()


def test_each_answer_carries_a_reference_to_read_out(client):
    assert len(client.get("/healthz")["X-Request-Reference"]) == 8


@override_settings(READ_ONLY=True)
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("post", "/zh-hans/track/", 503),
        ("get", "/zh-hans/apply/", 503),
        ("get", "/admin/login/", 503),
        ("get", "/healthz", 200),
    ],
)
def test_read_only_mode_refuses_only_what_writes(client, method, path, status):
    response = getattr(client, method)(path)
    assert response.status_code == status
    if status == 503:
        assert "12348" in response.content.decode()
        assert response["Retry-After"] == "1800"
