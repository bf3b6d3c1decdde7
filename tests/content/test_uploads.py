"""Files with names that no server reads come in all the same; a box in which nothing was chosen stays empty."""

import os
from urllib.parse import quote

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from foundation.content.uploads import UNNAMED, readable

BOUNDARY = b"----WebKitFormBoundaryAb12"


def part(disposition, content, *more):
    header = b"\r\n".join([b"Content-Disposition: form-data; " + disposition, *more])
    return b"--" + BOUNDARY + b"\r\n" + header + b"\r\n\r\n" + content + b"\r\n"


def file_named(name, content=b"content", field=b"files"):
    return part(
        b'name="' + field + b'"; filename="' + name + b'"', content, b"Content-Type: application/octet-stream"
    )


def send_raw(client, address, *parts, **more):
    """Send a form byte by byte as it is given."""
    body = b"".join(parts) + b"--" + BOUNDARY + b"--\r\n"
    kind = "multipart/form-data; boundary=" + BOUNDARY.decode()
    return client.generic("POST", address, body, content_type=kind, **more)


def request_of(*parts) -> WSGIRequest:
    return send_raw(RequestFactory(), "/", *parts)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("工资条.jpg".encode(), "工资条.jpg"),
        ("工资条.jpg".encode("gbk"), "工资条.jpg"),
        ("誠乗.jpg".encode("gbk"), "誠乗.jpg"),  # the second byte of one of them is a backslash
        (b"\xff\xfe\xfd.jpg", "\ufffd.jpg"),
        (b"", UNNAMED),
        (b"   ", UNNAMED),
        (b".", UNNAMED),
        (b"..", UNNAMED),
        (b". . .", UNNAMED),
        (b"\\".join([b"C:", b"fakepath", b"a.jpg"]), "a.jpg"),
        (b"/".join([b"..", b"..", b"etc", b"passwd"]), "passwd"),
        (b"photos/", UNNAMED),
        (b"a\x00b.jpg", "ab.jpg"),
        (b"\x00", UNNAMED),
        (b"a\nb.jpg", "a b.jpg"),
        (b"a%0D%0Ab.jpg", "a%0D%0Ab.jpg"),  # as browsers write it
        (b'he said \\"pay\\".jpg', 'he said "pay".jpg'),
        (b"a;b=c.jpg", "a;b=c.jpg"),
        (b"&amp;#46;&amp;#46;", "&#46;&#46;"),
        (b"a" * 296 + b".jpg", "a" * 40 + "aaaaaa.jpg"),
        (b"a." + "好".encode() * 300, "a." + "好" * 48),
    ],
)
def test_a_file_comes_in_whatever_it_is_called(name, read):
    request = request_of(file_named(name), part(b'name="kind"', b"pay"))
    (file,) = request.FILES.getlist("files")
    assert (file.name, file.read()) == (read, b"content")
    assert request.POST.dict() == {"kind": "pay"}


@pytest.mark.parametrize(
    ("disposition", "read"),
    [
        (b"filename*=UTF-8''" + quote("工资条.jpg").encode(), "工资条.jpg"),
        (b"filename*=GBK''" + quote("工资条.jpg", encoding="gbk").encode(), "工资条.jpg"),
        (b"filename=\"x.jpg\"; filename*=UTF-8''" + quote("工资条.jpg").encode(), "工资条.jpg"),
        (b"filename*=no-such-charset''abc.jpg", UNNAMED),
    ],
)
def test_a_name_as_rfc_5987_writes_it(disposition, read):
    request = request_of(part(b'name="files"; ' + disposition, b"content"))
    (file,) = request.FILES.getlist("files")
    assert (file.name, file.read()) == (read, b"content")


def test_a_box_in_which_nothing_was_chosen_stays_empty():
    request = request_of(file_named(b"", b""), file_named(b"a.jpg", b"", b"other"))
    assert "files" not in request.FILES
    assert request.FILES["other"].size == 0  # an empty file is told so by its form


def test_large_files_go_to_the_disk_whatever_they_are_called():
    """The end of a name becomes the end of that of a temporary file, which takes 255 bytes."""
    content = os.urandom(2 * 1024 * 1024) + b"\r\n--" + BOUNDARY[:-1]
    names = [b"a." + "好".encode() * 90, "工资条.jpg".encode("gbk"), b""]
    request = request_of(*(file_named(name, content) for name in names))
    files = request.FILES.getlist("files")
    assert [file.name for file in files][1:] == ["工资条.jpg", UNNAMED]
    assert all(file.temporary_file_path() and file.read() == content for file in files)
    request.close()


def test_what_stands_in_a_file_is_left_alone():
    content = b'Content-Disposition: form-data; name="a"; filename=""\r\n\r\n' + "中".encode("gbk")
    (file,) = request_of(file_named(b"a.txt", content)).FILES.getlist("files")
    assert file.read() == content


def test_other_lines_and_other_fields_are_left_alone():
    for line in (b"Content-Type: image/jpeg", b'Content-Disposition: form-data; name="kind"', b""):
        assert readable(line) == line


@pytest.mark.parametrize("step", [1, 7, 64, 1000])
def test_it_does_not_matter_in_which_pieces_it_comes(step, monkeypatch):
    request = request_of(file_named("工资条.jpg".encode("gbk")), part(b'name="kind"', b"pay"))
    whole = request._stream.read
    monkeypatch.setattr(request._stream, "read", lambda size=None: whole(min(size or step, step)))
    assert request.FILES["files"].name == "工资条.jpg"
    assert request.POST["kind"] == "pay"


def test_a_form_that_breaks_off_is_no_loop():
    body = file_named("工资条.jpg".encode("gbk"))[:90]
    kind = "multipart/form-data; boundary=" + BOUNDARY.decode()
    request = RequestFactory().generic("POST", "/", body, content_type=kind)
    assert not request.FILES
