"""Of a group: what becomes of those refused apart from the others, when the department orders something of the whole."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid.models import Claimant, Decision, Share
from aid.services.perform import Change

State = Share.State


def must_concern_all(change: Change, objectors: Iterable[Claimant]) -> None:
    """ValidationError when aid for the whole would be ordered for nobody's objection, or over what nobody has decided."""
    if change.application.shares.advised().exists():
        raise ValidationError(
            _("有的人审查员建议不予援助，还没有人决定：用“责令改正，重新审查”，由机构逐个决定。")
        )
    if all(person.refused_at is not None for person in objectors):
        raise ValidationError(
            _("提异议的只是另外不予援助的人，别人没有提：用“责令改正，重新审查”，由机构逐个决定。")
        )


def take_back(change: Change, objectors: Iterable[Claimant], granted: Decision | None = None) -> None:
    """Of those who object: who was refused apart goes with the others again; with `granted`, aid is theirs by it.

    The row of the refusal stays as it was, for the paper that said it.
    """
    whose = {person.pk: person for person in objectors if person.refused_at is not None}
    shares = Share.objects.select_for_update().filter(
        claimant__in=whose, state__in=(State.REFUSED, State.ORDERED)
    )
    positions = []
    for share in shares:
        share.state = State.SETTLED
        share.save(update_fields=["state"])
        if granted:
            Share.objects.create(
                application=change.application,
                claimant_id=share.claimant_id,
                state=State.GRANTED,
                reasons=share.reasons,
                law=share.law,
                text=granted.text,
                advised_by=change.actor,
                advised_at=change.at,
                decision=granted,
            )
        person = whose[share.claimant_id]
        person.refused_at = None
        person.save(update_fields=["refused_at"])
        positions.append(person.position)
    if positions:
        change.data["positions"] = sorted(positions)


def must_be_decided(change: Change) -> None:
    """ValidationError while somebody's objection was upheld, and their aid is not decided anew."""
    if change.application.shares.to_decide_anew().exists():
        raise ValidationError(_("有人的异议成立，还没有重新决定：先用“对这个人重新决定”。"))
