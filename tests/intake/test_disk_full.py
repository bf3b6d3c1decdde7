"""A disk that takes no more: the paper is refused in plain words and nothing is left over. The kernel refuses."""

import os
import resource
import signal
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from aid import files
from aid.models import Draft
from aid.services import drafts
from foundation.vault.files import all_names


@contextmanager
def no_file_beyond(size):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # then the write itself fails
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.fixture
def photo(tmp_path):
    Image.frombytes("RGB", (400, 400), os.urandom(480_000)).save(tmp_path / "photo.jpg", quality=95)
    return files.check(SimpleUploadedFile("工资条.jpg", (tmp_path / "photo.jpg").read_bytes()))


@pytest.mark.django_db
@pytest.mark.parametrize("room", [0, 1000, 50_000])
def test_a_paper_without_room_is_refused_in_words_and_leaves_nothing(photo, room):
    draft, before = Draft.start(at=timezone.now(), language="zh-hans"), set(all_names())
    with no_file_beyond(room), pytest.raises(ValidationError, match="现在存不下") as refused:
        drafts.add_paper(draft, photo, kind="other")
    assert refused.value.code == "no_room"
    assert set(all_names()) == before
    assert not draft.evidence.exists()
    drafts.add_paper(draft, photo, kind="other")
    assert draft.evidence.count() == 1
