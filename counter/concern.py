"""What the case page shows of those told to others and watched, and what is late of them."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from aid.models import Application, BodyNotice, Watch
from aid.models.concern import untold
from aid.services import concern
from counter import forms_concern
from counter.words import Rule
from foundation.accounts import scope
from foundation.accounts.models import Role


@dataclass(frozen=True)
class Card:
    """`untold`: names of bodies that must be told and were not; `notices`: with whether each is overdue."""

    kinds: list
    why: str
    untold: list
    notices: list
    has_bodies: bool


def card(application, today: date):
    """None where no other body is told. Reads what the case page prefetches, and the list of bodies."""
    if not concern.is_concern(application):
        return None
    notices = list(application.body_notices.all())
    told = {one.body_id for one in notices}
    bodies = concern.bodies(application, today) if application.is_open else []
    marked = getattr(application, "concern", None)
    return Card(
        [_("十个人以上"), *marked.kinds_said]
        if application.is_group_case and marked
        else (marked.kinds_said if marked else [_("十个人以上")]),
        marked.why if marked else "",
        [body.name for body in bodies if body.is_required and body.pk not in told],
        [(one, one.acknowledged_on is None and one.due_on < today) for one in notices],
        bool(bodies),
    )


def care_rules(application, claimant=None):
    """要留意的 of one of the people, and of the whole, as warnings beside the telephone."""
    return [
        Rule(_("%(kind)s：%(text)s") % {"kind": one.get_kind_display(), "text": one.text}, True)
        for one in forms_concern.cares(application)
        if claimant is None or one.claimant_id in (None, claimant.pk)
    ]


def lists(user, today):
    """What is late: (of one's own watches, of the watches of the offices one supervises, notices without an answer,
    cases that nobody was told of)."""
    held = scope.of(user)
    is_boss = held.everything or held.holds(Role.SUPERVISOR)
    watches = Watch.objects.running().select_related("application__office", "watcher")
    watches = watches.shown_to(user).order_by("next_on", "pk")
    visible = Application.objects.visible_to(user)
    unanswered = BodyNotice.objects.overdue(today).filter(application__in=visible.values("pk"))
    return {
        "watches": watches,
        "late": watches.filter(next_on__lt=today),
        "unanswered": unanswered.select_related("application__office").order_by("due_on", "pk"),
        "untold": untold(visible).select_related("office") if is_boss else Application.objects.none(),
    }
