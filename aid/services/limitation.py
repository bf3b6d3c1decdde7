"""When a limitation ends: the claim was filed, by us or by the person. Nothing that becomes of the application ends it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid.models import Application, Claimant
from aid.services import clocks
from aid.services.perform import Change, perform
from foundation.accounts.models import User

LONGEST_AGO = timedelta(days=3653)  # ten years: of a claim that was filed before it came to us
MOST_WHERE = 120


def file_claim(
    application: Application,
    *,
    filed_on: date,
    filed_with: str,
    claimants: Iterable[Claimant | int] | None = None,
    note: str = "",
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """已提交仲裁或起诉: the limitations of those whose claim it is are met that day.

    `claimants`: some of its workers; by default all. `filed_with`: the organ. ValidationError without one, for a day to
    come, a year mistyped, and for somebody who is not of this application.
    """
    filed_with = filed_with.strip()
    if not filed_with:
        raise ValidationError({"filed_with": _("写清楚交到了哪里。")})

    def write(change: Change) -> None:
        if filed_on > change.today:
            raise ValidationError({"filed_on": _("这一天还没有到。")})
        if filed_on < change.application.received_on - LONGEST_AGO:
            raise ValidationError({"filed_on": _("看看年份有没有写错。")})
        people = _whose(change.application, claimants)
        clocks.file(change.application, people, filed_on=filed_on)
        change.data.update(filed_on=filed_on.isoformat(), to=filed_with[:MOST_WHERE])
        if claimants is not None:
            change.data["of"] = sorted(person.position for person in people)

    return perform(application, "file_claim", write, actor=actor, version=version, key=key, note=note, at=at)


def unfile_claim(
    application: Application,
    *,
    reason: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """提交仲裁记错了: every limitation that had ended runs again to its old day. ValidationError without a reason, or with none."""
    if not reason.strip():
        raise ValidationError({"reason": _("写清楚怎么弄错的。")})

    def write(change: Change) -> None:
        again = clocks.unfile(change.application)
        if not again:
            raise ValidationError(_("没有记过提交仲裁或起诉。"))
        change.data["of"] = sorted(person.position for person in again)

    return perform(
        application, "unfile_claim", write, actor=actor, version=version, key=key, note=reason, at=at
    )


def _whose(application: Application, claimants: Iterable[Claimant | int] | None) -> list[Claimant]:
    everybody = {person.pk: person for person in application.claimants.all()}
    if claimants is None:
        return list(everybody.values())
    chosen = {one.pk if isinstance(one, Claimant) else one for one in claimants}
    if not chosen or chosen - set(everybody):
        raise ValidationError({"claimants": _("选一选是谁的。")})
    return [everybody[pk] for pk in chosen]
