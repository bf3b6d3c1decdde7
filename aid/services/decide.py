"""The opinion and the decision: review, send back, grant, refuse. Two people: see decisions/0046."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid import approval, choices, guardians, matters
from aid.clock_rules import Kind
from aid.models import Application, Decision, Event, FirstAid, NumberSeries
from aid.services import approve, clocks, suspend
from aid.services.numbers import next_number
from aid.services.perform import Change, perform
from aid.services.reviewer import reviewers_for
from foundation.accounts.models import Role, User


def review(
    application: Application,
    *,
    opinion: str,
    advice: str,
    check: str,
    matter: str = "",
    exemption: str | None = None,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """提出审查意见: the matter, the exemption or how the means were checked, the advice. Whoever gives it cannot decide.

    `matter` and `exemption`: what the reviewer found, by default what the application says. `check`: a code of Check;
    EXEMPT with an exemption and with nothing else. ValidationError otherwise, and without an opinion.
    """
    opinion = opinion.strip()
    if not opinion:
        raise ValidationError({"opinion": _("写下审查意见。")})
    if advice not in choices.Advice.values:
        raise ValidationError({"advice": _("选一个意见。")})

    def write(change: Change) -> None:
        app = change.application
        if app.shares.advised().exists() != (advice == choices.Advice.PART):
            raise ValidationError({"advice": _partly(advice)})
        if advice == choices.Advice.GRANT:
            must_have_guardian(change)
        _found(app, matter or app.matter, app.exemption if exemption is None else exemption, check)
        change.data.update(matter=app.matter, exemption=app.exemption, check=check, advice=advice)
        change.data.update(approve.begin(app, app, approval.lane_of(app), change.today))

    return perform(application, "review", write, actor=actor, version=version, key=key, note=opinion, at=at)


def _partly(advice: str) -> str:
    if advice == choices.Advice.PART:
        return _("先用“个别人：建议不予援助”写明哪几个人、为什么。")
    return _("有的人已经建议不予援助：选“建议给一部分人”，或者先收回对他们的建议。")


def _found(application: Application, matter: str, exemption: str, check: str) -> None:
    """Write down what the reviewer found of the matter and of the means."""
    if matter not in choices.Matter.values:
        raise ValidationError({"matter": _("没有这个事项。")})
    if exemption and exemption not in choices.Exemption.values:
        raise ValidationError({"exemption": _("没有这个免查依据。")})
    if check not in choices.Check.values:
        raise ValidationError({"check": _("选一选经济困难是怎么查的。")})
    if check == choices.Check.EXEMPT and not exemption:
        raise ValidationError({"exemption": _("免查要有依据；没有依据的，写明怎么查的。")})
    if check != choices.Check.EXEMPT and exemption:
        raise ValidationError({"check": _("有免查依据的不再查经济困难；不该免查的，先把依据改成“不免查”。")})
    if exemption != application.exemption:
        # What a place adds stands with the application as its rule was worded; the law's own articles are known.
        article = matters.ARTICLES.get(choices.Exemption(exemption)) if exemption else None
        application.exemption_article = str(article or "")
    application.matter, application.exemption = matter, exemption
    application.lane = matters.lane(exemption)


def send_back(
    application: Application,
    *,
    reason: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """退回审查: the approver cannot decide on this opinion. The review clock runs on. ValidationError without a reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("写清楚要补查什么、改什么。")})

    def write(change: Change) -> None:
        for user in _who_reviews(change):
            change.tell.append((user, "staff_sent_back"))

    return perform(application, "send_back", write, actor=actor, version=version, key=key, note=reason, at=at)


def _who_reviews(change: Change) -> Collection[User]:
    """Whose turn the review is again: who was named for it while they still review, else every reviewer.

    Not who sends it back: they know.
    """
    office, named, own = change.application.office, change.application.reviewer, {change.actor.pk}
    if named and reviewers_for(office).filter(pk=named.pk).exists():
        return {named} - {change.actor}
    return approve.nearest(office, Role.REVIEWER, own)


