"""Places as visitors write them. Each process keeps the divisions between requests: three thousand rows."""

from foundation.content.kept import kept
from foundation.regions.matching import Division, Divisions
from foundation.regions.models import Region


def meant(text: str) -> list[Division]:
    """The divisions that `text` means: one when it is clear, several when the visitor must choose."""
    return _divisions().best_matches(text)


@kept
def _divisions() -> Divisions:
    return Region.objects.as_divisions()
