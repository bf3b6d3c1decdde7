"""Somebody was quicker: what is another way since the page was opened, and what becomes of what was typed on it.

The page carries along, signed, what stood on it: masked as it was shown, for whom and of which version.
"""

import zlib
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid import acts
from aid.choices import RefusalReason, paper_names
from counter import group, words
from foundation.content.templatetags.content_tags import chinese_date, money
from foundation.vault.hiding import hide_numbers

FIELD = "seen"
_SALT = "counter.conflict"
_LONGEST, _MOST_PEOPLE = 400, 5


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    now: str


@dataclass(frozen=True)
class Conflict:
    """`opened_at`: when the page was opened, None when it did not say. `since`: what was done (counter.case.Entry).

    `why_not`: why the act is not possible any more, "" when it may be done on what stands now. `files`: names of
    files that were chosen and must be chosen once more.
    """

    attempted: str
    opened_at: datetime | None
    since: list
    changes: list
    typed: list
    files: list
    why_not: str = ""


def sign(application, user, offers):
    """What stands on the page, for the hidden field of its form."""
    last = max((event.number for event in application.events.all()), default=0)
    seen = {
        "of": application.pk,
        "by": user.pk,
        "called": application.reference,
        "version": application.version,
        "last": last,
        "at": timezone.now().timestamp(),
        "facts": standing(application),
        "given": _given(offers),
    }
    return signing.dumps(seen, salt=_SALT, compress=True)


def read(data, pk, user):
    """What stood on the page that `data` came from; None when it says nothing that is ours, of this case, for `user`."""
    try:
        seen = signing.loads(data.get(FIELD, ""), salt=_SALT)
    except signing.BadSignature:
        return None
    return seen if (seen["of"], seen["by"]) == (pk, user.pk) else None


def changes(seen, application):
    """What is another way now than on the page, in words."""
    now = standing(application)
    return [
        Change(str(label), seen["facts"].get(code) or _("没有"), now[code] or _("没有"))
        for code, (label, _say) in FACTS.items()
        if seen["facts"].get(code, "") != now[code]
    ]


def standing(application):
    """{code: in words, masked} of whatever acts change. Reads what is prefetched."""
    return {code: str(say(application) or "")[:_LONGEST] for code, (_label, say) in FACTS.items()}


def why_not(application, act, user, otherwise):
    """Why an act that was tried cannot be done now; `otherwise` where neither its status nor its right is at fault."""
    flow = acts.workflow_of(act.code)
    record = flow.record_of(application)
    if record is None or record.status not in act.sources:
        possible = _("、").join(str(flow.statuses(one).label) for one in act.sources if one)
        said = {"standing": application.standing, "act": act.label, "possible": possible}
        return _("现在是“%(standing)s”。“%(act)s”只能在这些状态下办：%(possible)s。") % said
    return otherwise


def typed(data, code, seen=None):
    """[(label, words)] of what was written by hand for an act, without building its form; what was given is not."""
    act = acts.find(code)
    given = (seen or {}).get("given", {})
    found = []
    for name, field in act.form_class.base_fields.items():
        value = data.get(f"{code}-{name}", "").strip()
        is_words = isinstance(field, forms.CharField) and not field.widget.is_hidden
        if is_words and value and value != field.initial and given.get(f"{code}-{name}") != _sum(value):
            found.append((field.label, value))
    return found


def left_over(data, kept, seen=None):
    """[(act, [(label, words)])] of what was written for acts that are not among `kept`, the codes that are offered."""
    codes = [name.removesuffix("-version") for name in data if name.endswith("-version")]
    lost = [act for act in map(acts.find, codes) if act and act.form and act.code not in kept]
    found = [(act, typed(data, act.code, seen)) for act in lost]
    return [(act.label, written) for act, written in found if written]


