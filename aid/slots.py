"""The papers that help with each matter: why, and how to keep them. None of them is a condition for applying.

Who keeps the books must show them: 《劳动争议调解仲裁法》第六条, 《保障农民工工资支付条例》第五十条, read 2026-11-21; so
nobody is told that without a contract there is no case.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from aid.choices import AgentType, Matter, PaperKind
from aid.matters import LABOUR

K = PaperKind


@dataclass(frozen=True)
class Slot:
    """`why` it helps, how to `keep` it; both in the words of the person."""

    kind: str
    why: str
    keep: str

    @property
    def name(self):
        return PaperKind(self.kind).label

    @property
    def number(self):
        return number_of(self.kind)


def number_of(kind: str) -> int:
    """How addresses call a kind: a browser's history is read by others, and `police` would tell."""
    return PaperKind.values.index(kind) + 1


SLOTS = {
    slot.kind: slot
    for slot in (
        Slot(
            K.ID,
            _("看清楚申请的人是谁。"),
            _("正反面各拍一张，四个角都在，字不反光。丢了可以用户口本、驾驶证、社保卡。"),
        ),
        Slot(
            K.CONTRACT,
            _("说明您在给谁干活、说好多少钱。没签也能申请，没签合同是单位的责任。"),
            _("每一页都拍，签字盖章的那一页要拍清楚。单位没给您一份的，写上“没给我”。"),
        ),
        Slot(
            K.PAY,
            _("看得出以前发过多少、从哪个月断的。工资账册单位要保存，拿不出来是单位的事。"),
            _("银行、微信、支付宝里导出流水最好，截图要带上日期和对方的名字。"),
        ),
        Slot(
            K.IOU,
            _("对方自己写的数，最管用。"),
            _("原件收好，不要交给对方换新的。要有名字、日期、钱数、签名或手印。"),
        ),
        Slot(
            K.ATTENDANCE,
            _("说明您干了哪些天。"),
            _("打卡截图、记工本、工友群里报的工都行。记工本一页一页拍，原本收好，不要补写、改写。"),
        ),
        Slot(
            K.CHAT,
            _("说过的话也是凭据：答应过什么、承认过什么。"),
            _("截图从头截到尾，带上对方的头像和号码。录音存原来的文件，不要剪。手机先别换、聊天先别删。"),
        ),
        Slot(
            K.SITE_PHOTO,
            _("说明您真在那里干过。"),
            _("工牌、工服、门口的维权告示牌、干活的样子都行，原图比转发的清楚。"),
        ),
        Slot(
            K.MEDICAL,
            _("说明伤在哪里、花了多少。"),
            _("门诊病历、诊断书、出院小结、发票都拍。找不到的，可以到医院病案室复印。"),
        ),
        Slot(
            K.FINDING,
            _("赔多少看它。还没认定的，申请有期限，越早越好。"),
            _("认定书、鉴定书每一页都拍，连信封上收到的日期一起。"),
        ),
        Slot(
            K.NOTICE,
            _("说明是谁叫您走的、什么理由、哪一天。"),
            _("书面的拍下来；口头说的，找当时的微信、录音。不明白的纸先不要签。"),
        ),
        Slot(
            K.ACCOUNT,
            _("说明平台怎么派活、怎么扣钱。"),
            _("账号还能登录就先截图：接单记录、收入明细、罚款、协议。封号以后可能就看不到了。"),
        ),
        Slot(
            K.POLICE,
            _("申请保护令、离开对方都用得着。有没有都先保证安全。"),
            _("伤当天就拍，一张全身一张近的。手机可能被看的，传完就删，原件放在信得过的人那里。"),
        ),
        Slot(
            K.FAMILY,
            _("说明你们是什么关系。"),
            _("每一页都拍。在对方手里拿不到的，可以到派出所、民政局开证明。"),
        ),
        Slot(
            K.DECISION,
            _("从收到那天起算期限，所以要看日期。"),
            _("每一页都拍，连同信封、签收单。没给书面答复的，写清哪天去问过谁。"),
        ),
    )
}
# For who applies for another: what shows that they may. 《法律援助法》第四十条, read 2026-11-21.
_OF_AGENT = {
    AgentType.ENTRUSTED: Slot(
        K.AUTHORITY,
        _("看得出是他本人让您办的。没签好也能先交，以后补。"),
        _("打印委托书，他签名或者按手印，您也签名，拍下来：字和手印都要清楚。原件收好。"),
    ),
    AgentType.STATUTORY: Slot(
        K.AUTHORITY,
        _("看得出您是他的监护人。没在手边也能先交，以后补。"),
        _("户口本、出生证、指定监护的文书，有哪样拍哪样，每一页都拍。"),
    ),
    AgentType.RELATIVE: Slot(
        K.AUTHORITY,
        _("看得出您是他的近亲属。没在手边也能先交，以后补。"),
        _("户口本、出生证、村（居）委会的证明，有哪样拍哪样。"),
    ),
}
_WORK = (K.ID, K.CONTRACT, K.PAY, K.IOU, K.ATTENDANCE, K.CHAT, K.SITE_PHOTO)
_OF_MATTER = {
    Matter.WORK_INJURY: (K.ID, K.MEDICAL, K.FINDING, K.CONTRACT, K.PAY, K.ATTENDANCE, K.CHAT, K.SITE_PHOTO),
    Matter.DISMISSAL: (K.ID, K.NOTICE, K.CONTRACT, K.PAY, K.ATTENDANCE, K.CHAT),
    Matter.PLATFORM: (K.ID, K.ACCOUNT, K.CONTRACT, K.PAY, K.CHAT, K.MEDICAL),
    Matter.FAMILY_VIOLENCE: (K.POLICE, K.MEDICAL, K.CHAT, K.FAMILY, K.ID),
    Matter.SUPPORT: (K.ID, K.FAMILY, K.PAY, K.CHAT),
}
_ELSE = (K.ID, K.DECISION, K.MEDICAL, K.CHAT)


def of_matter(matter: str, agent_type: str = "") -> list[Slot]:
    """The papers that help with a matter (a code of Matter, "" for not said), the most telling first.

    `agent_type`: by what right somebody else applies; what shows it comes before all others.
    """
    kinds = _OF_MATTER.get(matter) or (_WORK if not matter or matter in LABOUR else _ELSE)
    authority = [_OF_AGENT[AgentType(agent_type)]] if agent_type else []
    return authority + [SLOTS[kind] for kind in kinds]
