"""The address that limits and logs go by, behind as many proxies as the installation has."""

import pytest
from axes.helpers import get_client_ip_address
from django.test import RequestFactory

from intake import throttle


def address(forwarded, *, proxies, settings):
    settings.PROXY_COUNT = proxies
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return get_client_ip_address(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", **headers))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, None, "127.0.0.1"),
        (0, "203.0.113.5", "127.0.0.1"),  # nobody in front: the visitor says it of themselves
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "10.1.2.3", "10.1.2.3"),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, "198.51.100.9, 203.0.113.5", "203.0.113.5"),  # what stands before the proxy's own word is forged
        (2, "203.0.113.5, 192.0.2.1", "203.0.113.5"),
        (2, "198.51.100.9, 203.0.113.5, 192.0.2.1", "203.0.113.5"),
        (2, "203.0.113.5", "127.0.0.1"),  # not all proxies were passed
        (1, "", "127.0.0.1"),
        (1, None, "127.0.0.1"),
    ],
)
def test_the_address_is_what_the_outermost_trusted_proxy_saw(proxies, forwarded, seen, settings):
    assert address(forwarded, proxies=proxies, settings=settings) == seen


@pytest.mark.django_db
def test_visitors_behind_one_proxy_do_not_share_their_limits(settings, monkeypatch):
    settings.PROXY_COUNT = 1
    monkeypatch.setitem(throttle.PER_HOUR, "draft", 1)

    def asked(number):
        return RequestFactory().post("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")

    assert [throttle.may(asked(1), "draft"), throttle.may(asked(2), "draft")] == [True, True]
    assert not throttle.may(asked(1), "draft")
