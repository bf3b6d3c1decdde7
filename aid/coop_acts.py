"""Letters between agencies: a part of the table of aid.workflow. Who is asked answers without seeing the application."""

from django.utils.translation import gettext_lazy as _

from aid.acts import Act
from aid.status import Status as S
from foundation.accounts.models import Role as R

_ASKS = frozenset({R.REVIEWER, R.DISPATCHER, R.CASEWORKER})
_ANSWERS = frozenset({R.RECEPTIONIST, R.REVIEWER})
_ANY = tuple(sorted(S))

ACTS = (
    Act(
        code="coop_ask",
        order=63,
        label=_("发协作函，请别的机构帮忙"),
        said=_("请别的机构帮着办一件事"),
        sources=(S.ACCEPTED, S.REVIEWING, S.SUPPLEMENTING, S.GRANTED),
        target=None,
        service="aid.services.cooperation.ask",
        form="counter.forms_coop.AskLetterForm",
        roles=_ASKS,
        records=_("请谁、查什么收什么、给对方看什么、最晚哪天答复；只有核查经济困难的，审查期限才停"),
    ),
    Act(
        code="coop_ack",
        order=9,
        label=_("协作函收到了"),
        sources=_ANY,
        target=None,
        service="aid.services.cooperation.acknowledge",
        form="counter.forms_coop.AcknowledgeForm",
        roles=_ANSWERS,
        elsewhere=True,
        aside=True,
        records=_("哪一天收到的"),
    ),
    Act(
        code="coop_answer",
        order=11,
        label=_("答复协作函"),
        said=_("帮忙的机构有了答复"),
        sources=_ANY,
        target=None,
        service="aid.services.cooperation.answer",
        form="counter.forms_coop.AnswerLetterForm",
        roles=_ANSWERS,
        elsewhere=True,
        records=_("查到了什么、收到了什么，材料进案卷；停着的审查期限接着走"),
    ),
    Act(
        code="coop_decline",
        order=12,
        label=_("协作函办不了"),
        sources=_ANY,
        target=None,
        service="aid.services.cooperation.decline",
        form="counter.forms_coop.DeclineLetterForm",
        roles=_ANSWERS,
        elsewhere=True,
        records=_("为什么办不了；停着的审查期限接着走"),
    ),
    Act(
        code="coop_heard",
        order=64,
        label=_("记下外面机构对协作函的回话"),
        sources=_ANY,
        target=None,
        service="aid.services.cooperation.heard",
        form="counter.forms_coop.HeardForm",
        roles=_ASKS,
        records=_("外面的机构收到了、答复了、办不了，怎么说的"),
    ),
    Act(
        code="coop_close",
        order=65,
        label=_("协作函看过了，了结"),
        sources=_ANY,
        target=None,
        service="aid.services.cooperation.close",
        form="counter.forms_coop.CloseLetterForm",
        roles=_ASKS,
        records=_("答复看过了，或者为什么不等了"),
    ),
)
