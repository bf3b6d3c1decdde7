import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Picture
from wagtail.images.models import Image

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept = io.BytesIO()
    Picture.new("RGB", (400, 300), "teal").save(kept, "PNG")
    return Image.objects.create(title="标语", file=ContentFile(kept.getvalue(), "sign.png"))


def test_a_rendition_is_served_and_can_do_nothing(client, picture):
    response = client.get(picture.get_rendition("width-200").url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content)[:4] == b"\x89PNG"
    response.close()


@pytest.mark.parametrize(
    "path", ["/media/original_images/sign.png", "/media/documents/x.pdf", "/media/images/../documents/x.pdf"]
)
def test_nothing_else_of_the_folder_is(client, picture, path):
    assert client.get(path).status_code == 404
