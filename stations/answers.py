"""Numbers to call and doors near a place, for whoever asks for them by number or by the name of the place."""

import re
from collections.abc import Iterator

from foundation.content import places
from foundation.content.answering import DONE, NUMBERED, PLACED, Answer, Asked, any_of
from foundation.regions.matching import Division
from foundation.regions.script import simplified
from stations import finder
from stations.finder import Wish
from stations.models import Hotline, Station

ROWS = 4
SHORT = 3  # 司法局 alone is everywhere
LONGEST_NAME = 8
LONGEST = 40  # longer is a story, whatever places it names


_DIGITS = re.compile(r"(?<!\d)\d[\d-]{1,18}\d(?!\d)")
_CALL = re.compile("电话|热线|号码")
# What is said beside a place: that one is there, how to get there, what one wants there.
_WHERE = re.compile(
    any_of(
        "离我最近的 离我最近 最近的 就近 身边 附近 旁边 边上 隔壁 对面 周边 一带 最近 哪里有 哪儿有 哪有 有没有 在哪里 在哪儿 在哪 哪里 哪儿"
    )
    + any_of("|怎么走 怎么去 地址 位置 我在 我们在 人在 现在在 住在")
)
_NEAR_ME = re.compile("附近|周边|身边|就近|最近的|离我最近")
# A person who listens, in whatever language.
_PERSON = re.compile(
    any_of(
        "转人工 人工客服 人工服务 客服 真人 找个人 活人 找人问 接线员 手语 哑语 翻译 维吾尔语 维语 藏语 彝语 壮语 蒙古语 蒙语 朝鲜语 哈萨克语"
    )
    + any_of("|听不懂普通话 不会说普通话 不会讲普通话 说方言 讲方言")
    + "|讲english|speak english|interpreter"
)
# When somebody is there: 周六上班吗, 你们几点开门.
_HOURS = re.compile(
    f"(?:{any_of('周一 周二 周三 周四 周五 周六 周日 周末 星期[1-6一二三四五六天日] 礼拜[1-6一二三四五六天日] 节假日 国庆 春节 过年 元旦')}"
    f"|{any_of('上午 中午 下午 晚上 今天 明天 现在 几点 几点钟 什么时候 什么时间')})*(?:还|都|也|到)*"
    "(?:上班|开门|有人|在不在|下班|关门|营业|办公|接待|值班)(?:时间|吗|么|嘛|不|没有|没)*"
)
_THERE = re.compile(
    any_of(
        "放假 你们在 请问 你们 您们 那边 这边 那里 法律援助中心 法律援助 法援中心 法援 援助中心 援助站 服务站 工作站 窗口 律师 的 是"
    )
    + r"|[\W_]+"
)
_DOOR = re.compile("(援助|法援|服务|工作)(站|点|中心)|联络点|legal aid|near")
_WISH = re.compile(
    any_of(
        "公共法律服务中心 公共法律服务站 法律服务中心 法律服务 法律援助中心 法律援助工作站 法律援助站 法律援助"
    )
    + any_of(
        "|法援中心 法援站 法援 援助中心 援助站 服务站 工作站 联络点 站点 窗口 援助 律师 免费 咨询 打官司 找人"
    )
    + any_of("|打工 上班 干活 找谁 电话 请问 哪个 的 有 找 去 到 就")
    + "|legal aid( station| centre| center)?s?|near|in"
)
_TOWN = "镇|乡|村|街道|社区"
_NAMED_TOWN = re.compile(f"[^\\W\\da-z]{{2,5}}?({_TOWN})(?![里民委])")
_LANDMARK = re.compile(
    f".*({_TOWN}|路|街|巷|广场|大厦|大楼|工业园|产业园|物流园|科技园|创业园|园区|车站|火车站|市场|夜市|司法局|司法所|法院|检察院|仲裁院|看守所|派出所)"
)
_SPELLED = ("", "sheng", "shi", "qu", "xian")


def answers(asked: Asked) -> Iterator[Answer]:
    yield from _numbers(asked)
    if len(asked.folded) <= LONGEST:
        yield from _near(asked)


