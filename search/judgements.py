"""What editors judged, and how it becomes rows of search/relevance/<group>.csv: query,kind,key,grade."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from search.models import Judgement, SearchEntry
from search.quality import key_of

COLUMNS = ("query", "kind", "key", "grade")
HEADINGS = (_("哪一组"), _("问法"), _("类别"), _("哪一页"), _("评分"))


@transaction.atomic
def judge(query: str, group: str, grades: dict[str, int], *, judge) -> int:
    """Remember the grades by URL of what is in the index; a second judgement takes the place of the first."""
    kinds = dict(SearchEntry.objects.filter(url__in=grades).values_list("url", "kind"))
    for url, kind in kinds.items():
        values = {"group": group, "kind": kind, "grade": grades[url], "judged_by": judge}
        Judgement.objects.update_or_create(query=query, url=url, defaults=values)
    Judgement.objects.filter(query=query).exclude(group=group).update(
        group=group
    )  # a question is of one group
    return len(kinds)


def table() -> Iterator[Sequence[object]]:
    """Every judgement with its group, to look at; the headings first."""
    yield HEADINGS
    for row in Judgement.objects.all():
        yield row.group, row.query, row.kind, key_of(row.url), row.grade


def add_to(folder: Path) -> int:
    """Add what is new to the files of their groups. Who names nothing there has no grade: 0 is left out."""
    count = 0
    for group in Judgement.Group.values:
        path = folder / f"{group}.csv"
        rows = Judgement.objects.filter(group=group, grade__gt=0)
        known = _known(path)
        new = [row for row in rows if (row.query, key_of(row.url)) not in known]
        if not new:
            continue
        with path.open("a", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            if not known:
                writer.writerow(COLUMNS)
            writer.writerows([row.query, row.kind, key_of(row.url), row.grade] for row in new)
        count += len(new)
    return count


def _known(path: Path) -> set[tuple[str, str]]:
    if not path.exists():
        return set()
    with path.open(encoding="utf-8", newline="") as lines:
        return {(row["query"], row["key"]) for row in csv.DictReader(lines)}
