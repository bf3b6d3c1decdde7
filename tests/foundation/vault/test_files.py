import io

import pytest

from foundation.vault import files
from foundation.vault.errors import Tampered

CHUNK = files.CHUNK


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None, "file_permissions_mode": 0o600},
        },
    }
    return tmp_path


def seal(content, purpose="evidence"):
    return files.seal(io.BytesIO(content), purpose)


def read(name, purpose="evidence"):
    with files.open_sealed(name, purpose) as stream:
        return stream.read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17])
def test_content_of_any_size_comes_back(size):
    content = bytes(range(256)) * (size // 256 + 1)
    sealed = seal(content[:size])
    assert read(sealed.name) == content[:size]
    assert sealed.size == size


def test_file_on_disk_is_private_and_unreadable(private):
    sealed = seal("工资条".encode() * 50)
    path = private / sealed.name
    assert "工资条".encode() not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_a_stream_that_gives_little_at_a_time():
    class Trickle(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 1000))

    content = b"x" * (2 * CHUNK + 5)
    assert read(files.seal(Trickle(content), "evidence").name) == content


def last_chunk_dropped(data):
    return data[: -(17 + 16)]


def one_bit_flipped(data):
    return data[:-1] + bytes([data[-1] ^ 1])


def chunks_swapped(data):
    header, step = len(data) - (2 * (CHUNK + 16) + 17 + 16), CHUNK + 16
    first, second = data[header : header + step], data[header + step : header + 2 * step]
    return data[:header] + second + first + data[header + 2 * step :]


def header_changed(data):
    return data[:8] + bytes([data[8] ^ 1]) + data[9:]


def garbage_appended(data):
    return data + b"x"


@pytest.mark.parametrize(
    "damage",
    [
        last_chunk_dropped,
        one_bit_flipped,
        chunks_swapped,
        header_changed,
        garbage_appended,
        lambda data: data[:10],
        lambda data: b"",
        lambda data: b"GIF89a" + data,
    ],
)
def test_damage_is_found(private, damage):
    sealed = seal(b"a" * CHUNK + b"b" * CHUNK + b"c" * 17)
    path = private / sealed.name
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(Tampered):
        read(sealed.name)
    with pytest.raises(Tampered):
        files.check_sealed(sealed.name, "evidence")


def test_file_sealed_for_something_else_does_not_open():
    with pytest.raises(Tampered, match="sealed for 'export'"):
        read(seal(b"x", "export").name)


def test_deleted_file_is_gone():
    sealed = seal(b"x")
    files.delete_sealed(sealed.name)
    assert list(files.all_names()) == []
