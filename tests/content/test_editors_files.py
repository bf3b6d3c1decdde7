"""What editors upload is opened in the bounded process alone, refused in words, and kept as it was drawn anew."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.documents.models import Document
from wagtail.images.models import Image as Picture
from wagtail.models import Collection, UploadedFile

from foundation.accounts.testing import pass_second_factor
from foundation.content import editors_files
from foundation.content.renditions import NotMade
from foundation.decoding import bounded
from tests.foundation.decoding import nasty, samples

pytestmark = [pytest.mark.django_db, pytest.mark.attack]


@pytest.fixture(autouse=True)
def _elsewhere(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def boss(admin_client, admin_user):
    pass_second_factor(admin_client, admin_user)
    return admin_client


def upload(name, content):
    return SimpleUploadedFile(name, content)


def add_picture(client, content, name="a.jpg", title="一张图"):
    answer = client.post(
        reverse("wagtailimages:add_multiple"), {"title": title, "files[]": upload(name, content)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )  # fmt: skip
    return answer.json()


def kept(picture):
    with picture.file.open() as file:
        return Image.open(io.BytesIO(file.read()))


def photo_with_place():
    image = Image.new("RGB", (80, 40), "tan")
    notes = Image.Exif()
    notes[0x0112] = 6  # lies on its side
    notes.get_ifd(0x8825)[1] = "N"
    return samples.saved(image, "JPEG", exif=notes)


@pytest.mark.parametrize(
    ("content", "ending", "size"),
    [
        (samples.picture("JPEG", (5000, 4000)), ".jpg", (2500, 2000)),
        (samples.picture("PNG"), ".png", (60, 40)),
        (samples.picture("WEBP"), ".jpg", (60, 40)),
        (samples.picture("WEBP", mode="RGBA", colour=(0, 0, 0, 9)), ".png", (60, 40)),
        (nasty.animated("GIF", 3, (60, 40)), ".png", (60, 40)),
        (photo_with_place(), ".jpg", (40, 80)),
    ],
    ids=["large", "png", "webp", "see-through", "gif", "photo"],
)
def test_a_picture_is_kept_as_it_was_drawn_anew(boss, content, ending, size):
    assert add_picture(boss, content, "图.heic")["success"]
    picture = Picture.objects.get()
    image = kept(picture)
    assert picture.file.name.endswith(ending)
    assert image.size == (picture.width, picture.height) == size
    assert not image.getexif()
    assert getattr(image, "n_frames", 1) == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("20000x20000.png", "尺寸太大"),
        ("text-of-400-MB.png", "打不开"),
        ("canvas-65000.gif", "尺寸太大"),
        ("500000-pages.tiff", "不是能收的图片"),
        ("500-frames.tiff", "不是能收的图片"),
        ("zip-in-zip.zip", "不是能收的图片"),
    ],
)
def test_a_picture_that_is_a_bomb_is_refused_in_words(boss, name, words):
    said = add_picture(boss, nasty.MAKERS[name]())
    assert not said["success"]
    assert words in said["error_message"]
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    "name", ["wagtailimages:add", "wagtailimages:add_multiple", "wagtaildocs:add", "wagtaildocs:add_multiple",
             "wagtailimages_chooser:choose", "wagtaildocs_chooser:choose", "wagtailadmin_account"]
)  # fmt: skip
def test_every_page_with_such_a_box_opens(boss, name):
    assert boss.get(reverse(name)).status_code == 200


def test_the_form_of_one_picture_keeps_what_was_typed(boss):
    page = boss.post(
        reverse("wagtailimages:add"),
        {"title": "欠条怎么写", "file": upload("a.png", samples.flat_png(20_000, 20_000))},
    )
    assert "尺寸太大" in page.content.decode()
    assert "欠条怎么写" in page.content.decode()


def test_no_way_round_by_another_box_that_is_wrong(boss):
    """Wagtail then keeps the upload itself, and makes a picture of it in a second step."""
    add_picture(boss, photo_with_place(), title="长" * 300)
    with UploadedFile.objects.get().file.open() as file:
        image = Image.open(file)
        assert image.size == (40, 80)
        assert not image.getexif()


def test_nothing_of_a_picture_is_decoded_here(boss, monkeypatch):
    """Once it is kept, its head is read for its size, and nothing else."""

    def decoded(*args, **kwargs):
        pytest.fail("a picture was decoded in the web process")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", decoded)
    assert add_picture(boss, samples.png_of((8, 8), 8, 2, [b"\x00\x80\x40" * 8] * 8))["success"]
    assert boss.get(reverse("wagtailimages:index")).status_code == 200
    assert Picture.objects.get().renditions.count() >= 1


# --- what pages show of it ------------------------------------------------------------------------------
@pytest.fixture
def picture():
    image = Image.new("RGBA", (400, 200), (255, 0, 0, 255))
    image.paste((0, 0, 255, 255), (200, 0, 400, 200))
    file = upload("两色.png", samples.saved(image))
    return Picture.objects.create(title="两色", file=file, collection=Collection.get_first_root_node())


@pytest.mark.parametrize(
    ("spec", "size", "kind", "left"),
    [
        ("width-100", (100, 50), "PNG", (255, 0, 0)),
        ("max-165x165|format-jpeg|jpegquality-40", (165, 82), "JPEG", (254, 0, 0)),
        ("fill-100x100-c100|format-webp-lossless", (100, 100), "WEBP", (255, 0, 0)),
        ("original|format-avif", (400, 200), "AVIF", (255, 0, 0)),
        ("scale-50|format-gif", (200, 100), "JPEG", (254, 0, 0)),
    ],
)
def test_renditions_are_what_wagtail_would_make(picture, spec, size, kind, left):
    made = picture.get_rendition(spec)
    image = kept(made)
    assert (image.size, image.format) == (size, kind)
    assert (made.width, made.height) == size
    assert all(abs(a - b) < 12 for a, b in zip(image.convert("RGB").getpixel((3, 3)), left, strict=True))


@pytest.mark.parametrize("spec", ["scale-3000", "scale-900000", "original|format-webp|webpquality-1"])
def test_no_rendition_is_larger_than_can_be_held(picture, spec):
    if spec.startswith("original"):
        assert picture.get_rendition(spec).width == 400
        return
    with pytest.raises(NotMade):
        picture.get_rendition(spec)


def test_what_was_kept_before_and_is_a_bomb_shows_as_a_missing_picture(picture, rf):
    from django.template import Context, Template

    picture.file.save("a.png", upload("a.png", samples.flat_png(9000, 9000)), save=True)
    page = Template("{% load wagtailimages_tags %}{% image picture width-640 %}")
    assert "not-found" in page.render(Context({"picture": picture, "request": rf.get("/")}))


def test_the_admins_preview_of_a_size_that_cannot_be_is_no_error(picture, boss):
    address = reverse("wagtailimages:preview", args=[picture.pk, "scale-90000"])
    boss.raise_request_exception = False
    assert boss.get(address).status_code in (400, 404)


def test_pages_wait_for_no_stranger(picture):
    with bounded._TURN:
        assert picture.get_rendition("width-30").width == 30


# --- documents --------------------------------------------------------------------------------------------
def add_document(client, name, content):
    answer = client.post(
        reverse("wagtaildocs:add_multiple"), {"title": "表", "files[]": upload(name, content)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )  # fmt: skip
    return answer.json()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("表.pdf", samples.pdf_with()),
        ("表.docx", samples.office()),
        ("表.XLSX", samples.office("xl/workbook.xml")),
        ("表.csv", "姓名,电话\n甲,0797".encode("gb18030")),
    ],
)
def test_a_document_is_kept_as_it_came(boss, name, content):
    assert add_document(boss, name, content)["success"]
    with Document.objects.get().file.open() as file:
        assert file.read() == content


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", lambda: samples.pdf_bomb(9_000_000), "太费力"),
        ("a.pdf", nasty.pdf_ring, "打不开"),
        ("a.pdf", samples.office, "对不上"),
        ("a.docx", samples.office_bomb, "太费力"),
        ("a.docx", lambda: samples.office("xl/workbook.xml"), "对不上"),
        ("a.docx", lambda: samples.office("word/document.xml", "word/vbaProject.bin"), "有宏"),
        ("a.xlsx", nasty.zip_in_zip, "压缩包"),
        ("a.csv", lambda: b"\x00\x01" * 99, "不是能收的文档"),
        ("a.csv", lambda: b"<html><script>", "不是能收的文档"),
    ],
)
def test_a_document_that_is_a_bomb_is_refused_in_words(boss, name, content, words):
    said = add_document(boss, name, content())
    assert not said["success"]
    assert words in said["error_message"]
    assert "\n" not in said["error_message"]
    assert not Document.objects.exists()


def test_what_is_too_large_is_said_before_it_is_opened(boss, settings, monkeypatch):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1000
    monkeypatch.setattr(bounded, "_do", lambda *args: pytest.fail("it was opened"))
    assert "太大了" in add_document(boss, "a.pdf", b"%PDF-" * 300)["error_message"]
    assert "太大了" in add_picture(boss, b"x" * 1500)["error_message"]


# --- the picture of one's account -----------------------------------------------------------------------
def test_the_picture_of_an_account_is_drawn_anew_and_small(admin_user):
    form = editors_files.AvatarPreferencesForm(
        {}, {"avatar": upload("我.png", samples.picture("PNG", (3000, 2000)))}, instance=_profile(admin_user)
    )
    assert form.is_valid(), form.errors
    assert Image.open(form.cleaned_data["avatar"]).size == (400, 267)


def test_a_bomb_is_no_picture_of_an_account(admin_user):
    form = editors_files.AvatarPreferencesForm(
        {}, {"avatar": upload("我.png", samples.flat_png(20_000, 20_000))}, instance=_profile(admin_user)
    )
    assert "尺寸太大" in str(form.errors)


def _profile(user):
    from wagtail.users.models import UserProfile

    return UserProfile.get_for_user(user)
