"""What it is about: a door, and behind some of them which of several matters."""

from django.utils.translation import gettext_lazy as _

from aid.choices import Matter
from foundation.content.forms import Hinted
from intake.fields import OneOfField
from intake.forms.base import StepForm

WORK, INJURY, FAMILY, STATE, UNSURE = "work", "injury", "family", "state", "unsure"
# What lies behind a door that is not a matter itself.
KINDS = {
    INJURY: (Matter.WORK_INJURY, Matter.OTHER_INJURY),
    WORK: (Matter.LABOUR_RELATION, Matter.SOCIAL_INSURANCE, Matter.DISMISSAL),
    FAMILY: (Matter.SUPPORT, Matter.FAMILY_VIOLENCE),
    STATE: (Matter.STATE_COMPENSATION, Matter.RELIEF, Matter.HEROISM),
}


class MatterForm(StepForm):
    door = OneOfField(
        label=_("是哪一类？"),
        choices=[
            (Matter.WAGES, Hinted(_("干了活，没拿到钱"), _("工资、工程款、欠条、加班费"))),
            (INJURY, Hinted(_("受了伤、得了病"), _("工伤、职业病、车祸、看病"))),
            (WORK, Hinted(_("合同、社保、被辞退"), _("没签合同、没交社保、叫我走人"))),
            (Matter.PLATFORM, Hinted(_("平台上接的活"), _("外卖、快递、网约车、货运"))),
            (FAMILY, Hinted(_("家里的事"), _("抚养、养老、挨打受虐待"))),
            (STATE, Hinted(_("赔偿、抚恤、救助"), _("国家赔偿、抚恤金、低保、见义勇为"))),
            (Matter.OTHER, _("别的事")),
            (UNSURE, Hinted(_("说不清"), _("不用填表。留个电话，我们打给您问"))),
        ],
        error_messages={"required": _("选一个最像的；分不清就选最后一个")},
    )


class KindForm(StepForm):
    """Behind one door: subclasses name the matters."""

    kind = OneOfField(label=_("是哪一样？"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = self.choices


class InjuryKindForm(KindForm):
    choices = [
        (Matter.WORK_INJURY, Hinted(_("干活受的伤、干活得的病"), _("上下班路上出的车祸也算在里面问"))),
        (Matter.OTHER_INJURY, Hinted(_("别的伤"), _("车祸、看病治坏了、吃坏了"))),
    ]


class WorkKindForm(KindForm):
    choices = [
        (Matter.LABOUR_RELATION, Hinted(_("没签合同，老板不认我"), _("合同、双倍工资、算不算他的人"))),
        (Matter.SOCIAL_INSURANCE, Hinted(_("没交社保"), _("养老、医疗、工伤、失业、生育"))),
        (Matter.DISMISSAL, Hinted(_("叫我走人"), _("辞退、补偿、赔偿"))),
    ]


class FamilyKindForm(KindForm):
    choices = [
        (Matter.SUPPORT, Hinted(_("抚养费、养老钱"), _("孩子、老人、夫妻之间"))),
        (Matter.FAMILY_VIOLENCE, Hinted(_("挨打、受虐待、被丢下不管"), _("家里人、以前的家里人"))),
    ]


class StateKindForm(KindForm):
    choices = [
        (Matter.STATE_COMPENSATION, Hinted(_("国家赔偿"), _("被错抓、错判、错罚"))),
        (Matter.RELIEF, Hinted(_("抚恤金、低保、救助"), _("该给的没给"))),
        (Matter.HEROISM, Hinted(_("见义勇为"), _("帮了人，自己吃了亏"))),
    ]


def matter_of(door, kind):
    """The matter that a door and what was chosen behind it stand for; "" while that is not said."""
    if door in KINDS:
        return kind if kind in KINDS[door] else ""
    return "" if door == UNSURE else door


def pages_for(matter):
    """The first pages as answered for a matter or a door, as a draft keeps them: {slug: page}; {} for neither."""
    door = next((door for door, kinds in KINDS.items() if matter in kinds), matter)
    if door not in dict(MatterForm.base_fields["door"].choices) or door == UNSURE:
        return {}
    pages = {"matter": {"data": {"door": [door]}, "done": True}}
    if door != matter:
        pages["kind"] = {"data": {"kind": [matter]}, "done": True}
    return pages
