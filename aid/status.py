"""Where an application can stand, and who has to do with it there; the acts between are aid.workflow."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Role


class Status(models.TextChoices):
    SUBMITTED = "submitted", _("已提交")
    ACCEPTED = "accepted", _("已受理，正在审查")
    SUPPLEMENTING = "supplementing", _("等补材料")
    REVIEWING = "reviewing", _("已审查，等决定")
    GRANTED = "granted", _("同意援助")
    REFUSED = "refused", _("不予援助")
    WITHDRAWN = "withdrawn", _("已撤回")
    TRANSFERRED_OUT = "transferred_out", _("已转给别的机构")
    TERMINATED = "terminated", _("已终止")
    MERGED = "merged", _("已并入另一件")


S, R = Status, Role
# The office still owes a decision.
UNDECIDED = frozenset({S.SUBMITTED, S.ACCEPTED, S.SUPPLEMENTING, S.REVIEWING})
# Somebody still works on it: what is undecided, and what was granted, whether or not its case has a caseworker.
OPEN = UNDECIDED | {S.GRANTED}
# Worded as the partial indexes are. The same statuses in another order are another condition to PostgreSQL: it would
# look for both, and take what stands in both for a few.
IS_OPEN = models.Q(status__in=sorted(OPEN))
# What is done under another number moves there alone.
BY_ITSELF = frozenset(Status) - {S.MERGED}
# Who sees applications by their office. Rooms above add their own ways in (aid.visibility).
OFFICE_ROLES = frozenset({R.RECEPTIONIST, R.REVIEWER, R.APPROVER, R.DISPATCHER, R.SUPERVISOR})
# Who works on an application: those, and whoever does its case.
CASE_ROLES = OFFICE_ROLES | {R.CASEWORKER}
# Who fills in the form for somebody who calls, writes or comes.
DESK_ROLES = frozenset({R.RECEPTIONIST})
# Who may take the queue of their offices away as a table: those who answer for it.
EXPORT_ROLES = frozenset({R.APPROVER, R.SUPERVISOR})
# What may be objected to: 《法律援助法》第四十九条, in force 2022-01-01, read 2026-11-21.
OBJECTED_TO = frozenset({S.REFUSED, S.TERMINATED})
