"""Writing to the person: a part of the table of aid.workflow. What they write back is the act `ask`."""

from django.utils.translation import gettext_lazy as _

from aid.acts import Act
from aid.status import BY_ITSELF, CASE_ROLES

ACTS = (
    Act(
        code="write_to",
        order=175,
        label=_("给申请人留言"),
        said=_("给您留了话"),
        sources=tuple(sorted(BY_ITSELF)),
        target=None,
        service="aid.services.word.write_to",
        form="counter.forms_word.WriteForm",
        roles=CASE_ROLES,
        aside=True,
        records=_("写给谁；写了什么在留言里，他什么时候看的也在。让发短信的会收到一条，只说有留言"),
    ),
    Act(
        code="tell",
        order=176,
        label=_("用别的办法告诉了"),
        said=_("跟您说过了"),
        sources=tuple(sorted(BY_ITSELF)),
        target=None,
        service="aid.services.word.tell",
        form="counter.forms_word.TellForm",
        roles=CASE_ROLES,
        aside=True,
        records=_("告诉了谁、什么时候、用什么办法（电话、当面、写信）、说了什么；代替了哪条没送到的短信"),
    ),
)
