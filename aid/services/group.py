"""Workers who apply together, until they are sent: the group of a draft, who has joined, what is sent along."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from aid.models import Application, Claimant, ConsentRecord, Draft, Evidence, Group
from aid.services.drafts import change


class GroupChanged(Exception):
    """Somebody joined or left while the group was being sent: it is read once more."""


def group_of(draft: Draft) -> Group:
    """The group that this draft speaks for; made at the first call."""
    return Group.objects.get_or_create(draft=draft)[0]


def joined(group: Group) -> list[Draft]:
    """The drafts of those who joined and agreed, in the order in which they came."""
    members = Draft.objects.filter(group=group, application__isnull=True).order_by("created_at")
    return [draft for draft in members if draft.answers.get("joined")]


def agree(draft: Draft, *, values: dict, receipt_code: str, at: datetime) -> bool:
    """Keep that the owner of `draft` joins, with their checked row; whoever speaks for the group sends it.

    False when the group was sent meanwhile: then they join the application. Raises DraftGone.
    """
    with transaction.atomic():
        group = _locked(pk=draft.group_id)
        if group is None or group.application_id:
            return False
        with change(draft) as held:
            held.answers["joined"] = {"at": at.isoformat(), "receipt_code": receipt_code, "values": values}
    return True


def disagree(draft: Draft) -> None:
    """Whoever joined leaves again before it is sent; what they typed stays theirs. Raises DraftGone."""
    with transaction.atomic():
        _locked(pk=draft.group_id)
        with change(draft) as held:
            held.answers.pop("joined", None)


def _locked(**which) -> Group | None:
    """Joining, leaving and sending wait for each other here."""
    return Group.objects.select_for_update(of=("self",)).filter(**which).first()


def take_along(application: Application, draft: Draft, members: dict[UUID, Claimant], at: datetime) -> None:
    """The group of a sent draft becomes that of the application, with what its members sent from their phones.

    `members`: the draft of each who joined → who they are now. Raises GroupChanged when those are not all, or not
    any more.
    """
    group = _locked(draft=draft)
    if group is None:
        return
    if {member.pk for member in joined(group)} != set(members):
        raise GroupChanged
    group.draft, group.application = None, application
    group.save(update_fields=["draft", "application"])
    for held in Draft.objects.select_for_update(of=("self",)).filter(pk__in=members):
        settle(held, application, members[held.pk], at)


def settle(draft: Draft, application: Application, claimant: Claimant, at: datetime) -> None:
    """The draft of a member is sent: its papers and consents go to the worker it became; its answers are forgotten."""
    ConsentRecord.objects.create(
        application=application,
        claimant=claimant,
        notice_version=draft.answers.get("notice", ""),
        consents=list(draft.answers.get("consents", ())),
        at=at,
    )
    Evidence.objects.filter(draft=draft).exclude(state=Evidence.State.REJECTED).update(
        draft=None, application=application, claimant=claimant
    )
    draft.answers, draft.phone, draft.application, draft.claimant = {}, "", application, claimant
    draft.save(update_fields=["answers", "phone", "application", "claimant", "updated_at"])
