"""送达: the day on which a decision came to whom it concerns. The days for objecting are counted from it."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from aid import members, sla
from aid.clock_rules import Kind
from aid.models import Application, Claimant, Serving
from aid.paperwork import official
from aid.services import clocks
from aid.services.members import one_of
from aid.services.perform import Change, perform
from aid.services.wishes import decided_day, objection_days, objection_ends
from aid.status import OBJECTED_TO, Status

__all__ = ["decided_day", "objection_ends", "serve", "serve_member"]


def serve(
    application: Application,
    *,
    served_on: date,
    how: str,
    to: str,
    to_name: str = "",
    proof: str,
    proof_note: str = "",
    actor: Any,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """Write down that the decision was served. A second time puts right what was written down before.

    `how`, `to`, `proof`: codes of Serving. ValidationError for a day before the decision or after today, for somebody
    else without a name, and for a slip without its number.
    """
    handed = {"how": how, "to": to, "to_name": to_name, "proof": proof, "proof_note": proof_note}
    check(**handed)

    def write(change: Change) -> None:
        app = change.application
        if not decided_day(app) <= served_on <= change.today:
            raise ValidationError({"served_on": _("送到的日子在作决定那天和今天之间。")})
        what = {"decision": app.decision, "paper": official.of_decision(app), "status": app.status}
        write_down(change, served_on, handed, **what)
        if app.status == Status.TERMINATED:
            clocks.meet(app, Kind.SEND_END, at=change.at)
        # Who has objected already needs no reminder.
        if (
            app.status in OBJECTED_TO
            and not app.wishes.filter(kind="objection", asked_at__gte=_since(app)).exists()
        ):
            clocks.start(app, Kind.OBJECTION, served_on=served_on, days=objection_days(app, served_on))

    return perform(application, "serve", write, actor=actor, version=version, key=key, at=at)


def serve_member(
    application: Application,
    *,
    claimant: Claimant | int,
    served_on: date,
    how: str,
    to: str,
    to_name: str = "",
    proof: str,
    proof_note: str = "",
    actor: Any,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """The refusal of one of a group came to them, whatever was decided of the others: their own days for objecting
    are counted from it. A second time puts right what was written down before.

    ValidationError as for the whole, and for who is not refused apart from the others.
    """
    handed = {"how": how, "to": to, "to_name": to_name, "proof": proof, "proof_note": proof_note}
    check(**handed)

    def write(change: Change) -> None:
        app = change.application
        person = one_of(app.claimants.select_for_update(), claimant)
        share = members.refusal_of(app, person)
        if share is None:
            raise ValidationError({"claimant": _("他没有另外的不予援助的决定。")})
        if not share.decision.decided_on <= served_on <= change.today:
            raise ValidationError({"served_on": _("送到的日子在作决定那天和今天之间。")})
        paper = official.of_share(app, share)
        what = {"claimant": person, "decision": share.decision, "paper": paper, "status": app.status}
        write_down(change, served_on, handed, **what)
        change.data["position"] = person.position
        # Who has objected to it already needs no reminder.
        objected = Q(answered_at=None) | Q(asked_at__gt=max(person.refused_at, share.advised_at))
        if not app.wishes.filter(objected, claimant=person, kind="objection").exists():
            days = objection_days(app, served_on)
            clocks.start(app, Kind.OBJECTION, claimant=person, served_on=served_on, days=days)

    return perform(application, "serve_member", write, actor=actor, version=version, key=key, at=at)


def write_down(change: Change, served_on: date, handed: dict[str, str], **what: Any) -> None:
    """A row that says it, in an act that is being done. `handed` as `check` takes it; `what` was handed over."""
    said = {name: value.strip() for name, value in handed.items()}
    Serving.objects.create(
        application=change.application,
        served_on=served_on,
        noted_at=change.at,
        noted_by=change.actor,
        **said,
        **what,
    )
    told = {f"served_{name}": said[name] for name in ("how", "to", "proof")}
    change.data.update(served_on=served_on.isoformat(), **told)


def check(*, how: str, to: str, to_name: str, proof: str, proof_note: str) -> None:
    """Raise ValidationError for what does not say how, to whom and by what it shows."""
    errors = {
        name: _("请从列出的里面选")
        for name, value, codes in (
            ("how", how, Serving.How),
            ("to", to, Serving.To),
            ("proof", proof, Serving.Proof),
        )
        if value not in codes.values
    }
    if to in (Serving.To.FAMILY, Serving.To.OTHER) and not to_name.strip():
        errors["to_name"] = _("不是交给本人的，写清楚交给了谁。")
    if proof == Serving.Proof.SLIP and not proof_note.strip():
        errors["proof_note"] = _("写上单号。")
    if errors:
        raise ValidationError(errors)


def _since(application):
    return datetime.combine(decided_day(application), datetime.min.time(), tzinfo=sla.SHANGHAI)
