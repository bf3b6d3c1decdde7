"""The rows of data/synonyms.toml as reference data, and what a changed row would do to the results."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from search.models import Synonym
from search.services import Hit, look_up
from search.vocabulary import of_file, trying

MOST_TRIED = 6


# --- reference data --------------------------------------------------------------------------------
@transaction.atomic
def load(data: dict[str, list[Any]] | None = None) -> Counter:
    """Bring the rows to the file. What an editor has changed or switched off stays as it is. May be repeated.

    A row is named by the first of its words, what is told by what it means besides. Returns how many were added, changed, taken out, and left to the editors.
    """
    rows = {row.code: row for row in Synonym.objects.select_for_update().exclude(code=None)}
    done: Counter = Counter()
    for code, fields in _fields(data or of_file()).items():
        row = rows.pop(code, None)
        if row is None:
            Synonym.objects.create(code=code, loaded=fields, **fields)
            done["added"] += 1
        elif row.loaded == fields:
            done["unchanged"] += 1
        elif row.is_changed:
            done["left"] += 1
        else:
            for name, value in fields.items():
                setattr(row, name, value)
            row.loaded = fields
            row.save()
            done["changed"] += 1
    for row in rows.values():  # no more in the file
        if row.is_changed:
            done["left"] += 1
        else:
            row.delete()
            done["removed"] += 1
    return done


def _fields(data):
    found = {}
    for first, *others in data.get("same", []):
        fields = {"way": Synonym.Way.SAME.value, "said": "、".join([first, *others]), "means": ""}
        found[f"same:{first}"] = fields
    for first, *others in data.get("leads", []):
        fields = {"way": Synonym.Way.LEADS.value, "said": first, "means": "、".join(others)}
        found[f"leads:{first}"] = fields
    for told in data.get("said", []):
        said = "\n".join("、".join(dict.fromkeys(group)) for group in told["words"])
        fields = {"way": Synonym.Way.TOLD.value, "said": said, "means": told["means"]}
        found[f"told:{told['means']}:{told['words'][0][0]}"] = fields
    return found


# --- tried out -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Line:
    """A hit of the new results or of the old; `before` and `after` are its places, 0 where it is not among them."""

    hit: Hit
    before: int
    after: int


@dataclass(frozen=True)
class Effect:
    """`lines` in the new order; `gone` those that were there and are not any more."""

    query: str
    lines: list[Line]
    gone: list[Line]

    @property
    def is_none(self):
        return not self.gone and all(line.before == line.after for line in self.lines)


def effects(row: Synonym, queries: list[str]) -> list[Effect]:
    """What each query finds now and would find with `row` as it stands, saved or not."""
    rows = [other for other in Synonym.objects.filter(is_active=True) if other.pk != row.pk]
    place = next((n for n, other in enumerate(rows) if row.pk and other.pk > row.pk), len(rows))
    tried = [*rows[:place], *([row] if row.is_active else []), *rows[place:]]
    before = [_hits(query) for query in queries]
    with trying(tried):
        after = [_hits(query) for query in queries]
    return [_effect(query, old, new) for query, old, new in zip(queries, before, after, strict=True)]


def _hits(query):
    return {hit.url: hit for hit in look_up(query, locale=settings.LANGUAGE_CODE)[1].hits}


def _effect(query, old, new):
    places, now = list(old), list(new)
    line = lambda url, hit: Line(
        hit, places.index(url) + 1 if url in old else 0, now.index(url) + 1 if url in new else 0
    )
    return Effect(
        query,
        [line(url, hit) for url, hit in new.items()],
        [line(url, hit) for url, hit in old.items() if url not in new],
    )
