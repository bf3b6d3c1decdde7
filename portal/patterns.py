"""What the shared components look like, with invented values: /patterns/ of `make dev`."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation.content.charts import columns, lying

FIGURES = [
    {"label": "收到申请", "value": "312", "unit": "件"},
    {"label": "派了律师", "value": "245", "unit": "件"},
    {"label": "要回工钱", "value": "148.6", "unit": "万元"},
]
WEEKS = [("11/2起", 38), ("11/9起", 64), ("11/16起", 92), ("11/23起", 118)]
LAST_YEAR = [29, 41, 60, 77]
MONTHS = [
    (f"{month}月", value) for month, value in enumerate([9, 0, 31, 44, 52, 38, 61, 70, 66, 84, 97, 103], 1)
]
STATES = [("拿到钱了", 74), ("正在办", 171), ("等答复", 58), ("没帮成", 9)]
REASONS = [("对方单位找不到人，公告送达要等", 6), ("等本人补材料", 3), ("没有人手", 2)]
STAGES = [
    {"state": "done", "heading": "您交了申请", "note": "11月20日（周五）21:07 · 手机上交的"},
    {
        "state": "done", "heading": "收下了", "note": "11月21日（周六）9:12 · 章贡区法律援助中心",
        "promise": "答应 1 天内，当天做到", "kept": True,
    },
    {
        "state": "done", "heading": "派了律师", "note": "11月30日（周一） · 陈律师",
        "promise": "答应 3 天内，晚了 2 天", "kept": False,
    },
    {"state": "now", "heading": "等开庭", "promise": "仲裁要在 45 天内有结果，最晚 2027年1月11日（周一）"},
    {"state": "todo", "heading": "仲裁结果", "note": "出来那天发短信给您，律师打电话讲给您听"},
]  # fmt: skip
SUM = [
    {"label": "干了 96 天", "note": "一天 320 元", "amount": "30,720 元"},
    {"label": "借支 4 次", "note": "每次 2,000 元", "amount": "− 8,000 元"},
    {"label": "工友替他领过一次", "amount": "− 1,500 元"},
]


@require_safe
def show(request):
    return render(
        request,
        "portal/patterns.html",
        {
            "figures": FIGURES,
            "weeks": columns(WEEKS, LAST_YEAR),
            "months": columns(MONTHS),
            "states": lying(STATES, tones=(1, 2, 2, 3)),
            "reasons": lying(REASONS),
            "stages": STAGES,
            "sum": SUM,
        },
    )
