import pytest
from django.test import override_settings


def test_nul_bytes_are_refused_at_the_door(client):
    response = client.get("/zh-hans/?q=%00")
    assert response.status_code == 400
    assert "12348" in response.content.decode()


def test_each_answer_carries_a_reference_to_read_out(client):
    assert len(client.get("/healthz")["X-Request-Reference"]) == 8


@pytest.mark.attack
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_what_machines_ask_for_is_framed_by_nobody(client, address):
    assert "frame-ancestors 'none'" in client.get(address)["Content-Security-Policy"]


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
