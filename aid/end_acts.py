"""Aid that was granted ends before its case: a part of the table of aid.workflow. Sources: aid.services.terminate."""

from django.utils.translation import gettext_lazy as _

from aid import links
from aid.acts import Act
from aid.status import Status as S
from foundation.accounts.models import Role as R

ACTS = (
    Act(
        code="report_end",
        order=84,
        label=_("报告应当终止援助的情形"),
        sources=(S.GRANTED,),
        target=None,
        service="aid.services.terminate.report",
        form="counter.forms_end.ReportEndForm",
        roles=frozenset({R.CASEWORKER, R.DISPATCHER, R.REVIEWER}),
        records=_("法律援助法第四十八条的哪一种情形、怎么知道的；报告了不等于终止"),
    ),
    Act(
        code="terminate",
        order=87,
        label=_("终止援助"),
        said=_("援助终止了"),
        sources=(S.GRANTED,),
        target=S.TERMINATED,
        service="aid.services.terminate.terminate",
        form="counter.forms_end.TerminateForm",
        roles=frozenset({R.APPROVER}),
        not_after=("report_end",),
        chain=links.END,
        link=links.LAST,
        message="decided",
        records=_("文号、情形、写给当事人看的理由；三日内送达（机构的做法），可以提异议，时效照走"),
    ),
    Act(
        code="keep_on",
        order=88,
        label=_("不终止，接着援助"),
        sources=(S.GRANTED,),
        target=None,
        service="aid.services.terminate.keep_on",
        form="counter.forms_end.KeepOnForm",
        roles=frozenset({R.APPROVER}),
        not_after=("report_end",),
        chain=links.END,
        link=links.ANY,
        records=_("为什么不终止；审批链里轮到的人说了算"),
    ),
)
