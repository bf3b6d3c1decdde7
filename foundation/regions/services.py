"""Loading the reference data into the table."""

import json
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from django.db import transaction

from foundation.regions.models import Region

DATA = Path(__file__).parent / "data" / "regions.json"
_LEVELS = (Region.Level.PROVINCE, Region.Level.PREFECTURE, Region.Level.COUNTY)
_FIELDS = [
    *("name", "short_name", "level", "parent", "full_name", "pinyin", "syllables", "is_pseudo", "valid_to"),
    *("successors", "former_names"),
]


@dataclass(frozen=True)
class Loaded:
    created: int = 0
    updated: int = 0
    unchanged: int = 0


def level_of(code: str) -> Region.Level:
    if code.endswith("0000"):
        return Region.Level.PROVINCE
    return Region.Level.PREFECTURE if code.endswith("00") else Region.Level.COUNTY


@transaction.atomic
def load_regions(path=DATA) -> Loaded:
    """Bring the table in line with the data file. Safe to repeat; nothing is ever deleted.

    Rows of the table that the file does not have (entered by an operator) are left alone.
    """
    rows = sorted(
        json.loads(Path(path).read_text("utf-8")), key=lambda row: _LEVELS.index(level_of(row["code"]))
    )
    existing = {(r.code, r.valid_from): r for r in Region.objects.all()}
    parents: dict[
        str, tuple[int, str]
    ] = {}  # leading digits → (pk, full name without the groupings) of the level above
    created = updated = 0
    for level, group in groupby(rows, key=lambda row: level_of(row["code"])):
        new: list[Region] = []
        changed: list[Region] = []
        batch = [_apply(row, level, existing, parents, new, changed) for row in group]
        Region.objects.bulk_create(new, batch_size=1000)
        Region.objects.bulk_update(changed, _FIELDS, batch_size=1000)
        created, updated = created + len(new), updated + len(changed)
        # The one in force last, so that it is what counties hang under when a code was used twice.
        for region in sorted(batch, key=lambda r: r.valid_to is None):
            parents[region.prefix] = region
    return Loaded(created, updated, len(rows) - created - updated)


def _apply(row, level, existing, parents, new, changed):
    code = row["code"]
    valid_from = date.fromisoformat(row["from"]) if "from" in row else None
    parent = None
    if level != Region.Level.PROVINCE:
        parent = parents.get(code[:4]) if level == Region.Level.COUNTY else None
        parent = parent or parents[code[:2]]
    values = {
        "name": row["name"],
        "short_name": row["short"],
        "level": level,
        "parent_id": parent and parent.pk,
        "full_name": _full_name(row, parent),
        "pinyin": row["pinyin"].replace(" ", ""),
        "syllables": row["pinyin"],
        "is_pseudo": row.get("pseudo", False),
        "valid_to": date.fromisoformat(row["to"]) if "to" in row else None,
        "successors": row.get("now"),
        "former_names": row.get("once"),
    }
    region = existing.get((code, valid_from))
    if region is None:
        region = Region(code=code, valid_from=valid_from, **values)
        new.append(region)
    elif any(getattr(region, field) != value for field, value in values.items()):
        for field, value in values.items():
            setattr(region, field, value)
        changed.append(region)
    return region


def _full_name(row, parent):
    """江西省赣州市章贡区; groupings such as 市辖区 and 省直辖县 are not spoken: 重庆市渝中区, 河南省济源市."""
    if parent is None:
        return row["name"]
    above = parent.full_name[: -len(parent.name)] if parent.is_grouping else parent.full_name
    return above + row["name"]
