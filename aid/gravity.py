"""What makes a claim sensitive, or one on a project that public money pays: words that people wrote, for people to judge. Pure.

Nothing here decides anything. Which cases are reported upward is each place's own rule.
"""

import re

from foundation.vault import spelling

_SENSITIVE = re.compile(
    r"跳楼|跳桥|爬塔吊|上塔吊|自杀|轻生|不想活|喝农药|寻死|同归于尽|堵路|堵门|拉横幅|围堵|静坐|集体上访|越级上访|去北京告|"
    r"打伤|被打|砍人|动刀|死亡|死了人|出人命|媒体曝光|上了?热搜|发抖音曝光|黑社会|限制人身|扣押身份证|扣了?身份证|强迫劳动"
)
_GOVERNMENT = re.compile(
    r"政府(?:的)?(?:项目|工程|投资|大楼|办公楼)|财政(?:投资|资金|拨款)|国有资金|市政(?:工程|道路|公司)?|公路(?:局|段)|"
    r"交通局|水利(?:局|工程|枢纽)|住建局|城投|城建投|棚(?:户区)?改|保障(?:性)?(?:住)?房|安置(?:房|小区)|公租房|廉租房|"
    r"高标准农田|老旧小区改造|(?:县|市|区|乡|镇)(?:人民)?(?:医院|政府)|(?:公立|县立|中心)医院|(?:小学|中学|幼儿园|学校)(?:新建|扩建|教学楼|宿舍楼|工程|项目)|"
    r"(?:高速|高铁|铁路|国道|省道)(?:项目|工程|公路|标段|工地)"
)


def sensitive(text: str) -> str:
    """The words that say so; "" when none do."""
    return _found(_SENSITIVE, text)


def of_the_government(*texts: str) -> str:
    """The words by which the project is one that public money pays; "" when none are."""
    return next((word for text in texts if (word := _found(_GOVERNMENT, text))), "")


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(re.sub(r"[\s“”\"']", "", spelling.plain(text or "")))
    return match[0] if match else ""
