"""The phone map: what every site starts with, and the check of a number."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from foundation.regions.models import Region
from stations import reference
from stations.models import Hotline, HotlineUse, Problem


@transaction.atomic
def load_hotlines(rows=reference.HOTLINES, problems=reference.PROBLEMS) -> int:
    """Add the problems and numbers that are missing, with what to say. Returns how many numbers are new.

    Safe to repeat: whatever is there stays as editors have left it. ValueError for an unknown region or problem.
    """
    known = {problem.code: (problem, False) for problem in Problem.objects.all()}
    for place, row in enumerate(problems):
        if row["code"] not in known:
            known[row["code"]] = Problem.objects.create(order=place * 10, **row), True
    return sum(_load_hotline(row, place, known) for place, row in enumerate(rows))


def _load_hotline(row, place, problems):
    values = {name: value for name, value in row.items() if name not in {"phone", "region", "uses"}}
    region = Region.objects.by_code(row["region"]) if "region" in row else None
    if "region" in row and region is None:
        raise ValueError(f"Hotline {row['phone']}: no region has the code {row['region']}.")
    hotline, is_new = Hotline.objects.get_or_create(
        phone=row["phone"], region=region, defaults={"order": place * 10, **values}
    )
    for code, say in row.get("uses", {}).items():
        if code not in problems:
            raise ValueError(f"Hotline {row['phone']}: no problem has the code {code}.")
        problem, is_new_problem = problems[code]
        if is_new or is_new_problem:
            HotlineUse.objects.get_or_create(hotline=hotline, problem=problem, defaults={"say": say})
    return is_new


@transaction.atomic
def confirm_hotline(hotline: Hotline, *, actor, on: date) -> Hotline:
    """Record that somebody called on the day `on` and that what is said of the number holds. Raises PermissionDenied."""
    if not actor.has_perm("stations.change_hotline"):
        raise PermissionDenied
    hotline = Hotline.objects.select_for_update(of=("self",)).get(pk=hotline.pk)
    hotline.verified_on = on
    hotline.save(update_fields=["verified_on"])
    log(hotline, "stations.verify_hotline", user=actor, data={"on": on.isoformat()})
    return hotline
