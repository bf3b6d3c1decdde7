"""Files that come in pieces: each is sealed as it comes, the whole is put together when it is handed in.

Nothing of a file is held in memory but the piece at hand; a piece that comes twice is acknowledged, not added.
"""

import hashlib
import io
import re
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction
from django.utils import timezone

from aid import files
from aid.models import Application, Arrival, Draft
from foundation.vault import files as vault_files

SMALLEST, LARGEST = 16 * 1024, 512 * 1024  # bytes of a piece; the last one may be smaller
_SHA256 = re.compile(r"[0-9a-f]{64}")


class OutOfOrder(Exception):
    """A piece that does not follow what is there: the sender goes on at `received`."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


class TooMuch(Exception):
    """More than the file was said to be, or no piece at all."""


def _of(owner: Draft | Application) -> dict:
    return {"draft": owner} if isinstance(owner, Draft) else {"application": owner}


@transaction.atomic
def begin(owner: Draft | Application, *, place: str, fingerprint: str, name: str, size: int) -> Arrival:
    """The file that is to come, or as much of it as is there already. ValidationError says why it cannot come."""
    name = files.clean_name(name)
    files.check_size(name, size)
    # One after the other, so that nobody begins more than fit.
    held = type(owner).objects.select_for_update(of=("self",)).get(pk=owner.pk)
    known = Arrival.objects.filter(**_of(held), place=place, fingerprint=fingerprint, size=size).first()
    if known:
        return known
    Arrival.objects.filter(**_of(held), place=place, fingerprint=fingerprint).delete()
    if held.arrivals.count() >= files.MAX_FILES:
        raise files.too_many()
    return Arrival.objects.create(
        **_of(held),
        place=place,
        fingerprint=fingerprint,
        name=name,
        size=size,
        expires_at=timezone.now() + Arrival.LIFETIME,
    )


@transaction.atomic
def add_piece(owner: Draft | Application, key: UUID, *, offset: int, piece: bytes) -> Arrival:
    """Keep the piece that begins at `offset`. Raises Arrival.DoesNotExist, OutOfOrder, TooMuch; OSError when full.

    One that is there already (the reply was lost) changes nothing.
    """
    arrival = Arrival.objects.select_for_update(of=("self",)).get(pk=key, **_of(owner))
    if offset < arrival.received:
        return arrival
    if offset > arrival.received:
        raise OutOfOrder(arrival.received)
    follows = arrival.received + len(piece)
    if follows > arrival.size or (len(piece) < SMALLEST and follows < arrival.size) or not piece:
        raise TooMuch
    sealed = vault_files.seal(io.BytesIO(piece), _purpose(arrival, len(arrival.parts)))
    arrival.parts.append(sealed.name)
    arrival.received = follows
    arrival.expires_at = timezone.now() + Arrival.LIFETIME
    arrival.save(update_fields=["parts", "received", "expires_at"])
    return arrival


def _purpose(arrival, number):
    return f"{files.PURPOSE}part:{arrival.pk}:{number}"


def whole(owner: Draft | Application, place: str, keys: Iterable[str]) -> list[TemporaryUploadedFile]:
    """The files of `keys` that are there to the last byte, as uploads like any other, each with its `arrival`.

    What is not the owner's, or not whole, or not what the browser had in hand, is left out.
    """
    wanted = {key for key in map(_uuid, keys) if key}
    found = Arrival.objects.whole().filter(**_of(owner), place=place, pk__in=wanted)
    return [upload for arrival in found.order_by("created_at") if (upload := _put_together(arrival))]


def _uuid(text):
    try:
        return UUID(text)
    except ValueError:
        return None


def _put_together(arrival):
    upload = TemporaryUploadedFile(arrival.name, "application/octet-stream", arrival.size, None)
    digest = hashlib.sha256()
    for number, part in enumerate(arrival.parts):
        with vault_files.open_sealed(part, _purpose(arrival, number)) as stream:
            piece = stream.read()
        digest.update(piece)
        upload.write(piece)
    if _SHA256.fullmatch(arrival.fingerprint) and digest.hexdigest() != arrival.fingerprint:
        upload.close()
        forget([arrival.pk])
        return None
    upload.seek(0)
    upload.arrival = arrival.pk
    return upload


@transaction.atomic
def forget(keys: Iterable[UUID]) -> int:
    """Delete arrivals; their pieces go once that is certain. Returns how many."""
    found = list(Arrival.objects.select_for_update(of=("self",)).filter(pk__in=list(keys)))
    names = [name for arrival in found for name in arrival.parts]
    Arrival.objects.filter(pk__in=[arrival.pk for arrival in found]).delete()
    for name in names:
        transaction.on_commit(partial(vault_files.delete_sealed, name))
    return len(found)


def forget_expired(at: datetime) -> int:
    """Delete what never came to its end, or was never handed in. Returns how many."""
    return sum(forget([key]) for key in Arrival.objects.expired(at).values_list("pk", flat=True).iterator())