# --- numbers ----------------------------------------------------------------------------------------
def _numbers(asked: Asked) -> Iterator[Answer]:
    typed = {number.replace("-", "") for number in _DIGITS.findall(asked.folded)}
    is_person = bool(_PERSON.search(asked.folded))
    if not typed and not is_person and not _CALL.search(asked.folded):
        return
    lines = list(Hotline.objects.active().serving(asked.home))
    found = [line for line in lines if line.phone.replace("-", "") in typed]
    if not found and not typed:
        found = [line for line in lines if _is_named(line, asked)]
    for line in found[:2]:
        yield Answer(NUMBERED, "stations/answers/hotline.html", {"line": line})
    if not found and not typed and (asked.is_known or is_person) and len(asked.folded) <= LONGEST:
        # Whoever looks for a number is told who knows them all.
        first = next((line for line in lines if line.phone == "12348"), None)
        if first:
            yield Answer(DONE, "stations/answers/hotline.html", {"line": first})


def _is_named(line: Hotline, asked: Asked) -> bool:
    """劳动保障电话: what is asked for besides the number stands in the line's name."""
    rest = _CALL.sub("", _WISH.sub("", asked.folded)).strip()
    return len(rest) > 1 and rest in asked.fold(line.name)


# --- places -----------------------------------------------------------------------------------------
def _near(asked: Asked) -> Iterator[Answer]:
    said = simplified(asked.folded)
    is_where = bool(_WHERE.search(said))
    words = [word for word in re.split(r"[\W_]+", _WISH.sub(" ", _WHERE.sub(" ", said))) if word]
    named = [place for word in words if (place := _named(word, asked.home))]
    place = "".join(named) or (is_where and "".join(words)) or _name_of_ours(words, asked)
    is_door = _DOOR.search(said) or (_NEAR_ME.search(said) and _WISH.search(said))
    if not place and (words or not is_door) and not _HOURS.fullmatch(_THERE.sub("", said)):
        return
    found = finder.find(Wish(place=place, show=ROWS, home=asked.home), asked.now)
    at_home = [c.region.code for c in found.choices if c.region.code[:4] == asked.home[:4]]
    if len(at_home) == 1:
        found = finder.find(Wish(region=at_home[0], show=ROWS, home=asked.home), asked.now)
    is_known = bool(found.rows) and not found.unknown_place
    if not is_known and place and _is_in_a_name(place):
        return  # a door of ours has the very name: the hits begin with it
    if found.unknown_place and not any(_NAMED_TOWN.fullmatch(word) for word in named):
        return  # a way of speaking, no place
    yield Answer(PLACED, "stations/answers/near.html", {"place": place, "found": found})


def _name_of_ours(words: list[str], asked: Asked) -> str:
    """娘娘坝 alone, which nobody knows but who has a station there."""
    is_one = len(words) == 1 and not asked.has_words and SHORT <= len(words[0]) <= LONGEST_NAME
    return words[0] if is_one and _is_in_a_name(words[0]) else ""


def _is_in_a_name(word: str) -> bool:
    return Station.objects.open_to_public().filter(name__contains=word).exists()


def _named(word: str, home: str) -> str:
    """The place at the beginning of a word: 章贡区 in 章贡区讨薪, with the town or the door of ours behind it; "" when
    there is none.
    """
    if len(word) < 2:
        return ""
    meaning = places.understood(word, limit=12, bare=False)
    for division in meaning.divisions:
        if division.is_pseudo:
            continue
        if name := _said(division, word, home):
            rest = word.removeprefix(name)
            if beyond := _LANDMARK.fullmatch(rest) or _NAMED_TOWN.match(rest):
                return name + beyond[0]
            return word if 1 < len(rest) <= LONGEST_NAME and _is_in_a_name(rest) else name
    if meaning.old and meaning.old.name in word:
        return word[: word.index(meaning.old.name) + len(meaning.old.name)]
    town = _NAMED_TOWN.match(word)
    if len(word) > SHORT and _LANDMARK.fullmatch(word):
        return word
    return town[0] if town else ""


def _said(division: Division, word: str, home: str) -> str:
    """How the word names the division that it begins with.

    At home a short name is enough (赣州讨薪); elsewhere it stands alone: 和平时间 is not in 和平区.
    """
    if word.isascii():
        return word if division.pinyin in {word + ending for ending in _SPELLED} else ""
    parents = [*division.parents[::-1], ""]
    for start in range(len(parents)):
        before = "".join(f"(?:{parent}[省市州盟]?)?" for parent in parents[:start] if parent)
        if match := re.match(f"{before}({re.escape(division.name)}|{re.escape(division.full_name)})", word):
            return match[0]
        short = re.match(f"{before}{re.escape(division.short_name)}", word)
        if short and (short[0] == word or (home and division.code[:4] == home[:4])):
            return short[0]
    return ""