def _given(offers):
    """What stood in fields for words before anybody typed: {name: checksum}."""
    found = {}
    for offer in offers:
        for name, field in offer.form.fields.items():
            value = offer.form.get_initial_for_field(field, name)
            if (
                isinstance(field, forms.CharField)
                and not field.widget.is_hidden
                and value
                and not offer.is_typed
            ):
                found[offer.form.add_prefix(name)] = _sum(str(value))
    return found


def _sum(text):
    return zlib.crc32("".join(text.split()).encode())


def _people(say):
    return lambda application: "、".join(filter(None, map(say, application.people[:_MOST_PEOPLE])))


def _decided(application):
    decided = application.decision
    return f"{decided.get_kind_display()} {decided.number}".strip() if decided else ""


def _reasons(application):
    decided = application.decision
    return "、".join(str(RefusalReason(code).label) for code in decided.reasons) if decided else ""


def _next_due(application):
    if not application.next_due_at:
        return ""
    due = words.due(application.next_due_at, application.next_due_kind, application.next_due_at)
    return due.title


def _offer(application):
    due = application.offer_due_on
    return f"{application.referred_to} {chinese_date(due, 'full')}" if due else application.referred_to


def _first_aid(application):
    aid = application.asked_first
    return aid.get_state_display() if aid else ""


def _amount(application):
    total = group.claimed(application.people)
    return money(total) if total is not None else ""


FACTS = {
    "standing": (gettext_lazy("状态"), lambda a: a.standing),
    "office": (gettext_lazy("办理机构"), lambda a: str(a.office)),
    "holder": (gettext_lazy("现在在谁那里"), lambda a: words.holder(a)[0]),
    "case_number": (gettext_lazy("案号"), lambda a: a.case_number),
    "decision": (gettext_lazy("决定"), _decided),
    "reasons": (gettext_lazy("不予援助的理由"), _reasons),
    "decision_text": (
        gettext_lazy("决定说明"),
        lambda a: hide_numbers(a.decision.text) if a.decision else "",
    ),
    "served": (gettext_lazy("送达"), lambda a: str(a.serving.served_on) if a.serving else ""),
    "first_aid": (gettext_lazy("先行援助"), _first_aid),
    "next_due": (gettext_lazy("最近的期限"), _next_due),
    "limitation": (
        gettext_lazy("最近的时效"),
        lambda a: chinese_date(a.limitation_on, "full") if a.limitation_on else "",
    ),
    "offer": (gettext_lazy("转给哪里"), _offer),
    "matter": (gettext_lazy("法定事项"), lambda a: a.get_matter_display()),
    "exemption": (gettext_lazy("免查依据"), lambda a: a.get_exemption_display() if a.exemption else ""),
    "people": (gettext_lazy("几个人"), lambda a: str(len(a.people))),
    "names": (gettext_lazy("姓名"), _people(lambda one: one.masked_name)),
    "phones": (gettext_lazy("手机"), _people(lambda one: one.masked_phone)),
    "ids": (gettext_lazy("证件号码"), _people(lambda one: one.masked_id_number)),
    "representatives": (
        gettext_lazy("代表"),
        lambda a: "、".join(one.masked_name for one in a.people if one.is_representative),
    ),
    "amount": (gettext_lazy("要的钱"), _amount),
    "lacking": (
        gettext_lazy("要补的材料"),
        lambda a: "、".join(map(str, paper_names(a.supplement_kinds))),
    ),
    "supplement": (gettext_lazy("补材料说明"), lambda a: hide_numbers(a.supplement_note)),
    "papers": (
        gettext_lazy("材料"),
        lambda a: "、".join(hide_numbers(str(one.label)) for one in a.evidence.all()),
    ),
    "asks": (
        gettext_lazy("当事人提的事，还没有答复"),
        lambda a: "、".join(str(one.get_kind_display()) for one in a.wishes.all() if one.is_open),
    ),
    "narrative": (gettext_lazy("当事人自己说的"), lambda a: hide_numbers(a.narrative)),
    "held": (gettext_lazy("保留"), lambda a: _("保留着") if a.is_held else ""),
}
