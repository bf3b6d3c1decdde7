"""同类办完的: decided cases like this one, where this officer may see them, and what the site says of such matters.

Found by columns that name nobody: the matter, the kind of work, the sum, how many they were. No words are looked into,
and nothing is kept.
"""

from bisect import bisect
from dataclasses import dataclass
from statistics import median

from django.db.models import Exists, OuterRef, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from aid.choices import RefusalReason
from aid.models import Application, Claimant, Decision
from counter import case, words
from counter.columns import claimed
from counter.views import CounterView, opens
from foundation.vault.hiding import hide_numbers
from foundation.vault.services import record_access

LOOKED_AT, SHOWN, ENOUGH = 300, 10, 5
BANDS = (5_000, 20_000, 50_000, 100_000, 500_000)  # yuan


@dataclass(frozen=True)
class Similar:
    """`alike`: in which respects, in words. `days`: from handing in to the decision."""

    application: Application
    person: str
    alike: list
    reasons: str
    text: str
    days: int


class SimilarView(CounterView):
    template_name = "counter/similar.html"

    @opens
    def get(self, request, pk):
        application = self.get_application(pk)
        self.page_title = _("同类办完的：%(title)s") % {"title": case.title(application)}
        similar = found(application, request.user)
        days = [one.days for one in similar]
        context = self.get_context_data(
            application=application,
            similar=similar[:SHOWN],
            number=len(similar),
            half_in=round(median(days)) if len(days) >= ENOUGH else None,
            case_url=reverse("applications:inspect", args=[pk]),
        )
        response = self.render_to_response(context).render()
        record_access(request.user, "aid.open_similar", application, request=request)
        return response


def found(application, user):
    """Decided ones of the same matter that `user` may see, the most alike first, then the newest."""
    people = Claimant.objects.taking_part().filter(application=OuterRef("pk"))
    totals = people.order_by().values("application").annotate(total=Sum("amount_owed")).values("total")
    decided = (
        Application.objects.visible_to(user)
        .filter(Exists(Decision.objects.filter(application=OuterRef("pk"))), matter=application.matter)
        .exclude(pk=application.pk)
        .annotate(
            total=Subquery(totals),
            sector=Subquery(people.order_by("position").values("work_kind")[:1]),
            has_minor=Exists(people.filter(is_minor=True)),
        )
        .select_related("office", "case")
        .order_by("-submitted_at", "-pk")[:LOOKED_AT]
    )
    ranked = sorted(((alike(application, one), one) for one in decided), key=lambda pair: -len(pair[0]))
    near = {one.pk: (one, said) for said, one in ranked if said}
    read = Application.objects.filter(pk__in=near).prefetch_related("claimants", "decisions").in_bulk()
    return [_similar(read[pk], one, said) for pk, (one, said) in near.items()]


def alike(application, other):
    """In which respects another one is like `application`, in words."""
    first, mine = application.claimant, claimed(application.people)
    found = []
    if other.sector and first and other.sector == first.work_kind:
        found.append(_("行业一样：%(kind)s") % {"kind": first.get_work_kind_display()})
    if other.total and mine and bisect(BANDS, other.total) == bisect(BANDS, mine):
        found.append(_("数目差不多"))
    if other.is_group_case and application.is_group_case:
        found.append(_("都是群体"))
    if other.has_minor and any(one.is_minor for one in application.people):
        found.append(_("都有未成年人"))
    if other.exemption and other.exemption == application.exemption:
        found.append(_("免查依据一样"))
    return found


def _similar(application, ranked, said):
    decision = application.decision
    people = application.people or list(application.claimants.all())
    return Similar(
        ranked,
        words.addressed(people[0].masked_name, len(people)) if people else "—",
        said,
        _("、").join(str(RefusalReason(code).label) for code in decision.reasons),
        masked(decision.text, application),
        max(0, (decision.decided_on - application.received_on).days),
    )


def masked(text, application):
    """Words of a decision without numbers, and with the names of its people as they are masked elsewhere."""
    for person in application.claimants.all():
        text = text.replace(person.name, person.masked_name)
    return hide_numbers(text)
