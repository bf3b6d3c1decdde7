"""What the case page shows of one application to one officer."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid import acts, paperwork
from aid.choices import PaperKind
from aid.issue_acts import ON_THE_PAPERS
from aid.models import Deadline, Event, Evidence, Wish
from aid.paper_acts import REDACT
from aid.policies import application_policy
from aid.record_acts import NOTE
from aid.services import word
from aid.services.erasure import may_erase
from aid.workflow import DESK_ROLES
from counter import (
    apart,
    arrival,
    beside,
    choices,
    concern,
    conflict,
    forms_chain,
    forms_concern,
    forms_coop,
    forms_end,
    forms_first_aid,
    forms_hold,
    forms_late,
    forms_limitation,
    forms_reopen,
    forms_share,
    forms_suspend,
    forms_ties,
    forms_transfer,
    forms_visits,
    free_text,
    group,
    marks,
    masked,
    means,
    reckoned,
    ties,
    told,
    twins,
    words,
)
from foundation.accounts import scope
from foundation.content.templatetags.content_tags import chinese_date, chinese_month

LIMITATION = Deadline.Kind.LIMITATION
PAPERS, EVENTS = 20, 30  # shown at once
# Why an officer looks at what is masked; the label goes into the access log.
PURPOSES = {
    "contact": gettext_lazy("联系当事人"),
    "identity": gettext_lazy("核对身份"),
    "documents": gettext_lazy("制作文书"),
    "conflict": gettext_lazy("查重、查利益冲突"),
}


@dataclass(frozen=True)
class Person:
    claimant: object
    masked: list
    facts: list
    rules: list


@dataclass(frozen=True)
class Offer:
    """One act open to this officer now, with its form. `is_next`: it stands open; `is_typed`: something stands in it.

    `is_again`: it was tried, and the case was another by then.
    """

    form: object
    is_next: bool
    is_typed: bool = False
    is_again: bool = False


@dataclass(frozen=True)
class Entry:
    event: Event
    who: str
    facts: list


@dataclass(frozen=True)
class Folded:
    """What grows: so many stand there, the others behind a fold."""

    shown: list
    folded: list


def fold(rows, most):
    rows = list(rows)
    return Folded(rows[:most], rows[most:])


def context(
    application, user, now, *, chosen="", member="", form=None, revealed=None, typed=None, offered=None
):
    """What the page shows. `revealed`: {(claimant's pk, or "", field)} shown in full; `typed`: what was sent from it.

    `offered`: the offers, where they were made already.
    """
    today = words.sla.local_day(now)
    if offered is None:
        offered = offers(application, user, now, chosen=chosen, member=member, form=form, typed=typed)
    choices.read([one.form for one in offered])
    to_do = [one for one in offered if one.form.action != NOTE]
    entries = [_entry(event) for event in reversed(application.events.all())]
    who, needs_holder = words.holder(application)
    alike = _alike(application, user)
    _name_others(entries, user)
    limitations = {
        d.claimant_id: d.due_on for d in reversed(application.deadlines.all()) if d.kind == LIMITATION
    }
    people = [
        _person(
            claimant,
            limitations.get(claimant.pk),
            revealed or (),
            concern.care_rules(application, claimant),
        )
        for claimant in shown(application, revealed)
    ]
    return {
        "application": application,
        "arrival": arrival.facts(application.desk) if hasattr(application, "desk") else [],
        "may_confirm": _awaits_word(application)
        and scope.of(user).roles_at(application.office.path) & DESK_ROLES,
        "due": words.due(application.next_due_at, application.next_due_kind, now),
        "flags": words.flags(application, today, has_twin=bool(alike))
        + marks.of_claim_elsewhere(application),
        "first_aid": application.asked_first,
        "chains": forms_chain.chains(application),
        "coop_letters": list(application.letters.all()),
        "ending": forms_end.shown(application),
        "suspension": forms_suspend.standing(application),
        "cautions": words.age_flags(application, today)
        + words.referral_flags(application)
        + words.offer_flags(application, today)
        + forms_visits.flags(application, now),
        "planned": forms_visits.planned(application),
        "signs": any(one.form.action == "finish_visit" for one in offered),
        "twins": alike,
        "ties": ties.shown(application, user),
        "holder": who,
        "needs_holder": needs_holder,
        "standard": means.standard(application.means),
        "people": people,
        "others": masked.of_application(application, revealed or ()),
        "shows_text": False,
        "hides_numbers": free_text.has_numbers(application, [fact for one in people for fact in one.facts]),
        "roster": group.summary(application),
        "papers": fold(application.evidence.all(), PAPERS),
        "wanted": list(application.wanted.all()),
        "wishes": [one for one in application.wishes.all() if one.kind != Wish.Kind.MESSAGE],
        "exchange": word.thread(application),
        "clocks": [reckoned.clock(d, now, application.warnings.all()) for d in _clocks(application)],
        "steps": beside.steps(to_do),
        "beside": beside.groups(to_do),
        "seen": conflict.sign(application, user, offered),
        "note_offer": next((one for one in offered if one.form.action == NOTE), None),
        "timeline": fold([entry for entry in entries if entry.event.action != NOTE], EVENTS),
        "notes": [entry for entry in entries if entry.event.action == NOTE],
        "told": told.messages([one.claimant for one in people], now, application.words.all()),
        "purposes": PURPOSES,
        "today": today,
        "card": concern.card(application, today),
        "watch": forms_concern.running(application),
        "cares": forms_concern.cares(application),
        "authority": next((w for w in application.wanted.all() if w.kind == PaperKind.AUTHORITY), None),
        "decision": application.decision,
        "serving": application.serving,
        "apart": apart.rows(application, now),
        "is_served": application.status in acts.find("serve").sources,
        "to_print": paperwork.offered(application),
        "issued": len(application.issued.all()),
        "may_erase": may_erase(user, application.office),
        "AVAILABLE": Evidence.State.AVAILABLE,
    }


def _alike(application, user):
    """Read once: the forms name those that this officer sees."""
    if not hasattr(application, "alike"):
        application.alike = twins.found(application, user)
    return application.alike


def _name_others(entries, user):
    """Which other application an act was about, where this officer sees it."""
    known = ties.numbers([entry.event for entry in entries], user)
    for entry in entries:
        if twin := (entry.event.data or {}).get("twin"):
            entry.facts.append(known.get(twin) or _("另一件，您看不到"))


def title(application):
    """The number and the person: what a case is called at its head."""
    people = application.people or list(application.claimants.all())[:1]
    name = words.addressed(people[0].masked_name, len(people)) if people else ""
    return f"{application.reference} {name}".strip()


def _awaits_word(application):
    """Whether an officer typed it and the person has not confirmed it yet."""
    return application.is_open and hasattr(application, "desk") and not application.desk.is_confirmed


def shown(application, revealed):
    """The people of the page: all of a few; of many those who speak for them, and whose name was asked for."""
    everybody = list(application.claimants.all())
    if len(everybody) <= group.FEW:
        return everybody
    asked = {pk for pk, _field in revealed or ()}
    return [one for one in everybody if one.is_representative or one.pk in asked] or everybody[:1]


def _clocks(application):
    """The clocks of the page: of the workers' limitations the first that runs, for each person has their own."""
    own = [d for d in application.deadlines.all() if d.kind == LIMITATION]
    first = next((d for d in own if d.is_running), own[0] if own else None)
    # What else is of one worker alone stands beside their name: counter.apart.
    return [d for d in application.deadlines.all() if not d.claimant_id or d is first]


def _person(claimant, limitation, revealed, care):
    shown = masked.of_claimant(claimant, revealed, care)
    return Person(
        claimant,
        shown,
        _claim(claimant, limitation, {one.field for one in shown}),
        words.contact_rules(claimant),
    )


def _claim(claimant, limitation, apart):
    """[(label, words)] of what is claimed, without what is empty, and what stands apart because it names somebody."""
    period = " — ".join(filter(None, map(chinese_month, (claimant.owed_from, claimant.owed_to))))
    left = _("还在干") if claimant.still_working else chinese_date(claimant.left_on, "full")
    rows = [
        (_("单位或老板"), "" if "employer" in apart else claimant.employer),
        (_("工地或厂"), claimant.project),
        (_("具体地点"), claimant.workplace),
        (_("哪种活"), claimant.get_work_kind_display()),
        (_("工钱怎么算"), claimant.get_pay_type_display()),
        (_("欠的时间"), period),
        (_("哪天不干的"), left),
        *claimant.facts_said(without=apart),
        (_("申请仲裁最晚"), chinese_date(limitation, "full") if limitation else ""),
    ]
    return [(label, said) for label, said in rows if said]


def offers(application, user, now, *, chosen="", member="", form=None, typed=None):
    """The acts this officer may do now, each with its form; one stands open, and those in which something was typed.

    `member`: of whom of the roster the chosen one is to be, by their number there."""
    found = application_policy.next_acts(scope.of(user), user, application)
    if member and chosen in _OF_TWO:
        _alike(application, user)
    if not _supplement_is_late(application, now):
        found = [act for act in found if act.code != "lapse"]
    if not any(paper.is_task for paper in application.wanted.all()):
        found = [act for act in found if act.code != "settle_papers"]
    if not application.evidence.all():
        found = [act for act in found if act.code != "correct_paper"]
    if len(application.people) < 2:
        found = [act for act in found if act.code not in ("leave_group", "change_reps")]
    if not application.may_return(now):
        found = [act for act in found if act.code != "undo_leaving"]
    found = [act for act in found if act.code not in ON_THE_PAPERS]
    idle = _ANSWERS - {_answer_to(wish) for wish in application.wishes.all() if wish.is_open}
    found = [act for act in found if not any(act.code in acts_of for acts_of in idle)]
    # A paper is covered where its pages are seen: counter.viewer.
    tried = form.action if form else ""  # what was sent comes back with its errors, whatever it fits
    found = [
        act
        for act in found
        if act.code != REDACT and (act.code == tried or all(fits(act, application) for fits in _FITS))
    ]
    codes = [act.code for act in found]
    # Whose turn it is says which one stands open: the button of the row in the queue asks the same.
    turn = getattr(application, "turn", "")
    usual = turn if turn in codes else next((act.code for act in found if act.usual), "")
    open_one = chosen if chosen in codes else usual
    offered = []
    for act in found:
        if form and form.action == act.code:
            offered.append(Offer(form, act.code == open_one, is_typed=True))
        elif act.form:
            fresh = act.form_class(application=application)
            if act.code == chosen and member:
                fresh.aim_at(member)
            is_typed = fresh.hold(typed) if typed else False
            offered.append(Offer(fresh, is_typed or act.code == open_one, is_typed))
    return offered


# Acts on two applications, which name the other as those of a group name one of it.
_OF_TWO = ("link_twin", "unlink_twin", "merge")
# Whether an act has something to be done to, asked of whoever knows its facts.
_FITS = (
    forms_first_aid.fits,
    forms_hold.fits,
    forms_late.fits,
    forms_limitation.fits,
    forms_transfer.fits,
    forms_coop.fits,
    forms_end.fits,
    forms_suspend.fits,
    forms_share.fits,
    forms_concern.fits,
    forms_visits.fits,
    forms_reopen.fits,
    forms_ties.fits,
)
# By which acts what a person asks for is answered: an objection by another body than the rest.
_OBJECTION, _OTHER = ("uphold", "order_review", "order_grant", "order_member"), ("answer",)
_ANSWERS = {_OBJECTION, _OTHER}


def _answer_to(wish):
    return _OBJECTION if wish.kind == Wish.Kind.OBJECTION else _OTHER


def _supplement_is_late(application, now):
    late = (d for d in application.deadlines.all() if d.kind == Deadline.Kind.SUPPLEMENT and d.is_running)
    return any(now > deadline.due_at for deadline in late)


def _entry(event):
    facts = words.event_facts(event) + forms_chain.said_of(event)
    return Entry(event, event.actor_label or event.get_by_display(), facts)


def done_since(application, number):
    """What was done after the act of that number, the newest first."""
    return [_entry(event) for event in reversed(application.events.all()) if event.number > number]


def keep_as_note(offered, typed):
    """Put what was typed for an act that is over into the note for colleagues, where nothing stands in that."""
    offer = next((one for one in offered if one.form.action == NOTE), None)
    if offer and typed and not offer.is_typed:
        offer.form.initial["text"] = "\n".join(f"{label}：{said}" for label, said in typed)


def why_not(application, action, user):
    """In words, why this officer may not do this act."""
    act = acts.find(action)
    before = set(application.acts_of(user))
    if set(act.not_after) & before:
        return _("您提过审查意见，不能自己审批。请让另一位审批人来决定。")
    if act.chain and (said := forms_chain.why_not(act, application, user)):
        return said
    if application_policy.user_has_permission_for_instance(user, action, application):
        return _("现在用不着“%(act)s”了。") % {"act": act.label}
    return _("“%(act)s”不在您的权限里。") % {"act": act.label}
