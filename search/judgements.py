"""What editors judged, as rows of search/relevance/*.csv: group,query,kind,key-or-url,grade."""

import csv
from collections.abc import Iterable
from typing import TextIO

from django.db import transaction

from search.models import Judgement, SearchEntry

HEADER = ("group", "query", "kind", "key-or-url", "grade")


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


def write_csv(out: TextIO, rows: Iterable[Judgement], said=lambda text: text) -> int:
    """How many. `said`: what is done to a text first."""
    writer = csv.writer(out)
    writer.writerow(HEADER)
    count = 0
    for row in rows:
        writer.writerow([row.group, said(row.query), row.kind, row.url, row.grade])
        count += 1
    return count
