"""Taking the files of a form, one by one."""

from django.core.exceptions import ValidationError

from aid import files
from intake import throttle

HEAVY = 100


def take_files(request, form, keep, places=None):
    """Check and keep each file of a valid form; what is wrong with one is said, the others are kept.

    `places`: (field, kind) pairs. Returns how many. An address that sends without end gets the error "crowded".
    """
    places = places or [("files", form.cleaned_data.get("kind") or "other")]
    uploads = [(field, kind, upload) for field, kind in places for upload in form.cleaned_data.get(field, [])]
    weight = 1 + sum(upload.size for _field, _kind, upload in uploads) // 1_000_000
    if uploads and not throttle.may(request, "upload", weight):
        form.add_error(places[0][0], ValidationError(throttle.CROWDED, code="crowded"))
        return 0
    added = 0
    for field, kind, upload in uploads:
        try:
            if added == files.MAX_FILES:
                raise files.too_many()
            keep(files.check(upload), kind)
            added += 1
        except ValidationError as wrong:
            form.add_error(field, wrong)
            # A file that was made to be heavy costs as much as a hundred megabytes of honest ones.
            if wrong.code == "too_many" or (
                wrong.code == "heavy" and not throttle.may(request, "upload", HEAVY)
            ):
                break
    return added
