"""Looks for what must not stand in a published case: numbers, plates, names, addresses, firms.

Pure: text in, findings out. A hard finding (a number that names one person) stops publishing; a soft one
is a guess of a pattern and asks the editor to look. Names are guesses only, so a person still reads it all.

Source: 《个人信息保护法》第二十五条 (no publicity without separate consent, in force 2021-11-01, read 2026-11-22)
and the ministry library's habit of 姓+某.
"""

import re
from dataclasses import dataclass

from stdnum import luhn

FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ－　", "0123456789Xx- ")

# Hotlines are for everybody and no private number.
_PHONE = re.compile(r"(?<!\d)(?:(?:\+?86)?[- ]?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]\d{7,8})(?!\d)")
_ID_NUMBER = re.compile(r"(?<!\d)\d{6}[ ]?(?:18|19|20)\d{2}[ ]?\d{4}[ ]?\d{3}[\dXx](?![\dXx])")
_OLD_ID_NUMBER = re.compile(r"(?<!\d)[1-8]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)")
_CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){14,18}(?!\d)")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·• ]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳]"
)
_WECHAT = re.compile(r"(?:微信号?|QQ号?|qq)[：: ]*([A-Za-z][\w-]{5,19}|[1-9]\d{4,10})", re.ASCII)

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
# A name is only guessed beside a word that introduces or follows one.
_NAME_AFTER = re.compile(
    rf"(?:姓名|受援人|申请人|当事人|工人|农民工|工友|名叫|叫做|委托人|被申请人|包工头|班组长|老板)"
    rf"[：:“]?([{_SURNAMES}](?!某)[一-鿿]{{1,2}}?)(?=[，、。；（(”]|等\d|从|在|于|是|的|说|向|与|和|来|到)"
)
_NAME_BEFORE = re.compile(rf"([{_SURNAMES}](?!某)[一-鿿]{{1,2}})(?=[，,（(](?:男|女)[，,）)])")
_ADDRESS = re.compile(
    r"[一-鿿]{2,12}?(?:路|街|巷|道|村|小区|花园|公寓|家园)[一-鿿]{0,6}?\d+(?:号|栋|幢|座|弄)(?:[\d一-鿿]{0,6}(?:室|单元|号|楼))?"
)
_FIRM = re.compile(r"[一-鿿（）()]{3,24}?(?:有限责任公司|股份有限公司|有限公司|劳务公司|律师事务所)")
_MASKED_FIRM = re.compile(r"某|×|\*|甲|乙|丙|丁")


@dataclass(frozen=True)
class Finding:
    """A suspicious place: what kind, the words found, and whether it stops publishing."""

    kind: str
    words: str
    is_hard: bool


def findings(text: str) -> list[Finding]:
    """All suspicious places of a text, hard ones first, each place once."""
    text = text.translate(FULL_WIDTH)
    found: list[Finding] = []
    taken: list[range] = []

    def take(kind: str, match: re.Match[str], *, hard: bool, group: int = 0) -> None:
        start, end = match.span(group)
        if any(start < other.stop and other.start < end for other in taken):
            return
        taken.append(range(start, end))
        found.append(Finding(kind, match.group(group).strip(), hard))

    for match in _ID_NUMBER.finditer(text):
        take("id_number", match, hard=True)
    for match in _OLD_ID_NUMBER.finditer(text):
        take("id_number", match, hard=True)
    for match in _PHONE.finditer(text):
        take("phone", match, hard=True)
    for match in _CARD.finditer(text):
        if luhn.is_valid(re.sub(r"\D", "", match.group())):
            take("bank_card", match, hard=True)
    for match in _PLATE.finditer(text):
        take("plate", match, hard=True)
    for match in _WECHAT.finditer(text):
        take("account", match, hard=True, group=1)
    for pattern in (_NAME_AFTER, _NAME_BEFORE):
        for match in pattern.finditer(text):
            take("name", match, hard=False, group=1)
    for match in _ADDRESS.finditer(text):
        take("address", match, hard=False)
    for match in _FIRM.finditer(text):
        if not _MASKED_FIRM.search(match.group()):
            take("firm", match, hard=False)
    return sorted(found, key=lambda finding: not finding.is_hard)


def hard_findings(text: str) -> list[Finding]:
    return [finding for finding in findings(text) if finding.is_hard]
