"""What aid can be asked for: the law behind each matter, what decides whether income is asked, its own questions.

Sources: 《法律援助法》第三十一条 (matters), 第三十二条 (no hardship test), 第四十二条 (no check of it), in force
2022-01-01, read 2026-11-21. A matter that those articles do not name is taken all the same: whether it is aided is
decided by people, and provinces add matters of their own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from aid.choices import Exemption, Lane, Matter, Widens
from foundation.content.templatetags.content_tags import chinese_date, chinese_month, money

LABOUR = frozenset(
    {
        Matter.WAGES,
        Matter.WORK_INJURY,
        Matter.LABOUR_RELATION,
        Matter.SOCIAL_INSURANCE,
        Matter.DISMISSAL,
        Matter.PLATFORM,
    }
)
FAMILY = frozenset({Matter.SUPPORT, Matter.FAMILY_VIOLENCE})
# 第三十二条: income plays no part. A retrial that ended in acquittal is asked for on its page.
FREE = {Matter.HEROISM: Exemption.HEROISM, Matter.FAMILY_VIOLENCE: Exemption.FAMILY_VIOLENCE}
# 第四十二条第三项, for a worker who has come to town and can show it.
MIGRANT = {Matter.WAGES: Exemption.MIGRANT_WAGES, Matter.WORK_INJURY: Exemption.MIGRANT_INJURY}

ARTICLES: Mapping[str, str] = {
    Exemption.MIGRANT_WAGES: _("《法律援助法》第四十二条第三项"),
    Exemption.MIGRANT_INJURY: _("《法律援助法》第四十二条第三项"),
    Exemption.NO_INCOME: _("《法律援助法》第四十二条第一项"),
    Exemption.RELIEF: _("《法律援助法》第四十二条第二项"),
    Exemption.HEROISM: _("《法律援助法》第三十二条第二项"),
    Exemption.RETRIAL: _("《法律援助法》第三十二条第三项"),
    Exemption.FAMILY_VIOLENCE: _("《法律援助法》第三十二条第四项"),
}


class MeansStatus(models.TextChoices):
    """What decides whether income is asked."""

    MIGRANT = "migrant", _("从老家出来打工的（进城务工）")
    NO_INCOME = "no_income", _("没有固定收入的老人、残疾人、未成年人")
    RELIEF = "relief", _("领低保、特困、优抚的，或者得过司法救助")
    NONE = "none", _("都不是")


class Recognition(models.TextChoices):
    """工伤认定."""

    DONE = "done", _("认定了，有决定书")
    ASKED = "asked", _("申请了，还没结果")
    REFUSED = "refused", _("说不算工伤")
    NOT_YET = "not_yet", _("还没申请")
    UNSURE = "unsure", _("不知道")


class Grade(models.TextChoices):
    """劳动能力鉴定: from one, the worst, to ten."""

    ONE = "1", _("一级")
    TWO = "2", _("二级")
    THREE = "3", _("三级")
    FOUR = "4", _("四级")
    FIVE = "5", _("五级")
    SIX = "6", _("六级")
    SEVEN = "7", _("七级")
    EIGHT = "8", _("八级")
    NINE = "9", _("九级")
    TEN = "10", _("十级")
    NOT_YET = "not_yet", _("还没鉴定")


class Answer(models.TextChoices):
    YES = "yes", _("是")
    NO = "no", _("不是")
    UNSURE = "unsure", _("不清楚")


class Paid(models.TextChoices):
    YES = "yes", _("交了")
    NO = "no", _("没交")
    UNSURE = "unsure", _("不知道")


class Safety(models.TextChoices):
    YES = "yes", _("安全")
    NO = "no", _("不安全")
    UNSURE = "unsure", _("说不好")


class Accident(models.TextChoices):
    TRAFFIC = "traffic", _("交通事故")
    MEDICAL = "medical", _("看病治坏了")
    FOOD = "food", _("吃的、药出了问题")
    POLLUTION = "pollution", _("环境污染")
    OTHER = "other", _("别的")


class Contract(models.TextChoices):
    NONE = "none", _("没签")
    NO_COPY = "no_copy", _("签了，没给我一份")
    SIGNED = "signed", _("签了，我有一份")
    BLANK = "blank", _("签的是空白的，或者不是这家")


class Insurance(models.TextChoices):
    PENSION = "pension", _("养老")
    MEDICAL = "medical", _("医疗")
    INJURY = "injury", _("工伤")
    UNEMPLOYMENT = "unemployment", _("失业")
    MATERNITY = "maternity", _("生育")
    UNSURE = "unsure", _("分不清")


class Telling(models.TextChoices):
    PAPER = "paper", _("给了书面通知")
    WORDS = "words", _("口头说的")
    MESSAGE = "message", _("微信、短信说的")
    LOCKED_OUT = "locked_out", _("没说，就是不让干了")
    MYSELF = "myself", _("我自己提的")


class Partner(models.TextChoices):
    PLATFORM = "platform", _("平台公司")
    STATION = "station", _("站点、加盟商、劳务公司")
    SELF_EMPLOYED = "self_employed", _("让我注册成个体户")
    NONE = "none", _("没签过")
    UNSURE = "unsure", _("不清楚")


class Trouble(models.TextChoices):
    PAY = "pay", _("钱没结、扣得不对")
    INJURY = "injury", _("送单路上受了伤")
    BANNED = "banned", _("封号、罚款")
    OTHER = "other", _("别的")


class Support(models.TextChoices):
    PARENTS = "parents", _("老人要子女养（赡养）")
    CHILDREN = "children", _("孩子的抚养费")
    SPOUSE = "spouse", _("夫妻、兄弟姐妹（扶养）")


class Reported(models.TextChoices):
    POLICE = "police", _("报过警")
    ORDER = "order", _("申请过人身安全保护令")
    HELPED = "helped", _("找过妇联、村（居）委会")


class Relief(models.TextChoices):
    PENSION = "pension", _("抚恤金")
    SOCIAL = "social", _("低保、特困、临时救助")
    OTHER = "other", _("别的救助")


class Card(models.TextChoices):
    """Whose bank card the wages go to."""

    OTHER = "other", _("别人的卡，先核实是谁的")


@dataclass(frozen=True)
class Fact:
    """A question of a matter as officers read it.

    `choices`: of its answers, None for others. `worded`: how a date or money, as it was stored, is said.
    """

    label: str
    choices: type[models.TextChoices] | None = None
    worded: Callable[[str], str] = str


def _day(stored: str) -> str:
    return chinese_date(date.fromisoformat(stored), "full")


def _month(stored: str) -> str:
    return chinese_month(date.fromisoformat(stored))


FACTS: Mapping[str, Fact] = {
    "injured_on": Fact(_("哪天受的伤"), worded=_day),
    "hospital": Fact(_("在哪里治的")),
    "recognition": Fact(_("工伤认定"), Recognition),
    "grade": Fact(_("伤残等级"), Grade),
    "insured": Fact(_("单位交没交工伤保险"), Paid),
    "accident": Fact(_("什么事故"), Accident),
    "worked_from": Fact(_("哪个月开始干的"), worded=_month),
    "contract": Fact(_("签没签合同"), Contract),
    "insurances": Fact(_("没交的保险"), Insurance),
    "unpaid_from": Fact(_("哪个月开始没交"), worded=_month),
    "told_on": Fact(_("哪天叫走的"), worded=_day),
    "telling": Fact(_("怎么说的"), Telling),
    "monthly_wage": Fact(_("一个月工资"), worded=money),
    "app": Fact(_("哪个平台")),
    "partner": Fact(_("协议跟谁签的"), Partner),
    "trouble": Fact(_("出了什么事"), Trouble),
    "support": Fact(_("要的是哪一种"), Support),
    "opponent": Fact(_("对方是谁")),
    "safe_now": Fact(_("现在安全吗"), Safety),
    "reported": Fact(_("找过谁"), Reported),
    "organ": Fact(_("哪个机关")),
    "retrial": Fact(_("再审改判无罪"), Answer),
    "relief": Fact(_("要的是哪一种"), Relief),
    "happened_on": Fact(_("哪天的事"), worded=_day),
    # Of each worker: how the amount was added up, and what a roster says of him alone.
    "reckoning": Fact(_("怎么算的")),
    "card": Fact(_("工资卡"), Card),
    "own": Fact(_("他自己的情况")),
}


def said(code: str, value: object) -> str:
    """The stored answer to the question `code` in words; "" for one that was taken back."""
    fact = FACTS[code]
    if not fact.choices:
        return fact.worded(str(value)) if value else ""
    labels = dict(fact.choices.choices)
    return "、".join(str(labels.get(item, item)) for item in (value if isinstance(value, list) else [value]))


def stored(value: object) -> object:
    """An answer as it is kept in JSON: a date by ISO 8601, money as a plain number in words."""
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | bool | list) else str(value)


def lane(exemption: str) -> Lane:
    """The green one is for workers who have come to town and claim wages or work injury damages."""
    return Lane.GREEN if exemption in MIGRANT.values() else Lane.USUAL


@dataclass(frozen=True)
class Widening:
    """A local rule in force where and when it was applied for: what it widens (Widens), and its name."""

    widens: str
    rule: str


@dataclass(frozen=True)
class Basis:
    """Why no income is asked: a code of Exemption, and the article or local rule. Both "" when it is asked."""

    exemption: str = ""
    article: str = ""


def basis(
    matter: str,
    *,
    status: str = "",
    retrial: bool = False,
    is_group: bool = False,
    local: Iterable[Widening] = (),
) -> Basis:
    """The law first, then the local rules. `is_group`: ten or more apply together; the rest as in `exemption`."""
    if by_law := exemption(matter, status=status, retrial=retrial):
        return Basis(by_law, str(ARTICLES[by_law]))
    for rule in local:
        if (
            rule.widens == Widens.CONFIRM_RELATION
            and matter == Matter.LABOUR_RELATION
            and status == MeansStatus.MIGRANT
        ):
            return Basis(Exemption.LOCAL_RELATION, rule.rule)
        if rule.widens == Widens.GROUP_LABOUR and matter in LABOUR and is_group:
            return Basis(Exemption.LOCAL_GROUP, rule.rule)
    return Basis()


def exemption(matter: str, *, status: str = "", retrial: bool = False) -> str:
    """Why the law asks no income, "" when it does. `status`: what the person says to be, a code of MeansStatus."""
    if matter in FREE:
        return FREE[Matter(matter)]
    if matter == Matter.STATE_COMPENSATION and retrial:
        return Exemption.RETRIAL
    if status == MeansStatus.MIGRANT:
        return MIGRANT.get(Matter(matter), "")
    return {MeansStatus.NO_INCOME: Exemption.NO_INCOME, MeansStatus.RELIEF: Exemption.RELIEF}.get(status, "")
