"""Evidence under lock: files sealed in chunks, kept in the "private" storage, opened again as a stream.

    sealed = seal(upload, purpose="evidence")             # keep sealed.name, .size, .sha256 in the row
    with open_sealed(row.name, purpose="evidence") as f:  # a binary file object; raises Tampered while reading
        ...

Format: b"FYS1", key id, length of the purpose, purpose, 16-byte salt; then chunks of 64 KiB and their
16-byte tags. Each file has a key of its own (HKDF of the ring's key and the salt); a chunk's nonce is its
number and a byte that is 1 in the last chunk only, so that a file cut short, lengthened or put together
differently does not open (the STREAM construction). The header is authenticated with every chunk.
"""

import hashlib
import io
import os
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core.files.base import File
from django.core.files.storage import storages

from foundation.vault.errors import Tampered
from foundation.vault.keyring import keyring

MAGIC = b"FYS1"
SALT_BYTES = 16
TAG_BYTES = 16
CHUNK = 64 * 1024
SPOOL = 1024 * 1024  # a sealed file larger than this waits on disk, not in memory


@dataclass(frozen=True)
class SealedFile:
    """What to keep of a sealed file: its name in the storage, its plain size in bytes, its plain SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Header:
    key_id: int
    purpose: str
    salt: bytes

    def to_bytes(self) -> bytes:
        purpose = self.purpose.encode()
        return MAGIC + bytes([self.key_id, len(purpose)]) + purpose + self.salt

    @classmethod
    def read(cls, stream: BinaryIO) -> "Header":
        start = stream.read(len(MAGIC) + 2)
        if len(start) != len(MAGIC) + 2 or not start.startswith(MAGIC):
            raise Tampered("not a sealed file")
        purpose, salt = stream.read(start[5]), stream.read(SALT_BYTES)
        if len(purpose) != start[5] or len(salt) != SALT_BYTES:
            raise Tampered("a sealed file cut short")
        return cls(start[4], purpose.decode(errors="replace"), salt)

    def cipher(self) -> AESGCM:
        key = keyring().key(self.key_id)
        return AESGCM(HKDF(SHA256(), 32, self.salt, b"fayuan sealed file").derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _chunks(stream, size: int) -> Iterator[tuple[bytes, bool]]:
    """`stream` in pieces of `size`, each with whether it is the last; one empty piece for an empty stream."""
    ahead = _exactly(stream, size)
    while True:
        piece, ahead = ahead, _exactly(stream, size) if len(ahead) == size else b""
        yield piece, not ahead
        if not ahead:
            return


def _exactly(stream, size: int) -> bytes:
    """`size` bytes, fewer only at the end: a pipe or an upload may give less at a time."""
    parts, wanted = [], size
    while wanted and (part := stream.read(wanted)):
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)


def write_sealed(source, target, purpose: str) -> tuple[int, str]:
    """Seal `source` into `target` (both binary streams). Returns plain size and SHA-256."""
    header = Header(keyring().current_id, purpose, os.urandom(SALT_BYTES))
    start, cipher = header.to_bytes(), header.cipher()
    target.write(start)
    size, digest = 0, hashlib.sha256()
    for number, (piece, last) in enumerate(_chunks(source, CHUNK)):
        size += len(piece)
        digest.update(piece)
        target.write(cipher.encrypt(_nonce(number, last=last), piece, start))
    return size, digest.hexdigest()


def read_sealed(stream, purpose: str) -> Iterator[bytes]:
    """The plain pieces of a sealed stream. Raises Tampered, UnknownKey, when the piece is asked for."""
    header = Header.read(stream)
    if header.purpose != purpose:
        raise Tampered(f"a file sealed for {header.purpose!r} was opened for {purpose!r}")
    cipher, start = header.cipher(), header.to_bytes()
    for number, (piece, last) in enumerate(_chunks(stream, CHUNK + TAG_BYTES)):
        try:
            yield cipher.decrypt(_nonce(number, last=last), piece, start)
        except (InvalidTag, ValueError):
            raise Tampered(f"chunk {number} of a sealed file was changed or is missing") from None


class SealedReader(io.RawIOBase):
    """A sealed stream as a readable file; closing it closes the stream below."""

    def __init__(self, stream, purpose: str) -> None:
        self._stream = stream
        self._pieces = read_sealed(stream, purpose)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        while not self._rest:
            try:
                self._rest = memoryview(next(self._pieces))
            except StopIteration:
                return 0
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


def private_storage():
    return storages["private"]


def seal(stream, purpose: str) -> SealedFile:
    """Seal a binary stream into the private storage under a name that says nothing.

    `purpose` (1 to 255 bytes) is asked for again on opening. The caller deletes the file when its
    transaction fails; `rotate_keys` renews the keys of all files. Raises OSError when the disk is full.
    """
    storage = private_storage()
    token = secrets.token_hex(16)
    name = f"sealed/{token[:2]}/{token}"
    with tempfile.SpooledTemporaryFile(SPOOL) as sealed:
        size, digest = write_sealed(stream, sealed, purpose)
        sealed.seek(0)
        try:
            storage.save(name, File(sealed))
        except OSError:
            storage.delete(name)  # what was written before the disk was full
            raise
    return SealedFile(name, size, digest)


def open_sealed(name: str, purpose: str) -> BinaryIO:
    """The plain content of `name`, as a binary file. Raises FileNotFoundError, Tampered, UnknownKey.

    Chunks are checked as they are read: what has been read is genuine, and a missing end is an error at the
    end. Call `check_sealed` first where half an answer would be worse than none.
    """
    return io.BufferedReader(SealedReader(private_storage().open(name, "rb"), purpose), CHUNK)


def check_sealed(name: str, purpose: str) -> None:
    """Read the whole file and raise what is wrong with it."""
    with private_storage().open(name, "rb") as stream:
        for _piece in read_sealed(stream, purpose):
            pass


def delete_sealed(name: str) -> None:
    private_storage().delete(name)


def all_names(folder: str = "sealed") -> Iterator[str]:
    """Every sealed file of the storage."""
    storage = private_storage()
    if not storage.exists(folder):
        return
    folders, names = storage.listdir(folder)
    for name in sorted(names):
        yield f"{folder}/{name}"
    for inner in sorted(folders):
        yield from all_names(f"{folder}/{inner}")


def purpose_of(name: str) -> str:
    """What a file was sealed for; '' when it does not say so."""
    with private_storage().open(name, "rb") as stream:
        try:
            return Header.read(stream).purpose
        except Tampered:
            return ""


def renew(name: str) -> bool:
    """Seal `name` under the newest key, in its place. False when it is so already.

    The new file is whole and on disk before it takes the old one's place (rename on the same file system).
    """
    storage = private_storage()
    with storage.open(name, "rb") as stream:
        header = Header.read(stream)
    if header.key_id == keyring().current_id:
        return False
    path = storage.path(name)
    part = f"{path}.part"
    with open_sealed(name, header.purpose) as plain:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "wb") as target:
            write_sealed(plain, target, header.purpose)
            target.flush()
            os.fsync(target.fileno())
    os.replace(part, path)
    return True
