"""From which facts a clock was computed, in words. Pure."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid import sla
from foundation.content.templatetags.content_tags import chinese_date

_FROM = {
    "submitted_at": gettext_lazy("交上来：%(day)s"),
    "received_on": gettext_lazy("收到：%(day)s，那天不算"),
    "asked_on": gettext_lazy("要求补材料：%(day)s"),
    "granted_on": gettext_lazy("同意援助：%(day)s，那天不算"),
    "withdrawn_on": gettext_lazy("撤回：%(day)s"),
    "served_on": gettext_lazy("送到：%(day)s，那天不算"),
    "left_on": gettext_lazy("离开单位：%(day)s"),
    "chosen": gettext_lazy("定下的日子：%(day)s"),
}


def of(deadline):
    facts = deadline.computed_from
    said = [
        str(text) % {"day": chinese_date(sla.local_day(_moment(facts[name])), "full")}
        for name, text in _FROM.items()
        if facts.get(name)
    ]
    if facts.get("cutoff"):
        said.append(_("当地 %(hour)s 点以前交的，当天受理") % {"hour": facts["cutoff"]})
    if facts.get("days"):
        said.append(_("当地定的天数：%(days)s") % {"days": facts["days"]})
    return said


def _moment(text):
    """A day or a moment of the facts of a clock, aware."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=sla.SHANGHAI)
