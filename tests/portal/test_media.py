import pytest


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for name in ("images/sign.width-200.png", "original_images/sign.png", "documents/x.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"\x89PNG")


def test_a_rendition_is_served_and_can_do_nothing(client, db, folder):
    response = client.get("/media/images/sign.width-200.png")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == b"\x89PNG"


@pytest.mark.parametrize(
    "path",
    [
        "/media/original_images/sign.png",
        "/media/documents/x.pdf",
        "/media/images/../documents/x.pdf",
    ],
)
def test_nothing_else_of_the_folder_is(client, db, folder, path):
    assert client.get(path).status_code in (400, 404)
