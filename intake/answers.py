"""Two things that many type into the box instead of finding their button: how to apply, and what became of it."""

import re
from collections.abc import Iterator

from foundation.content.answering import DONE, Answer, Asked

LONGEST = 40


def _any(words: str) -> str:
    """A pattern of any of them, the longest first."""
    return "|".join(sorted(words.split(), key=len, reverse=True))


_MINE = f"(?:{_any('申请 表 材料 报名 案子 援助 资料 单子')})"
_BECAME = _any(
    "怎么样 怎样 咋样 到哪 哪一步 哪步 进度 进展 结果 批了 批没批 批下来 通过 没消息 没回音 没人管 没动静 办好 办完 办到 受理了 "
    "多久 什么时候 几天"
)
_STATUS = re.compile(
    f"{_any('进展 办到哪 到哪一步 到哪步了 受理编号 收件码 没人联系我')}|进度(?!款)"
    f"|查询?(?:我的)?(?:申请|案子|结果)"
    f"|(?:交|递|填|报)(?:了|过|的|上去).*{_MINE}.*(?:{_BECAME})"
    f"|我的?{_MINE}.*(?:{_BECAME})"
    f"|{_MINE}(?:现在)?(?:批|受理|通过|审核|审查)(?:了|下来|得|没|到|好)"
    "|application status|my application|track( my)?|progress"
)
_OF_THE_LAW = re.compile(_any("仲裁 工伤 认定 鉴定 执行 监察 诉讼 起诉 复议 支付令 社保 公证 工程"))
_APPLY = re.compile("申请|填表|apply|application form")
_BESIDE = re.compile(
    _any(
        "怎么 怎样 如何 咋 在哪里 在哪儿 在哪 哪里 哪儿 网上 在线 线上 我们 我 想要 要 想 能 可不可以 可以 吗 呢 去 到 的 一下 一个 "
        "法律援助 法律 法援 援助 免费 律师 帮忙 请 找 申请 填表 流程 手续 步骤 入口 表 办 不收钱"
    )
    + r"|\b(?:how|to|do|can|i|want|apply|for|the|a|application|form|free|legal|aid|lawyer)\b|[\W_]+"
)


def answers(asked: Asked) -> Iterator[Answer]:
    said = asked.folded.strip()
    if len(said) > LONGEST:
        return
    if _STATUS.search(said) and not _OF_THE_LAW.search(said):
        yield Answer(DONE, "intake/answers/status.html", {})
    elif _APPLY.search(said) and not _BESIDE.sub("", said):
        yield Answer(DONE, "intake/answers/apply.html", {})
