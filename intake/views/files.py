"""Taking the files of a form, one by one."""

import time

from django.core.exceptions import ValidationError

from aid import files
from intake import throttle

HEAVY = 100
SECONDS = 15  # of one request; who sends what takes longer sends the rest once more
AGAIN = ("busy", "later", "no_room", "too_many")  # refused for now: what has come may stay for another try


def take_files(request, form, keep, places=None):
    """Check and keep each file of a valid form; what is wrong with one is said, the others are kept.

    `places`: (field, kind) pairs. What came in pieces and need not come again stands in `form.settled`.
    Returns how many. An address that sends without end gets the error "crowded".
    """
    places = places or [("files", form.cleaned_data.get("kind") or "other")]
    uploads = [(field, kind, upload) for field, kind in places for upload in form.cleaned_data.get(field, [])]
    form.settled = []
    new = [upload.size for _field, _kind, upload in uploads if not hasattr(upload, "arrival")]
    weight = 1 + sum(new) // 1_000_000  # what came in pieces was counted as it came
    if uploads and not throttle.may(request, "upload", weight):
        form.add_error(places[0][0], ValidationError(throttle.CROWDED, code="crowded"))
        return 0
    added, settled, until = 0, [], time.monotonic() + SECONDS
    for field, kind, upload in uploads:
        settled.append(getattr(upload, "arrival", None))
        try:
            if added == files.MAX_FILES:
                raise files.too_many()
            if time.monotonic() > until:
                raise files.refusal("later", upload.name)
            keep(files.check(upload), kind)
            added += 1
        except ValidationError as wrong:
            form.add_error(field, wrong)
            if wrong.code in AGAIN:
                settled.pop()
            # A file that was made to be heavy costs as much as a hundred megabytes of honest ones.
            if wrong.code == "too_many" or (
                wrong.code == "heavy" and not throttle.may(request, "upload", HEAVY)
            ):
                break
    form.settled = [key for key in settled if key]
    return added
