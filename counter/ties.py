"""What a case says of the other applications of the same claim: their numbers where this officer sees them, else whose."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid.clock_rules import Kind as Clock
from aid.models import Application, Deadline, Evidence, Tie
from counter.marks import Flag

_WHAT = {
    Tie.Kind.LINK: gettext_lazy("关联"),
    Tie.Kind.INTO: gettext_lazy("并入"),
    Tie.Kind.HOLDS: gettext_lazy("并进来的"),
}
_LONG = {
    Tie.Kind.LINK: gettext_lazy("同一个人、同一件事，两件各办各的"),
    Tie.Kind.INTO: gettext_lazy("并到先交的那一件里办，到那一件去办"),
    Tie.Kind.HOLDS: gettext_lazy("后来又交的一份，在这里一起办"),
}


@dataclass(frozen=True)
class Shown:
    """One tie. `url` and `number` are empty for what this officer does not see: then `office` and its `phone` alone."""

    what: str
    since: datetime
    number: str = ""
    url: str = ""
    standing: str = ""
    office: str = ""
    phone: str = ""
    clocks: list = field(default_factory=list)
    papers: list = field(default_factory=list)


def shown(application, user):
    """Those of a case page, read only where there are any. Prefetch `ties`."""
    if not application.ties.all():
        return []
    ties = list(
        Tie.objects.filter(application=application)
        .seen_by(Application.objects.visible_to(user))
        .select_related("other__case")
    )
    nearer = {tie.other_id for tie in ties if tie.kind != Tie.Kind.LINK}
    ties = [tie for tie in ties if tie.kind != Tie.Kind.LINK or tie.other_id not in nearer]
    held = [tie.other_id for tie in ties if tie.kind == Tie.Kind.HOLDS and tie.is_seen]
    kinds = (Clock.REVIEW, Clock.LIMITATION)
    clocks = list(Deadline.objects.running().filter(application__in=held, kind__in=kinds)) if held else []
    papers = list(Evidence.objects.filter(application__in=held)) if held else []
    return [_one(tie, clocks, papers) for tie in ties]


def _one(tie, clocks, papers):
    what, other = str(_WHAT[tie.kind]), tie.other
    if not tie.is_seen:
        return Shown(what, tie.since, office=str(other.office), phone=other.office.phone or "12348")
    return Shown(
        what,
        tie.since,
        other.reference,
        reverse("applications:inspect", args=[other.pk]),
        other.standing,
        clocks=[clock for clock in clocks if clock.application_id == other.pk],
        papers=[paper for paper in papers if paper.application_id == other.pk],
    )


def with_ties(queryset, user):
    """`tied`: what `flags` reads of the rows of a list, without a query more."""
    visible = Application.objects.visible_to(user).filter(pk=OuterRef("other")).order_by()
    said = JSONObject(
        kind="kind", pk="other_id", number="other__reference", office="other__office__name",
        phone="other__office__phone", seen="seen",
    )  # fmt: skip
    mine = (
        Tie.objects.filter(application=OuterRef("pk")).annotate(seen=Exists(visible)).order_by("since", "pk")
    )
    return queryset.annotate(tied=ArraySubquery(mine.values(said=said)))


def flags(rows):
    """A mark for each tie, which leads to the other where it is seen. `rows`: as `with_ties` reads them."""
    nearer = {row["pk"] for row in rows if row["kind"] != Tie.Kind.LINK}
    found = []
    for row in rows:
        kind = Tie.Kind(row["kind"])
        if kind == Tie.Kind.LINK and row["pk"] in nearer:
            continue
        if row["seen"]:
            text, url = f"{_WHAT[kind]} {row['number']}", reverse("applications:inspect", args=[row["pk"]])
        else:
            text, url = f"{_WHAT[kind]} {row['office']}", ""
        why = str(_LONG[kind])
        if not row["seen"]:
            said = {"office": row["office"], "phone": row["phone"] or "12348"}
            why += _("；在%(office)s，您看不到，电话 %(phone)s") % said
        found.append(Flag(text, why, "today", url=url))
    return found


def numbers(events, user):
    """{key: number} of the others that these events name, as far as this officer sees them."""
    named = {event.data["twin"] for event in events if (event.data or {}).get("twin")}
    if not named:
        return {}
    return dict(Application.objects.visible_to(user).filter(pk__in=named).values_list("pk", F("reference")))
