"""同意，交给下一位: a decision, or aid before the papers, in the middle of its chain (aid.models.approval)."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid import approval, sla, solo
from aid.models import Application, FirstAid
from aid.services.perform import Change, perform
from foundation.accounts import scope
from foundation.accounts.models import Membership, Office, User


def begin(application: Application, subject: Any, lane: str, day: date) -> dict:
    """The chain of `lane` as the place has it that day, in the act that proposes: nobody has said yes yet.

    Returns what the event says of it. The caller saves `subject`.
    """
    otherwise = approval.lane_of(application) if lane in approval.OF_ONE_ACT else ""
    chain = approval.chain_of(application.office.region_code, lane, day, otherwise)
    subject.next_yes, subject.yes_after, subject.yes_by = chain[0], chain[1:], []
    return {"chain": chain}


def endorse(
    application: Application,
    *,
    note: str = "",
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """同意，交给下一位: what the reviewer advises is right; the next of the chain has it."""

    def write(change: Change) -> None:
        hand_on(change, change.application)

    return perform(application, "endorse", write, actor=actor, version=version, key=key, note=note, at=at)


def endorse_first_aid(
    application: Application,
    *,
    note: str = "",
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """先行援助：同意，交给下一位. ValidationError when nobody waits for it any more."""

    def write(change: Change) -> None:
        aid = FirstAid.objects.filter(application=change.application, state=FirstAid.State.ASKED).first()
        if aid is None:
            raise ValidationError(_("先行援助的情况已经变了，请看看现在到哪一步。"))
        hand_on(change, aid)
        aid.save(update_fields=["next_yes", "yes_after", "yes_by"])

    return perform(
        application, "endorse_first_aid", write, actor=actor, version=version, key=key, note=note, at=at
    )


def endorse_end(
    application: Application,
    *,
    note: str = "",
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """终止援助：同意，交给下一位. ValidationError when no report waits any more."""

    def write(change: Change) -> None:
        found = change.application.terminations.open().select_for_update(of=("self",)).first()
        if found is None:
            raise ValidationError(_("没有等决定的报告，请看看现在到哪一步。"))
        hand_on(change, found)
        found.save(update_fields=["next_yes", "yes_after", "yes_by"])

    return perform(application, "endorse_end", write, actor=actor, version=version, key=key, note=note, at=at)


def hand_on(change: Change, subject: Any) -> None:
    note_alone(change)
    subject.yes_by = [*subject.yes_by, change.actor.pk]
    subject.next_yes, *subject.yes_after = subject.yes_after
    change.data["next_yes"] = subject.next_yes
    tell_next(change, subject, "staff_next_yes")


def tell_next(change: Change, subject: Any, template: str) -> None:
    """A message to each who may say the next yes: has said none, did not propose it, and does not do this act."""
    said = {*subject.yes_by, *_who_proposed(change), change.actor.pk}
    for user in nearest(change.application.office, subject.next_yes, said):
        change.tell.append((user, template))


def nearest(office: Office, role: str, without: Collection[int]) -> list[User]:
    """Who holds `role` for `office`, other than those: its own people before those of the offices above it."""
    held = Membership.objects.filter(
        role=role, office__path__in=scope.above(office.path), user__is_active=True
    ).exclude(user__in=without)
    rows = list(held.select_related("user", "office").order_by("user__pk"))
    longest = max((len(one.office.path) for one in rows), default=0)
    return [one.user for one in rows if len(one.office.path) == longest]


def _who_proposed(change: Change) -> Collection[int]:
    """Whom the policy lets say no yes; nobody in the office of one person."""
    application, act = change.application, change.act
    if act.alone and solo.setting_for(application.office_id, change.today):
        return ()
    return application.events.filter(action__in=act.not_after, actor__isnull=False).values_list(
        "actor", flat=True
    )


def note_alone(change: Change) -> None:
    """Whoever proposed it too was let through by the policy: their office has one person, which the event says."""
    alone = solo.setting_for(change.application.office_id, sla.today_in_shanghai())
    if alone and set(change.act.not_after) & set(change.application.acts_of(change.actor)):
        change.data["alone"] = alone.pk
