"""What is asked of somebody who fills in for another."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aid import choices, inputs
from foundation.content.forms import Hinted
from intake.fields import OneOfField, PhoneField, ReadField
from intake.forms.base import StepForm
from intake.forms.people import YouForm


class AgentForm(StepForm):
    """By what right: 《法律援助法》第四十条, 《民法典》第十八条 on who is sixteen and earns, read 2026-11-21."""

    agent_type = OneOfField(
        label=_("为什么由您替他办？"),
        choices=[
            (
                choices.AgentType.ENTRUSTED,
                Hinted(_("他托我替他办"), _("家里人、工友、志愿者都行。要他签一张委托书，我们替您写好。")),
            ),
            (
                choices.AgentType.STATUTORY,
                Hinted(
                    _("我是他爸妈或者别的监护人"),
                    _("他还小，或者自己做不了主。16、17 岁靠自己干活挣钱的，可以自己申请，也可以托您。"),
                ),
            ),
            (
                choices.AgentType.RELATIVE,
                Hinted(_("他的监护人就是害他的人，我是别的亲人"), _("别的监护人、近亲属可以替他申请。")),
            ),
        ],
        error_messages={"required": _("选一个；说不准就选第一个")},
    )


class _AgentForm(StepForm):
    helper_relation = OneOfField(
        label=_("您是他的什么人？"),
        choices=[],
        error_messages={"required": _("选一个")},
    )
    helper_name = ReadField(
        label=_("您的姓名"),
        reader=inputs.person_name,
        error_messages={"required": _("写上您的姓名，我们好知道是谁在帮他")},
    )
    helper_phone = PhoneField(
        label=_("您的手机"),
        required=False,
        help_text=_("您自己的。他的手机后面再问，有进展只告诉他。"),
    )


class HelperForm(_AgentForm):
    """Who was asked to do it."""

    helper_relation = OneOfField(
        label=_("您是他的什么人？"),
        choices=[one for one in choices.Relation.choices if one[0] != choices.Relation.GUARDIAN],
        error_messages={"required": _("选一个")},
    )
    helper_authority = forms.BooleanField(
        label=_("他本人知道，也同意我替他填"),
        error_messages={"required": _("请先跟他本人说好，再打勾")},
    )


class GuardianForm(_AgentForm):
    """Who may by law, be it without being asked."""

    helper_relation = OneOfField(
        label=_("您是他的什么人？"),
        choices=[
            (choices.Relation.KIN, _("爸妈、家里人")),
            (choices.Relation.GUARDIAN, _("别的监护人")),
        ],
        error_messages={"required": _("选一个")},
    )


class TheirForm(YouForm):
    """Who is applied for, asked of the one who does it."""

    name = ReadField(
        label=_("他的姓名"),
        reader=inputs.person_name,
        help_text=_("跟证件上一样。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("写上他的姓名")},
    )
    phone = PhoneField(
        label=_("他的手机号"),
        help_text=_("他自己的，不是您的：查进度、接着填都用后四位。他没有手机，写他信得过的人的。"),
        error_messages={"required": _("写上他的手机号；他没有手机，写他信得过的人的")},
    )
