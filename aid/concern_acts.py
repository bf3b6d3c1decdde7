"""Acts around cases of many people, or major and sensitive ones: a part of the table of aid.workflow.

Who must be told are dated rows (InformedBody); a person sends and answers, nothing goes out by itself. What
colleagues must mind and who keeps an eye on it lie beside: pages of before stay good.
"""

from django.utils.translation import gettext_lazy as _

from aid.acts import beside
from aid.status import CASE_ROLES, OPEN
from aid.status import Status as S
from foundation.accounts.models import Role as R

_ANY = tuple(sorted(S))
_RUNNING = tuple(sorted(OPEN))


def _act(code, order, label, where, service, form, roles, records):
    form = f"forms_concern.{form}"
    return beside(code, order, label, where, service=service, form=form, roles=roles, records=records)


ACTS = (
    _act("mark_concern", 260, _("标为重大、敏感"), _RUNNING, "concern", "MarkForm", CASE_ROLES,
         _("哪一种、为什么；十个人以上的不用标")),
    _act("send_notice", 261, _("通报别的机关"), _RUNNING, "concern", "SendForm",
         frozenset({R.RECEPTIONIST, R.REVIEWER, R.APPROVER, R.SUPERVISOR}),
         _("通报给谁、怎么送的、写了什么；只有人数和数目，没有姓名、电话、证件号码")),
    _act("answer_notice", 262, _("通报有了回音"), _ANY, "concern", "AnsweredForm",
         frozenset({R.RECEPTIONIST, R.REVIEWER, R.APPROVER, R.SUPERVISOR}),
         _("哪个机关、哪天、谁答复的、怎么说的")),
    _act("start_watch", 265, _("派人盯着"), _ANY, "watch", "WatchForm", CASE_ROLES,
         _("谁盯着、为什么、最晚哪天再看")),
    _act("check_watch", 266, _("盯着：记一笔"), _ANY, "watch", "CheckForm", CASE_ROLES,
         _("看到什么、下次哪天看")),
    _act("end_watch", 267, _("不用盯了"), _ANY, "watch", "EndWatchForm", CASE_ROLES, _("为什么不用盯了")),
    _act("add_care", 270, _("记要留意的"), _ANY, "watch", "CareForm", CASE_ROLES,
         _("是谁、哪一种、要留意什么；只有同事看得到")),
    _act("end_care", 271, _("不用再留意了"), _ANY, "watch", "EndCareForm", CASE_ROLES, _("哪一条")),
)  # fmt: skip
