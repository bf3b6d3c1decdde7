"""The workers of a sent group, one by one: who joins later, who leaves, who speaks for the others."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid import roster, sla
from aid.models import Application, Claimant, Draft
from aid.services import clocks, group
from aid.services.intake import ClaimantFacts, claimant_of
from aid.services.messages import tell_person
from aid.services.perform import Change, perform
from aid.status import Status


def join_group(
    application: Application,
    facts: ClaimantFacts,
    *,
    draft: Draft | None = None,
    actor: Any = None,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """工友加入: one more worker of a group that is not decided yet, with a limitation of their own.

    `draft`: what they filled in; its papers come along. ValidationError when the group is full.
    """

    def write(change: Change) -> None:
        people = change.application.claimants
        if people.taking_part().count() >= roster.MOST:
            raise ValidationError(_("这一批人已经满了，请自己单独申请，或者打 12348。"))
        last = people.order_by("-position").values_list("position", flat=True).first() or 0
        person = claimant_of(change.application, last + 1, facts)
        person.save(force_insert=True)
        clocks.start_limitations(change.application, [person])
        change.data.update(claimant=person.pk, position=person.position)
        if people.taking_part().count() >= roster.GROUP_FROM:
            change.application.is_group_case = True
        if draft is not None:
            group.settle(draft, change.application, person, change.at)

    return perform(application, "join_group", write, actor=actor, version=version, key=key, at=at)


def leave_group(
    application: Application,
    *,
    claimant: Claimant | int,
    actor: Any = None,
    version: int | None = None,
    key: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Application:
    """一个人退出: the application goes on for the others. The limitation, their only clock, is their own and runs on. Done twice with one key it is done once.

    ValidationError for the last one, who withdraws the application, and for the last who speaks for the others.
    """

    def write(change: Change) -> None:
        people = change.application.claimants.select_for_update().taking_part()
        person = one_of(people, claimant)
        others = people.exclude(pk=person.pk)
        if not others.exists():
            raise ValidationError({"claimant": _last_one(change)})
        if person.is_representative and not others.filter(is_representative=True).exists():
            raise ValidationError(
                {"claimant": _("他是代表，先另推一位代表，再退出。请打 12348 找工作人员换。")}
            )
        change.data.update(claimant=person.pk, position=person.position)
        if person.is_representative:
            change.data["representative"] = True
        person.withdrawn_at, person.is_representative = change.at, False
        person.save(update_fields=["withdrawn_at", "is_representative"])
        until = sla.undo_until(change.today)
        tell_person(change.application, person, "left_group", key=_moment(change, person), due=until)

    return perform(application, "leave_group", write, actor=actor, version=version, key=key, note=note, at=at)


def _last_one(change: Change) -> str:
    if change.application.status == Status.GRANTED:
        return _("只剩这一个人了，已经同意援助：他不要援助了，办终止，不是退出。")
    return _("只剩这一个人了：不想办了，请撤回整个申请。")


def undo_leaving(
    application: Application,
    *,
    claimant: Claimant | int,
    actor: Any = None,
    version: int | None = None,
    key: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Application:
    """回来: who left takes part again, until the next day is over; words at the gate may have made them leave.

    Who spoke for the others does so again, where there is room. ValidationError when it is too late.
    """

    def write(change: Change) -> None:
        people = change.application.claimants
        person = one_of(people.select_for_update().filter(withdrawn_at__isnull=False), claimant)
        if change.at > person.may_return_until:
            raise ValidationError(
                {"claimant": _("可以回来的日子过了。还想办，请自己单独申请，或者打 12348。")}
            )
        left = change.application.events.filter(action="leave_group", data__claimant=person.pk).last()
        spoke = bool(left and left.data.get("representative"))
        speakers = people.taking_part().filter(is_representative=True).count()
        person.withdrawn_at = None
        has_room = speakers < roster.MOST_REPRESENTATIVES
        person.is_representative = spoke and has_room and person.refused_at is None
        person.save(update_fields=["withdrawn_at", "is_representative"])
        clocks.move_limitation(change.application, person, at=change.at)
        change.data.update(claimant=person.pk, position=person.position)
        tell_person(change.application, person, "restored", key=_moment(change, person))

    return perform(
        application, "undo_leaving", write, actor=actor, version=version, key=key, note=note, at=at
    )


def _moment(change: Change, person: Claimant) -> str:
    """Of each time they leave or come back there is one message."""
    return f"{change.application.pk}:{change.application.version}:{person.pk}"


def change_reps(
    application: Application,
    *,
    representatives: Iterable[Claimant | int],
    actor: Any,
    version: int | None = None,
    key: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Application:
    """换代表: one to five of those who take part, chosen by them."""

    def write(change: Change) -> None:
        people = change.application.claimants.select_for_update().taking_part()
        chosen = [one_of(people, one) for one in representatives]
        if not 1 <= len(chosen) <= roster.MOST_REPRESENTATIVES:
            raise ValidationError({"representatives": _("代表推一位到五位。")})
        keys = [person.pk for person in chosen]
        change.application.claimants.exclude(pk__in=keys).update(is_representative=False)
        change.application.claimants.filter(pk__in=keys).update(is_representative=True)
        change.data["positions"] = sorted(person.position for person in chosen)

    return perform(
        application,
        "change_reps",
        write,
        actor=actor,
        version=version,
        key=key,
        note=note,
        at=at,
    )


def one_of(people: Any, one: Claimant | int) -> Claimant:
    """The worker among these rows. ValidationError for who is not among them (any more)."""
    person = people.filter(pk=one.pk if isinstance(one, Claimant) else one).first()
    if person is None:
        raise ValidationError({"claimant": _("这个人已经不在这一批里了。")})
    return person
