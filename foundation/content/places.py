"""Places as visitors write them. Each process keeps the divisions between requests: five thousand rows."""

from foundation.content.kept import kept
from foundation.regions.areas import new_areas
from foundation.regions.matching import Division, Divisions
from foundation.regions.models import Region
from foundation.regions.towns import towns
from foundation.regions.understanding import Meaning, understand


def meant(text: str) -> list[Division]:
    """The divisions that `text` means: one when it is clear, several when the visitor must choose.

    A town leads to its county: 社棠镇.
    """
    return list(understood(text, limit=12, bare=False).divisions)


def understood(text: str, *, limit: int = 60, bare: bool = True) -> Meaning:
    """The same, with the towns it names and the old name that led to them; `bare`: 社棠 is a town too."""
    return understand(text, _divisions(), towns(), new_areas(), limit=limit, bare=bare)


@kept
def _divisions() -> Divisions:
    return Region.objects.as_divisions()
