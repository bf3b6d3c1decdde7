"""The phone map that every site starts with: plain problems, national numbers, what to say.

Strings are marked for the catalogues, so that readers of other languages see them translated for as long as no editor
has rewritten them. 12348 is confirmed by the project's own papers, 12345 for unpaid wages by what Zhuhai publishes;
the other numbers are from memory and say so until somebody has called.
"""

from django.utils.translation import gettext_noop as _

PROBLEMS = [
    {"code": "wages", "label": _("工钱没发"), "help": _("少发、拖欠、只给欠条"), "icon": "banknote-x", "topic": "wages"},
    {"code": "injury", "label": _("干活受伤"), "help": _("工伤、职业病"), "icon": "bandage", "topic": "injury"},
    {"code": "contract", "label": _("没签合同"), "help": _("没签、签了看不懂"), "icon": "file-signature", "topic": "no_contract"},
    {"code": "dismissed", "label": _("被辞退"), "help": _("不让干了、补偿没给"), "icon": "user-x", "topic": "dismissed"},
    {"code": "insurance", "label": _("没交社保"), "help": _("养老、医保、工伤"), "icon": "shield-x", "topic": "social_insurance"},
    {"code": "court", "label": _("打官司的事"), "help": _("立案、开庭、判了不给钱"), "icon": "gavel", "topic": ""},
    {"code": "danger", "label": _("有人打人"), "help": _("打人、关人、不让走"), "icon": "shield-alert", "topic": ""},
    {"code": "unsure", "label": _("没人管"), "help": _("说不清、到处碰钉子"), "icon": "circle-question-mark", "topic": "unsure"},
]  # fmt: skip

HOTLINES = [
    {
        "phone": "12348",
        "name": _("公共法律服务热线"),
        "description": _("问法律、申请法律援助、找最近的援助站"),
        "problems": "老板拖欠工钱\n不知道该找谁\n想申请法律援助\n请不起律师",
        "hours": _("每天 24 小时"),
        "source": _("司法行政机关公开的号码"),
        "uses": {
            "wages": _("您好，老板欠我工资____元，我手里有____（合同、欠条、聊天记录、照片）。我现在在____，想申请法律援助，请问去哪里办、要带什么？"),
            "injury": _("您好，我____（哪天）在____干活时伤了____，医院是____，老板叫____。请问第一步做什么，能不能申请法律援助？"),
            "contract": _("您好，我在____干了____，没签合同，手里有____（工牌、转账、聊天记录）。请问我能要什么，怎么要？"),
            "dismissed": _("您好，我在____干了____，____（哪天）不让我干了，说的理由是____。请问我能要什么，去哪里要？"),
            "court": _("您好，我有一个官司，法院是____，案号是____，走到____。我请不起律师，想申请法律援助。"),
            "danger": _("您好，我在____，因为____（讨工钱、工伤）被人打了、关了，已经报警，警察说____。接下来我该怎么办？"),
            "unsure": _("您好，我碰到的事是____。我已经找过____，他们说____。请问这事归谁管，我下一步找谁？"),
        },
    },
    {
        "phone": "12345",
        "name": _("政务服务便民热线"),
        "description": _("反映欠薪和办事不顺的问题；管不管欠薪投诉，各地不一样"),
        "problems": "反映欠薪没人管\n办事碰了钉子",
        "uses": {
            "wages": _("您好，我要反映拖欠工资。我在____（工地、厂名、地址）给____（老板、公司）干活，从____干到____，欠我____元，最后一次发钱是____。请转给管欠薪的部门，告诉我编号、几天答复。"),
            "unsure": _("您好，我____（哪天）去____办____，他们说____。请告诉我该找哪个部门，给我一个编号。"),
        },
    },
    {
        "phone": "12333",
        "name": _("人社服务热线"),
        "description": _("问劳动监察、社保、工伤认定"),
        "problems": "问劳动监察在哪里\n没签劳动合同\n没交社保\n工伤认定怎么办",
        "uses": {
            "wages": _("您好，我要投诉拖欠工资。我在____（工地、厂名、地址）给____（老板、公司）干活，欠我____元。请问归哪个劳动监察大队管，地址、电话是多少，要带什么？"),
            "injury": _("您好，我____（哪天）在____干活受了伤，单位是____。请问工伤认定去哪里申请，要带什么，最晚哪天？"),
            "contract": _("您好，我在____干了____，单位不签合同。请问归哪个劳动监察大队管，怎么投诉？"),
            "dismissed": _("您好，我在____干了____，____（哪天）被辞退。请问劳动仲裁去哪里申请，要带什么？"),
            "insurance": _("您好，我在____干了____，单位没给我交社保。请问怎么查，去哪里投诉、要带什么？"),
        },
    },
    {
        "phone": "12351",
        "name": _("职工维权热线"),
        "description": _("找工会帮忙"),
        "problems": "想找工会出面\n单位不让加入工会",
        "uses": {
            "wages": _("您好，我在____干活，单位欠我和工友____人的工资。我想请工会出面，请问找谁？"),
            "dismissed": _("您好，我在____干了____，____（哪天）被辞退。我想请工会出面，请问找谁？"),
        },
    },
    {
        "phone": "12368",
        "name": _("诉讼服务热线"),
        "description": _("问法院立案、开庭、执行"),
        "problems": "立案、开庭、执行走到哪一步\n判了不给钱",
        "uses": {
            "court": _("您好，我是____（姓名），法院是____，案号是____。请问案子走到哪一步，法官或者执行员怎么联系？"),
        },
    },
    {
        "phone": "110",
        "name": _("报警电话"),
        "description": _("有人打人、关人、抢东西，马上打"),
        "problems": "有人打人\n不让走、被关起来\n抢东西",
        "hours": _("每天 24 小时"),
        "is_emergency": True,
        "uses": {
            "danger": _("我在____（路名、工地、门牌、旁边有什么），有____个人打人、不让我们走，有____个人受伤。请快来。"),
        },
    },
    {
        "phone": "12345",
        "region": "440400",
        "name": _("珠海 12345 热线"),
        "description": _("珠海市用它受理欠薪投诉"),
        "problems": "在珠海被拖欠工钱",
        "source": _("珠海市欠薪投诉的公开指引（zk91.com）"),
        "uses": {
            "wages": _("您好，我要投诉拖欠工资。我在珠海____（工地、厂名、地址）给____（老板、公司）干活，欠我____元，最后一次发钱是____。请告诉我编号、几天答复。"),
        },
    },
]  # fmt: skip