def grant(
    application: Application,
    *,
    text: str = "",
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """同意援助: from this day three days to name who does the case."""

    def write(change: Change) -> None:
        must_have_guardian(change)
        review_of(change)
        if change.application.shares.advised().exists():
            raise ValidationError(
                _("有的人建议不予援助：用“给一部分人，个别人不给”；都给，退回审查，请审查员收回建议。")
            )
        approve.note_alone(change)
        grant_now(change, text)

    return perform(application, "grant", write, actor=actor, version=version, key=key, note=text, at=at)


def must_have_guardian(change: Change) -> None:
    if guardians.of(change.application, change.today) == guardians.NEEDED:
        raise ValidationError(guardians.WHY)


def grant_now(change: Change, text: str) -> Decision:
    """The decision, and the days for naming somebody, in an act that is being done."""
    decision = decide(change, Decision.Kind.GRANT, text=text.strip())
    # After first aid somebody may have been named already.
    if not change.application.deadlines.filter(kind=Kind.ASSIGN, cancelled_at=None).exists():
        clocks.start(change.application, Kind.ASSIGN, granted_on=change.today)
    return decision


def refuse(
    application: Application,
    *,
    reasons: Iterable[str],
    text: str,
    law: str,
    remedy: str = "",
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """不予援助: in writing, with reasons (codes of RefusalReason and words) and what can be done about it.

    Two people say so, whatever the office: the reviewer advised it, or the application goes back to them.
    ValidationError without a reason, words or law. `law`: the articles the refusal rests on, at most 200
    characters. `remedy` is by default the lawful one.
    """
    if unknown := set(reasons) - set(choices.RefusalReason.values):
        raise ValidationError(
            {"reasons": _("没有这个理由：%(codes)s") % {"codes": "、".join(sorted(unknown))}}
        )
    errors = {}
    if not reasons:
        errors["reasons"] = _("至少选一个理由。")
    if len(text.strip()) < 10:
        errors["text"] = _("把理由写清楚，至少 10 个字，让当事人看得懂。")
    if not law.strip():
        errors["law"] = _("写明依据哪条法律。")
    if errors:
        raise ValidationError(errors)

    def write(change: Change) -> None:
        if review_of(change).data.get("advice") != choices.Advice.REFUSE:
            raise ValidationError(
                _("审查意见是给予援助，不予援助要两个人都这么看：先“退回审查”，写清楚为什么。")
            )
        decision = decide(
            change,
            Decision.Kind.REFUSE,
            text=text.strip(),
            reasons=sorted(set(reasons)),
            law=law.strip()[:200],
            remedy=remedy.strip() or str(choices.REMEDY),
        )
        change.data.update(reasons=decision.reasons, law=decision.law)
        clocks.cancel_all(change.application, at=change.at)
        # What was given before the papers ends with it: examined anew, it is asked for anew.
        given = FirstAid.objects.filter(application=change.application, state=FirstAid.State.GRANTED)
        given.update(state=FirstAid.State.ENDED)

    return perform(application, "refuse", write, actor=actor, version=version, key=key, note=text, at=at)


def review_of(change: Change) -> Event:
    """The opinion that is decided on. ValidationError without one."""
    reviewed = change.application.events.filter(action="review").order_by("-number").first()
    if reviewed is None:
        raise ValidationError(_("还没有审查意见，先退回审查。"))
    return reviewed


def decide(change: Change, kind: str, **what: object) -> Decision:
    """Write the decision with its number; the office's clocks up to it are met."""
    decision = Decision.objects.create(
        application=change.application,
        kind=kind,
        number=next_number(change.application.office, NumberSeries.Series.DECISION, change.today.year),
        decided_on=change.today,
        decided_by=change.actor,
        **what,
    )
    change.data.update(decision=decision.pk, number=decision.number)
    change.application.first_aid_waits = False  # the decision itself has come first
    suspend.end(change)  # nobody is waited for any more
    clocks.meet(change.application, Kind.ACCEPT, Kind.REVIEW, at=change.at)
    return decision
