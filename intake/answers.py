"""What many type into the box instead of finding their button: to apply, to go on, to see what became of it."""

import re
from collections.abc import Iterator

from foundation.content.answering import DONE, Answer, Asked, any_of

LONGEST = 40


_MINE = f"(?:{any_of('申请 表 材料 报名 案子 援助 资料 单子')})"
_SENT = f"(?:{any_of('申请 提交 交 递 填 报')})(?:了|过|的|上去|好|完)"
_SILENCE = "没人理 没人管 没消息 没回音 没回信 没信 没动静 没反应 没下文 没结果 没人联系"
_BECAME = any_of(
    f"怎么样 怎样 咋样 到哪 哪一步 哪步 进度 进展 结果 批了 批没批 批下来 通过 {_SILENCE} 办好 办完 办到 受理了 多久 什么时候 几天"
)
_LAWYER = f"(?:{any_of('律师 承办人 援助人员')})"
# What is asked about an application that somebody has sent.
_STATUS = re.compile(
    f"{any_of('进展 办到哪 到哪一步 到哪步了 受理编号 收件码 没人联系我')}|进度(?!款)"
    f"|查询?(?:我的)?(?:申请|案子|结果)"
    f"|{_SENT}.*{_MINE}.*(?:{_BECAME})"
    f"|我的?{_MINE}.*(?:{_BECAME})"
    f"|{_MINE}(?:现在)?(?:批|受理|通过|审核|审查)(?:了|下来|得|没|到|好)"
    f"|(?:{any_of('申请 材料 表')}).{{0,8}}(?:{any_of(_SILENCE)})"
    f"|{_SENT}.{{0,6}}[天月周].{{0,4}}[没不还]"
    # papers that were asked for
    "|补(?:充|交|齐|传|送)?(?:的)?(?:材料|资料|件)|(?:上传|传)(?:材料|资料|照片)|(?:材料|资料).{0,4}(?:上传|怎么传|往哪传|里传)"
    # to take it back
    f"|(?:{any_of('撤回 撤销 取消 撤 不想 不要 不用')}).{{0,3}}(?:申请|援助)|申请.{{0,4}}(?:撤|取消)"
    f"|(?:{any_of('撤回 撤掉 撤案 不想告了 不告了 不申请了')})"
    # what was told has changed: 手机号填错了要改
    f"|^(?!.*(?:{any_of('老板 工头 公司 厂 单位')})).*(?:{any_of('手机号 手机 电话 号码 地址 名字 银行卡')}).{{0,5}}(?:{any_of('填错 写错 错了 换了 变了 改了 要改 想改 更正 停机 不用了')})"
    f"|(?:{any_of('搬家 换号 换手机 换电话')}).{{0,8}}你们|^换.{{0,3}}(?:手机号|电话|号码)"
    # it was not granted, or it is somebody else's
    f"|(?:{any_of('申请 援助')}).{{0,5}}(?:{any_of('被退 退回 被拒 拒了 驳回 没通过 不通过 不批')})|(?:{any_of('不给 不予 拒绝')})(?:我|我们)?(?:的)?援助"
    f"|(?:{any_of('查 看 问')}).{{0,8}}(?:案子|申请)(?:{any_of('怎样 咋样 怎么样 如何 到哪')})|密码|登[录陆不]"
    f"|(?:{any_of('照片 材料 图片 文件')}).{{0,3}}(?:传不|上传不|发不)|补交?.{{0,6}}(?:{any_of('哪里传 哪传 怎么传 往哪 传')})"
    # the lawyer who was appointed
    f"|{_LAWYER}.{{0,4}}(?:{any_of('什么时候 啥时候 几时 多久 怎么还 还没 怎么没 没')}).{{0,4}}(?:{any_of('联系 找我 打电话 来电 消息 来')})"
    "|application status|my application|track( my)?|progress"
)
_DISSATISFIED = re.compile(
    f"[换改](?:一?个|掉)?{_LAWYER}|{_LAWYER}.{{0,4}}(?:{any_of('不管 不负责 不接 不理 不上心 态度 换 收钱 要钱 要红包 敷衍')})"
    f"|(?:{any_of('投诉 举报')}).{{0,4}}(?:{any_of('律师 工作人员 办事员 援助中心 法援中心 你们')})"
    f"|(?:{any_of('工作人员 办事员 窗口')}).{{0,4}}(?:{any_of('态度 不管 不理 凶 推')})"
)
_GO_ON = re.compile(
    f"(?:{any_of('继续 接着')})(?:填|申请|写|办)|没填完|填(?:了|到)?一半|上次(?:没|填|的申请|申请)|草稿|续填"
)
_FOR_ME = re.compile(
    f"(?:{any_of('帮我 替我 帮忙 代 代我 给我')})(?:填|写)|(?:{any_of('替 帮 代')})(?:我|家里)?(?:{any_of('爸 妈 爹 娘 老公 老婆 家人 儿子 女儿 哥 姐 弟 妹 工友 别人 人')})(?:们)?(?:来)?(?:申请|办|填)"
    f"|(?:{any_of('老人机 没有智能机 上不了网 不会上网 不会用手机')})|不会(?:填|写字|写申请)|(?:{any_of('不识字 不认字 不认得字 没文化 看不懂表')})"
)
_OF_THE_LAW = re.compile(any_of("仲裁 工伤 认定 鉴定 执行 监察 诉讼 起诉 复议 支付令 社保 公证 工程"))
_APPLY = re.compile(
    "申请|填表|apply|application form|法律援助|法援|免费律师|(?:请|找|要|派)(?:一?个)?律师|^律师$|legal aid"
)
_BESIDE = re.compile(
    any_of(
        "怎么 怎样 如何 咋 在哪里 在哪儿 在哪 哪里 哪儿 网上 在线 线上 我们 我 想要 要 想 能不能 能 可不可以 可以 吗 呢 去 到 的 了 一下 一个 个 "
        "法律援助 法律 法援 援助 免费 律师 帮忙 请 找 派 申请 填表 流程 手续 步骤 入口 表 办 不收钱 告 老板 公司 "
        "打官司 官司 没钱 没有钱 请不起 付不起 交不起 花不起"
    )
    + r"|\b(?:how|to|do|can|i|want|apply|for|the|a|application|form|free|legal|aid|lawyer)\b|[\W_]+"
)
# What it costs: 申请要交钱吗, 请律师多少钱.
_COST = re.compile(
    f"(?:{any_of('申请 援助 法援 律师')}).{{0,6}}(?:"
    f"(?:{any_of('交钱 要钱 收钱 收费 花钱 给钱 费用 费')}).{{0,2}}[吗么嘛不没]|{any_of('多少钱 免费吗 免费么 免不免费 收不收 要不要 怎么收费')})"
)
_PAPER = re.compile(
    f"(?:{any_of('申请表 表格 申请书的表')}).{{0,5}}(?:{any_of('下载 下不了 打印 哪里拿 哪里有 领 拿')})|(?:下载|打印|领).{{0,3}}(?:申请表|表格)"
)
_FIT = re.compile("(?:够|符合|满足|有没有).{0,2}(?:申请|援助)?的?(?:条件|资格)|条件够不够")


def answers(asked: Asked) -> Iterator[Answer]:
    said = asked.folded.strip()
    if len(said) > LONGEST:
        return
    is_of_the_law = bool(_OF_THE_LAW.search(said))
    if _GO_ON.search(said) and not is_of_the_law:
        yield Answer(DONE, "intake/answers/resume.html", {})
    elif _COST.search(said) and not is_of_the_law:
        yield Answer(DONE, "intake/answers/apply.html", {"for_me": False})
    elif _DISSATISFIED.search(said):
        yield Answer(DONE, "intake/answers/dissatisfied.html", {})
    elif _STATUS.search(said) and not is_of_the_law:
        yield Answer(DONE, "intake/answers/status.html", {})
    elif _FOR_ME.search(said):
        yield Answer(DONE, "intake/answers/apply.html", {"for_me": True})
    elif _FIT.search(said) or _PAPER.search(said) or (_APPLY.search(said) and not _BESIDE.sub("", said)):
        yield Answer(DONE, "intake/answers/apply.html", {"for_me": False})
