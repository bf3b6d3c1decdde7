"""What makes a person or a claim different, each mark with its reason: for people to judge. Reads what is prefetched."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from aid import age, doubts, doubts_elsewhere, gravity, guardians
from aid.choices import Exemption
from aid.doubts import Doubt
from aid.models import Wish
from aid.status import Status
from foundation.content.templatetags.content_tags import chinese_date, money

ELDERLY = 60  # 《老年人权益保障法》第二条, read 2026-11-21
_DISABLED = re.compile(r"残疾|残障|聋|哑|盲人|失明|听不见|看不见|轮椅|截肢")


@dataclass(frozen=True)
class Flag:
    """A short mark; `why` is its reason in full, for the title and for screen readers."""

    text: str
    why: str
    tone: str = "plain"
    # For whoever judges the claim, on the screen: it leaves in no table, paper or message.
    is_doubt: bool = False
    # Where it leads, when it names another case.
    url: str = ""


def of_people(application, today: date) -> list[Flag]:
    people = application.people
    found = unguarded(application, today)
    ages = [age.age_on(born, today) for born in (one.born_on for one in people) if born]
    if oldest := max((years for years in ages if years >= ELDERLY), default=0):
        why = _("按证件号码 %(years)d 岁：提供无障碍的、适合老年人的服务（法律援助法第四十五条）")
        found.append(Flag(_("60岁以上"), why % {"years": oldest}))
    told = [application.narrative, *(one.contact_note for one in people)]
    if word := next((match[0] for text in told if (match := _DISABLED.search(text or ""))), ""):
        why = _("写到“%(word)s”：问他要什么方便，比如手语、大字、上门（法律援助法第四十五条）")
        found.append(Flag(_("可能有残疾"), why % {"word": word}))
    elif (
        application.exemption == Exemption.NO_INCOME
        and ages
        and min(ages) >= age.ADULT
        and max(ages) < ELDERLY
    ):
        why = _("说自己是没有固定收入的老人、残疾人、未成年人，年纪都不是：问他要什么方便")
        found.append(Flag(_("可能有残疾"), why))
    return found


def unguarded(application, today: date) -> list[Flag]:
    """A minor for whom no guardian applies."""
    lacking = guardians.of(application, today)
    if lacking == guardians.NEEDED:
        return [Flag(_("没有监护人"), str(guardians.WHY), "late")]
    if lacking == guardians.ASK:
        why = _(
            "16、17 岁，没有监护人代为申请：主要靠自己的工钱过日子的，可以自己申请（民法典第十八条），问清楚、记下来"
        )
        return [Flag(_("问监护人"), why, "today")]
    return []


def of_claim(application) -> list[Flag]:
    """What to look at twice before the decision. Nothing is decided by it."""
    if not application.is_open:
        return []
    workers = tuple(
        doubts.Worker(
            one.name,
            one.phone,
            one.employer,
            one.foreman,
            one.employer_phone,
            one.amount_owed,
            one.owed_from,
            one.owed_to,
            str(one.facts.get("card", "")),
            str(one.facts.get("reckoning", "")),
        )
        for one in application.people
    )
    found = []
    if doubts.is_major(workers):
        why = _("一共 %(sum)s：数目大，报告督导，请有经验的人办") % {"sum": money(doubts.total(workers))}
        found.append(Flag(_("数目大"), why, "today"))
    if word := gravity.sensitive(application.narrative):
        why = _("写到“%(word)s”：可能是敏感的事，先稳住人，报告督导，要不要上报由人判断")
        found.append(Flag(_("敏感"), why % {"word": word}, "late"))
    sites = [text for one in application.people for text in (one.project, one.workplace, one.employer)]
    if word := gravity.of_the_government(*sites, application.narrative):
        why = _("写到“%(word)s”：可能是政府投资的项目，问清建设单位，记下来")
        found.append(Flag(_("政府项目？"), why % {"word": word}, "today"))
    for one in doubts.of(application.narrative, workers):
        text, why = _say(one)
        found.append(_doubt(text, why))
    return found


def _doubt(text, why):
    return Flag(text, _("%(why)s。只是提醒，由人判断") % {"why": why}, "today", is_doubt=True)


def of_claim_elsewhere(application) -> list[Flag]:
    """The same from other applications, for the page of one case."""
    if not application.is_open:
        return []
    there, found = doubts_elsewhere.of(application), []
    if there.one_phone:
        why = _("另外 %(cases)d 件申请也留了这里的手机，都是别人的名字") % {"cases": there.one_phone}
        found.append(_doubt(_("一个电话？"), why))
    if there.before:
        said = "、".join(f"{Status(code).label} {number}" for code, number in there.before.items())
        why = _("同一个人对同一个单位申请过，办完了的：%(said)s。看是不是同一笔钱") % {"said": said}
        found.append(_doubt(_("以前申请过？"), why))
    return found


def _say(found):
    quote, figures = {"quote": found.quote}, found.figures
    match found.doubt:
        case Doubt.PROJECT_MONEY:
            return _("工程款？"), _("写到“%(quote)s”：问清要的是自己的工钱，还是工程上的钱") % quote
        case Doubt.BOSS if found.quote:
            return _("带班的？"), _(
                "写到“%(quote)s”：问清他是干活的，还是承包、带班的；工人各人的工钱各人来要"
            ) % quote
        case Doubt.BOSS:
            return _("带班的？"), _("他的姓名或者电话跟老板、班组长的一样")
        case Doubt.ONE_ACCOUNT if figures:
            return _("一个账户？"), _("%(people)d 个人的工钱打到同一张别人的卡，问每个人知不知道") % {
                "people": figures[0]
            }
        case Doubt.ATTENDANCE:
            return _("天数对不上？"), _("写了干 %(days)d 天，欠的那几个月一共只有 %(held)d 天") % {
                "days": figures[0],
                "held": figures[1],
            }
        case Doubt.OUT_OF_LINE:
            return _("数目差得多？"), _("一个人要 %(most)d 元，一起的人多半是 %(middle)d 元上下") % {
                "most": figures[0],
                "middle": figures[1],
            }
        case Doubt.OWN_STAFF:
            return _("单位组织的？"), _(
                "写到“%(quote)s”：问清是工人自己要工钱，还是单位、老板借工人的名字要自己的钱"
            ) % quote
        case Doubt.ONE_ACCOUNT:
            return _("一个账户？"), _("写到“%(quote)s”：几个人的钱进一个账户，问每个人知不知道") % quote
        case Doubt.ONE_PHONE:
            return _("一个电话？"), _("%(people)d 个人留的是同一个手机，问每个人知不知道") % {
                "people": figures[0]
            }
        case Doubt.DAY_PAY:
            return _("数目对不上？"), _("按欠的月份算，合每天 %(pay)d 元，比常见的工钱高得多") % {
                "pay": figures[0]
            }
    said = {"days": figures[0], "claimed": figures[1]}
    return _("数目对不上？"), _("照他说的天数和工价是 %(days)d 元，要的是 %(claimed)d 元") % said


def unread(application) -> list[Flag]:
    """What the person said and nobody has answered; of what was read `with_unread`."""
    said_at = getattr(application, "said_at", None)
    if said_at is None:
        return []
    why = _("%(when)s：%(what)s；还没有答复") % {
        "when": f"{chinese_date(said_at, 'full')} {timezone.localtime(said_at):%H:%M}",
        "what": Wish.Kind(application.said_kind).label,
    }
    return [Flag(_("新留言"), why, "late")]
