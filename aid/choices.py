"""The fixed lists of the application. Codes are stored; labels are what people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Matter(models.TextChoices):
    """What aid is asked for; what the law says of each is in aid.matters."""

    WAGES = "wages", _("支付劳动报酬")
    WORK_INJURY = "work_injury", _("工伤事故人身损害赔偿")
    OTHER_INJURY = "other_injury", _("交通、医疗等事故人身损害赔偿")
    LABOUR_RELATION = "labour_relation", _("劳动合同、确认劳动关系")
    SOCIAL_INSURANCE = "social_insurance", _("社会保险待遇")
    DISMISSAL = "dismissal", _("解除、终止劳动合同")
    PLATFORM = "platform", _("平台用工")
    SUPPORT = "support", _("赡养费、抚养费、扶养费")
    FAMILY_VIOLENCE = "family_violence", _("虐待、遗弃、家庭暴力")
    STATE_COMPENSATION = "state_compensation", _("国家赔偿")
    RELIEF = "relief", _("抚恤金、社会救助")
    HEROISM = "heroism", _("见义勇为")
    OTHER = "other", _("别的事")


class Lane(models.TextChoices):
    GREEN = "green", _("绿色通道")
    USUAL = "usual", _("普通")


class Channel(models.TextChoices):
    """How an application came. All but the first are typed by an officer: aid.models.DeskEntry."""

    WEB = "web", _("网上")
    PHONE = "phone", _("电话")
    VISIT = "visit", _("来访")
    POST = "post", _("来信")
    STATION = "station", _("工作站")
    TOUR = "tour", _("巡回活动")
    VOLUNTEER = "volunteer", _("志愿者")


class Confirmation(models.TextChoices):
    """How the person said that what an officer typed is theirs."""

    SMS = "sms", _("短信验证码")
    SIGNATURE = "signature", _("在确认页上签字")
    THUMBPRINT = "thumbprint", _("在确认页上按手印")


class Ground(models.TextChoices):
    """Why aid cannot wait for the papers. 《法律援助法》第四十四条, in force 2022-01-01, read 2026-11-21."""

    LIMITATION = "limitation", _("时效或者期限不到七天了")
    PRESERVATION = "preservation", _("要马上申请财产保全")
    ADVANCE = "advance", _("要马上申请先予执行")
    OTHER_LAW = "other_law", _("法律、法规规定的别的情形")


class Exemption(models.TextChoices):
    """Why nobody's income is checked; the article of each is in aid.matters."""

    MIGRANT_WAGES = "migrant_wages", _("进城务工人员请求支付劳动报酬，免查经济困难")
    MIGRANT_INJURY = "migrant_injury", _("进城务工人员请求工伤赔偿，免查经济困难")
    NO_INCOME = "no_income", _("无固定生活来源的特定群体，免查经济困难")
    RELIEF = "relief", _("社会救助、司法救助或者优抚对象，免查经济困难")
    HEROISM = "heroism", _("见义勇为，不受经济困难条件限制")
    RETRIAL = "retrial", _("再审改判无罪请求国家赔偿，不受经济困难条件限制")
    FAMILY_VIOLENCE = "family_violence", _("虐待、遗弃、家庭暴力受害人，不受经济困难条件限制")
    LOCAL_RELATION = "local_relation", _("当地放宽：进城务工人员确认劳动关系，免查经济困难")
    LOCAL_GROUP = "local_group", _("当地放宽：劳动者集体争议，免查经济困难")


class Check(models.TextChoices):
    """How a reviewer checked what somebody lives on. 《法律援助法》第四十一条、第四十二条, read 2026-11-21."""

    EXEMPT = "exempt", _("免查经济困难，看过身份证明")
    PLEDGE = "pledge", _("个人诚信承诺")
    DATA = "data", _("和别的部门共享信息查的")
    AWAY = "away", _("请当地机构异地核查的")


class Advice(models.TextChoices):
    """What a reviewer advises."""

    GRANT = "grant", _("建议给予援助")
    PART = "part", _("建议给一部分人，个别人不给（先在上面逐个写明）")
    REFUSE = "refuse", _("建议不予援助")


class Widens(models.TextChoices):
    """What a place may exempt beyond the law. Rows of LocalExemption say where and since when."""

    CONFIRM_RELATION = "confirm_relation", _("进城务工人员确认劳动关系，不查收入")
    GROUP_LABOUR = "group_labour", _("十人以上的劳动争议，不查收入")


class WorkKind(models.TextChoices):
    SITE = "site", _("工地上的活")
    FACTORY = "factory", _("厂里、店里的活")
    PLATFORM = "platform", _("手机平台派的活")
    OTHER = "other", _("别的活")


