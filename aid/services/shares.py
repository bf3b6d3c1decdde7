"""Partial grant: the aid of some of a group is refused, with reasons for each, while the others get theirs.

A reviewer says against whom and why, an approver decides; nobody is refused whom no reviewer advised against.
Source: 《法律援助法》 arts. 43, 49, in force 2022-01-01, read 2026-11-21.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid import choices
from aid.models import Application, Claimant, Decision, Share
from aid.services import anew, wishes
from aid.services.decide import decide, grant_now, must_have_guardian, review_of
from aid.services.messages import tell_person
from aid.services.perform import Change, perform
from foundation.accounts.models import User

State = Share.State


def advise_member(
    application: Application,
    *,
    positions: Iterable[int],
    advice: str = choices.Advice.REFUSE,
    reasons: Iterable[str] = (),
    text: str = "",
    law: str = "",
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """个别人建议不予援助: these of the group, all for the same reasons; or, with `advice` GRANT, with the others again.

    `text`: what each of them reads once it is decided. ValidationError for who is not in the group, and without
    a reason, words or law.
    """
    against = advice == choices.Advice.REFUSE
    if against:
        _check_words(reasons, text, law)

    def write(change: Change) -> None:
        people = anew.named(change.application.claimants.taking_part(), positions)
        Share.objects.filter(application=change.application, claimant__in=people).advised().delete()
        if against:
            against_all = {share.claimant_id for share in change.application.shares.advised()}
            against_all |= {person.pk for person in people}
            if not {person.pk for person in _decided_on(change.application, change.at)} - against_all:
                raise ValidationError(
                    {"positions": _("所有的人都不给，就不用逐个写：在审查意见里建议不予援助。")}
                )
            Share.objects.bulk_create(
                Share(
                    application=change.application,
                    claimant=person,
                    reasons=sorted(set(reasons)),
                    text=text.strip(),
                    law=law.strip()[:200],
                    advised_by=change.actor,
                    advised_at=change.at,
                )
                for person in people
            )
        change.data.update(positions=[person.position for person in people], advice=str(advice))
        if against:
            change.data.update(reasons=sorted(set(reasons)), law=law.strip()[:200])

    return perform(
        application, "advise_member", write, actor=actor, version=version, key=key, note=text, at=at
    )


def grant_part(
    application: Application,
    *,
    refused: Iterable[int],
    text: str = "",
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """给一部分人: `refused` (keys of Share) get no aid, for the reasons that the reviewer wrote; all others do.

    ValidationError when nobody is refused, when nobody would be left, or for a share that nobody advised.
    """

    def write(change: Change) -> None:
        app = change.application
        must_have_guardian(change)
        review_of(change)
        advised = {share.pk: share for share in app.shares.advised().select_for_update()}
        chosen = [advised.pop(int(pk), None) for pk in refused]
        against = [share for share in chosen if share]
        if not against or None in chosen:
            raise ValidationError(
                {"refused": _("选不给谁；只有审查员建议过的人能选。都给，退回审查，请他收回建议。")}
            )
        decision = grant_now(change, text)
        app.shares.filter(pk__in=advised).delete()  # the reviewer advised, the approver sees it otherwise
        _refuse(change, against, decision)
        if not app.claimants.taking_part().exists():
            raise ValidationError({"refused": _("这样一个人也不剩：都不给，用“不予援助”。")})
        change.data["positions"] = sorted(share.claimant.position for share in against)

    return perform(application, "grant_part", write, actor=actor, version=version, key=key, note=text, at=at)


def order_member(
    application: Application,
    *,
    text: str,
    whose: Iterable[int] = (),
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """责令改正, for those of a group who objected and were refused apart from the others, whose aid goes on.

    `whose`: keys of claimants, by default all who object: what is upheld of others is another act. ValidationError
    when nobody of them objects. 《法律援助法》第四十九条.
    """

    def write(change: Change) -> None:
        who = {wish.claimant_id for wish in wishes.settle_open(change, text, whose=whose)}
        shares = list(
            change.application.shares.select_for_update(of=("self",))
            .select_related("claimant")
            .filter(claimant__in=who, state=State.REFUSED)
        )
        if not shares:
            raise ValidationError(_("提异议的人里，没有不予援助的。"))
        for share in shares:
            share.state = State.ORDERED
        change.data.update(anew.begin(change, shares))
        change.data["positions"] = sorted(share.claimant.position for share in shares)

    if not text.strip():
        raise ValidationError({"text": _("写清楚怎么答复。")})
    return perform(application, "order_member", write, actor=actor, version=version, key=key, at=at)


def decide_member(
    application: Application,
    *,
    positions: Iterable[int],
    outcome: str,
    text: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """重新决定: whom the bureau ordered to look at anew gets aid with the others, or is refused once more.

    `outcome`: GRANT or REFUSE of Advice. `text` takes the place of the words they read. ValidationError for
    others, and without words.
    """
    anew.check_words(outcome, text)
    is_grant = outcome == choices.Advice.GRANT

    def write(change: Change) -> None:
        people, shares = anew.waiting(change, positions)
        anew.must_agree(shares, outcome)
        words = (
            {}
            if is_grant
            else {"reasons": shares[0].reasons, "law": shares[0].law, "remedy": str(choices.REMEDY)}
        )
        kind = Decision.Kind.GRANT if is_grant else Decision.Kind.REFUSE
        decision = decide(change, kind, text=text.strip(), is_apart=True, **words)
        for share in shares:
            share.state = State.SETTLED
            share.save(update_fields=["state"])
            Share.objects.create(
                application=change.application,
                claimant_id=share.claimant_id,
                state=State.GRANTED if is_grant else State.REFUSED,
                reasons=share.reasons,
                law=share.law,
                text=text.strip(),
                advised_by=change.actor,
                advised_at=change.at,
                decision=decision,
            )
            person = people[share.claimant_id]
            if is_grant:
                person.refused_at = None
                person.save(update_fields=["refused_at"])
            _tell(change, person)
        change.data.update(positions=sorted(p.position for p in people.values()), outcome=outcome)

    return perform(
        application, "decide_member", write, actor=actor, version=version, key=key, note=text, at=at
    )


def _refuse(change: Change, shares: Iterable[Share], decision: Decision) -> None:
    """These get no aid. Each is told that there is a decision; where, they read their own."""
    for share in shares:
        share.state, share.decision = State.REFUSED, decision
        share.save(update_fields=["state", "decision"])
        person = share.claimant
        person.refused_at, person.is_representative = change.at, False
        person.save(update_fields=["refused_at", "is_representative"])
        if person.withdrawn_at is None:
            _tell(change, person)


def _tell(change: Change, person: Claimant) -> None:
    key = f"{change.application.pk}:{change.application.version}:{person.pk}"
    tell_person(change.application, person, "decided", key=key)


def _decided_on(application: Application, at: datetime) -> list[Claimant]:
    """Of whom a decision is: who takes part, and who left and may still come back."""
    return [
        person
        for person in application.claimants.all()
        if person.refused_at is None and (person.takes_part or at <= person.may_return_until)
    ]


def _check_words(reasons: Iterable[str], text: str, law: str) -> None:
    errors = {}
    if not set(reasons) or set(reasons) - set(choices.RefusalReason.values):
        errors["reasons"] = _("至少选一个理由。")
    if len(text.strip()) < anew.LEAST_WORDS:
        errors["text"] = _("把理由写清楚，至少 10 个字，让当事人看得懂。")
    if not law.strip():
        errors["law"] = _("写明依据哪条法律。")
    if errors:
        raise ValidationError(errors)
