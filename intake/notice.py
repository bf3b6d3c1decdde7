"""What a person is told before the first answer, by version. A changed text gets a new version.

Source: 《个人信息保护法》第十七条 (who, why, how, which kinds, how long, which rights), 第二十九条 (separate consent
for sensitive data), in force 2021-11-01, read 2026-11-21.
"""

from django.utils.translation import gettext_lazy as _

VERSION = "2026-11-29"

POINTS = [
    (_("谁在收"), _("管这件事的地方的法律援助机构。别的单位拿不到，法律要求的除外。")),
    (_("收来干什么"), _("办您的法律援助申请：看符不符合条件、联系您、指派律师。不做别的。")),
    (
        _("收哪些"),
        _("姓名、电话、证件号码、出了什么事、跟谁有关、您交的材料。家里收入只问法律没有免查的人。"),
    ),
    (_("怎么保管"), _("加密存放，只有办您这件事的人能看，谁看过都有记录。")),
    (_("存多久"), _("没提交的草稿，30 天没有动就删掉。提交后的按档案规定保管。")),
    (_("您可以"), _("随时查看、改正、撤回申请，也可以要求删除。打 12348 或者到窗口都行。")),
]
CONSENTS = ["notice", "sensitive"]
