"""The tabs of the results page: their words come from what declares a document, their order and push from here."""

import re
from functools import lru_cache

from search.sources import declaring

# In the order of the tabs; the number is added to the rank. A kind without a row comes last, without a push.
# The wording of the law comes after what explains it, unless it is asked for by its number. A station has the name of
# its trade in its title: whoever wants one names a place, or asks where.
BOOSTS = {
    "explainer": 2.0,
    "case": 1.5,
    "station": -1.0,
    "term": 0.0,
    "hotline": 0.5,
    "article": -1.0,
    "statute": -3.0,
    "campaign": 0.5,
    "event": 2.5,
    "page": 2.5,
}
# Suggested after all others.
SUGGESTED_LAST = ("article",)
# Who asks for one kind gets it first.
WANTED = 7.0
_WISHES = {
    "article": re.compile("哪条|哪一条|第几条|哪部法|什么法|法条|条文|法律依据|法律规定|法律怎么规定|\\d条"),
    "station": re.compile(
        "地址|附近|怎么走|援助中心|工作站|援助站|服务站|^(?!.*(?:传|补|材料|下载|打印)).*(?:在哪|哪里|哪儿)"
    ),
    "statute": re.compile("哪部法|什么法|全文|(?:法|法典|条例|规定|办法|解释)$"),
    "hotline": re.compile("电话|热线|号码|12\\d{3}|报警|打人|诈骗"),
    "case": re.compile("案例|例子|别人|判例"),
    "event": re.compile("活动|讲座|咨询会|现场|招聘会"),
    "term": re.compile("什么意思|是什么|什么叫|什么是|啥意思"),
}


def pushes(folded: str) -> dict[str, float]:
    """What is added to the rank of a document by its kind, for a question."""
    return {
        kind: push + (WANTED if (wish := _WISHES.get(kind)) and wish.search(folded) else 0)
        for kind, push in BOOSTS.items()
    }


@lru_cache(maxsize=1)
def labels() -> dict[str, str]:
    """Code → words in the active language, in the order of the tabs."""
    kinds = {model.search_kind.code: model.search_kind.label for model in declaring()}
    places = list(BOOSTS)
    ordered = sorted(kinds, key=lambda code: places.index(code) if code in BOOSTS else len(places))
    return {code: kinds[code] for code in ordered}
