"""The queue as a table to take away: what the screen shows, masked, and what counting needs."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aid import sla
from counter import columns, words

CHUNK = 500


def _marks(application):
    today = sla.local_day(timezone.now())
    found = words.flags(application, today, has_twin=application.has_twin)
    # What makes one look twice at a claim is for whoever judges it: a table goes further than that.
    return [mark for mark in found if not mark.is_doubt]


# Whose employer it is may be a private person's name: it stays on the screen.
COLUMNS = {
    "reference": (_("编号"), lambda a: a.reference),
    "case_number": (_("案号"), lambda a: a.case_number),
    "status": (_("状态"), lambda a: a.standing),
    "person": (_("申请人"), lambda a: a.claimant.masked_name if a.claimant else ""),
    "people": (_("人数"), lambda a: len(a.people)),
    "topic": (_("援助事项"), lambda a: a.topic.name),
    "amount": (_("欠多少（元）"), lambda a: columns.claimed(a.people)),
    "channel": (_("渠道"), lambda a: a.get_channel_display()),
    "office": (_("办理机构"), lambda a: a.office.name),
    "submitted_on": (_("提交日期"), lambda a: sla.local_day(a.submitted_at)),
    "due_on": (_("最近期限"), lambda a: sla.local_day(a.next_due_at) if a.next_due_at else None),
    "limitation_on": (_("最近的时效"), lambda a: a.limitation_on),
    "marks": (_("标记"), lambda a: "、".join(mark.text for mark in _marks(a))),
    "holder": (_("在谁手里"), lambda a: words.holder(a)[0]),
}
HEADINGS = {name: heading for name, (heading, _value) in COLUMNS.items()}


def line(application, names):
    """One application, by `names` of COLUMNS."""
    return {name: COLUMNS[name][1](application) for name in names}