class PayType(models.TextChoices):
    DAY = "day", _("按天算")
    MONTH = "month", _("按月算")
    HOUR = "hour", _("按小时算")
    PIECE = "piece", _("计件、包活")
    UNSURE = "unsure", _("没说清")


class IdType(models.TextChoices):
    RESIDENT = "resident", _("居民身份证")
    PASSPORT = "passport", _("护照")
    HMT = "hmt", _("港澳台居民居住证")
    OTHER = "other", _("别的证件")
    NONE = "none", _("手上没有证件")


class Relation(models.TextChoices):
    """How the person filling in stands to the claimant. 《法律援助法》第四十条 on 法定代理人, read 2026-11-21."""

    KIN = "kin", _("家里人")
    GUARDIAN = "guardian", _("监护人（法定代理人）")
    WORKMATE = "workmate", _("工友")
    VOLUNTEER = "volunteer", _("志愿者、社工、工会")
    STATION = "station", _("援助站工作人员")


class AgentType(models.TextChoices):
    """By what right somebody applies for another. 《法律援助法》第四十条 on the first two, read 2026-11-21."""

    STATUTORY = "statutory", _("法定代理人")
    RELATIVE = "relative", _("近亲属（法定代理人侵害他的）")
    ENTRUSTED = "entrusted", _("委托代理人")


class CallTime(models.TextChoices):
    ANY = "any", _("都可以")
    MORNING = "morning", _("上午")
    NOON = "noon", _("中午")
    AFTERNOON = "afternoon", _("下午")
    EVENING = "evening", _("晚上 8 点以后")


class PaperKind(models.TextChoices):
    """Any one of these helps; none is a condition for applying. Which for which matter: aid.slots."""

    ID = "id", _("身份证件")
    CONTRACT = "contract", _("劳动合同")
    PAY = "pay", _("工资条、银行流水")
    IOU = "iou", _("欠条、结算单")
    ATTENDANCE = "attendance", _("考勤、记工本")
    CHAT = "chat", _("微信聊天、录音文字")
    SITE_PHOTO = "site_photo", _("工地、工牌照片")
    MEDICAL = "medical", _("病历、诊断书、发票")
    FINDING = "finding", _("工伤认定书、鉴定结论")
    NOTICE = "notice", _("解除通知、离职证明")
    ACCOUNT = "account", _("平台接单、账户截图")
    POLICE = "police", _("报警回执、告诫书、伤的照片")
    FAMILY = "family", _("户口本、出生证、结婚证")
    DECISION = "decision", _("机关的决定、通知书")
    AUTHORITY = "authority", _("委托书、亲属关系证明")
    CONFIRMATION = "confirmation", _("本人签字、按手印的确认页")
    LETTER = "letter", _("来信的扫描件")
    OTHER = "other", _("别的材料")


def paper_names(kinds):
    """What the papers of these kinds (codes of PaperKind) are called, in their order."""
    return [str(PaperKind(kind).label) for kind in kinds]


class RefusalReason(models.TextChoices):
    """Why aid is refused. The written reasons stand beside the code. 《法律援助法》第四十三条: 书面说明理由."""

    NOT_A_LISTED_MATTER = "not_a_listed_matter", _("不是法律援助的事项")
    NOT_ELIGIBLE = "not_eligible", _("不符合法律援助的条件")
    OWN_RIGHTS_NOT_CONCERNED = "own_rights_not_concerned", _("不是申请人自己的权益")
    FALSE_FACTS = "false_facts", _("情况或材料不真实")
    ALREADY_AIDED = "already_aided", _("同一件事已经在援助")
    OTHER = "other", _("别的理由（写清楚）")


REMEDY = _(
    "不同意这个决定，可以向设立本机构的司法行政部门（司法局）提出异议。司法行政部门收到后五日内审查，"
    "维持决定或者让我们改正。对它的审查决定还不服，可以依法申请行政复议或者提起行政诉讼。"
)  # 《法律援助法》第四十九条, in force 2022-01-01, read 2026-11-21


class LateReason(models.TextChoices):
    """Why a clock of ours ran out."""

    PERSON = "person", _("等当事人，联系不上")
    OTHERS = "others", _("等别的机构、部门")
    STAFF = "staff", _("人手不够，办的人不在")
    CROWD = "crowd", _("那几天来的太多")
    HANDOVER = "handover", _("转来、交接耽误了")
    SYSTEM = "system", _("停电、断网、系统出了问题")
    OVERLOOKED = "overlooked", _("漏看了")
    OTHER = "other", _("别的原因")
