"""What a person is told before the first answer, by version. A changed text gets a new version, and so does a changed
term: the days stand in the rule of the day.

Source: 《个人信息保护法》第十七条 (who, why, how, which kinds, how long, which rights), 第二十九条 (separate consent
for sensitive data), in force 2021-11-01, read 2026-11-21.
"""

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aid import promised

_TEXT_OF = "2026-11-29"
_POINTS = [
    (_("谁在收"), _("管这件事的地方的法律援助机构。别的单位拿不到，法律要求的除外。")),
    (_("收来干什么"), _("办您的法律援助申请：看符不符合条件、联系您、指派律师。不做别的。")),
    (
        _("收哪些"),
        _("姓名、电话、证件号码、出了什么事、跟谁有关、您交的材料。家里收入只问法律没有免查的人。"),
    ),
    (_("怎么保管"), _("加密存放，只有办您这件事的人能看，谁看过都有记录。")),
    (_("存多久"), _("没提交的草稿，{days} 天没有动就删掉。提交后的按档案规定保管。")),
    (_("您可以"), _("随时查看、改正、撤回申请，也可以要求删除。打 12348 或者到窗口都行。")),
]
CONSENTS = ["notice", "sensitive"]

_CALL_BACK_TEXT_OF = "2026-11-29"
_CALL_BACK_POINTS = [
    (_("谁在收"), _("离您近的法律援助机构。别的单位拿不到，法律要求的除外。")),
    (_("收来干什么"), _("给您打电话，弄清是什么事、该找谁。不做别的。")),
    (_("收哪些"), _("您写的几句话、怎么称呼您、电话。不要身份证号。")),
    (_("怎么保管"), _("加密存放，只有打电话的人能看，谁看过都有记录。")),
    (_("存多久"), _("最后一次打给您以后 {days} 天，就删掉。")),
    (_("您可以"), _("不想等、不想留了，打 12348 或者到窗口说一声，就给您删。")),
]


def version() -> str:
    return _later(_TEXT_OF, promised.DRAFT)


def call_back_version() -> str:
    return f"call-{_later(_CALL_BACK_TEXT_OF, promised.CALL_BACK)}"


def points():
    return _with_days(_POINTS, promised.DRAFT)


def call_back_points():
    return _with_days(_CALL_BACK_POINTS, promised.CALL_BACK)


def _later(text_of, kind):
    """The day of the text, or of the rule that says how many days, whichever came last."""
    return max(text_of, promised.rule(kind, timezone.localdate()).valid_from.isoformat())


def _with_days(points, kind):
    days = promised.days(kind)
    return [(heading, format_lazy(text, days=days)) for heading, text in points]
