"""Traditional characters for readers of zh-hant: what editors write is simplified, OpenCC turns it.

Drafts, not translations: words stay those of the mainland, and where two differ the simplified text counts.
"""

import re
from functools import cache

# What people write where OpenCC is learned, and their quotation marks.
_USUAL_FORMS = str.maketrans("爲覈纔衆羣啓臺喫麪巖籤“”", "為核才眾群啟台吃麵岩簽「」")
# What it gets wrong in texts about work and law: 幹活, 發工錢, 三天後, 行政復議, the surname of a masked name.
_CORRECTIONS = [
    (re.compile(pattern), right)
    for pattern, right in [
        (r"標簽", "標籤"),
        (
            r"乾(?![淨燥脆杯縣隆坤]|安(?![\u4e00-\u9fff])|[\u4e00-\u9fff]{1,2}[縣鎮鄉街])|(?<![若相])干(?![涉擾預])",
            "幹",
        ),
        (r"(?<=[餘新])幹(?=縣|(?![\u4e00-\u9fff]))", "干"),  # 餘干縣, 新干縣
        (r"庫爾幹", "庫爾干"),
        (r"湖裏區", "湖里區"),
        (r"濬縣", "浚縣"),
        (r"澂江", "澄江"),
        (r"(?<![頭理毛白假])髮", "發"),
        (r"天后", "天後"),
        (r"複議", "復議"),
        (r"工緻殘", "工致殘"),
        (r"制衣", "製衣"),
        (r"隻記", "只記"),
        (r"於洪", "于洪"),
        (r"(?<![規示模典防風師就軌垂洪])範(?![圍例疇本文式])", "范"),  # the surname
        (r"餘(?=某)", "余"),
        (r"嶽(?=某)", "岳"),
        # The surname, where a name begins: not in 由於某種, 於是, 於本月.
        (
            r"(?<![\u4e00-\u9fff])於(?=某|[\u4e00-\u9fff]{0,2}(律師|主任|師傅|先生|女士|法官|老師|書記|經理))",
            "于",
        ),
        (
            r"(?<![\u4e00-\u9fff])於(?![是此今本當上下次同每何其該前後年月日\d])(?=[\u4e00-\u9fff]{1,2}(?![\u4e00-\u9fff]))",
            "于",
        ),
        (r"(?<=姓)於", "于"),
    ]
]
# A tag, or an element whose words are not for reading or were typed by the visitor; else text.
_MARKUP = re.compile(r"(<(script|style|textarea)\b.*?</\2>|<[^>]*>)|[^<]+", re.DOTALL)


def to_traditional(text: str) -> str:
    converted = _converter().convert(text).translate(_USUAL_FORMS)
    for wrong, right in _CORRECTIONS:
        converted = wrong.sub(right, converted)
    return converted


def html_to_traditional(html: str) -> str:
    """The text between the tags; attributes stay, so what a visitor typed comes back as typed."""
    return _MARKUP.sub(lambda match: match[0] if match[1] else to_traditional(match[0]), html)


@cache
def _converter():  # type: ignore[no-untyped-def]
    from opencc import OpenCC  # loads its dictionaries: only when something is converted

    return OpenCC("s2t")
