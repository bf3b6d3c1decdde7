"""What takes place soon, for whoever asks for a lecture, an advice day, a job fair."""

import re
from collections.abc import Iterator

from wagtail.models import Locale

from campaigns.models import EventPage, with_status
from foundation.content.answering import DONE, Answer, Asked, any_of

ROWS = 3
_WORDS = {
    EventPage.Kind.LECTURE: "讲座|宣讲会?|法律课|普法课",
    EventPage.Kind.JOB_FAIR: "招聘会",
    EventPage.Kind.NIGHT_MARKET: "夜市",
    EventPage.Kind.RECEPTION_DAY: "接待日|坐诊",
    EventPage.Kind.THEME_DAY: "宣传日|宪法日|宣传周",
    EventPage.Kind.SITE_VISIT: "送法进工地|进工地",
    EventPage.Kind.OTHER: "咨询会|咨询日|咨询活动|活动",
}
_EVENT = re.compile("|".join(_WORDS.values()))
_BESIDE = re.compile(
    any_of(
        "有没有 有什么 有哪些 什么时候 什么时间 可不可以 能不能 在哪里 在哪儿 哪一天 附近 周边 最近 近期 这周 下周 周末 "
        "周[一二三四五六日天] 这个月 下个月 今天 明天 哪里 哪儿 哪天 在哪 几号 几点 可以 参加 报名 免费 法律援助 法律 "
        "法援 普法 律师 咨询 现场 工地 工友 农民工 打工 开始 举办 安排 想 去 听 看 问 是 办 有 的 吗 呢 么 吧 场 "
        "个 我 们 你"
    )
    + r"|[\W_]+"
)


def answers(asked: Asked) -> Iterator[Answer]:
    said = asked.folded
    if not _EVENT.search(said) or _BESIDE.sub("", _EVENT.sub("", said)):
        return
    coming = (
        EventPage.objects.published_in(Locale.get_active()).for_lists().taking_place().upcoming(asked.now)
    )
    wanted = {kind for kind, words in _WORDS.items() if re.search(words, said)} - {EventPage.Kind.OTHER}
    is_further = lambda event: (event.kind not in wanted, event.region.code[:4] != asked.home[:4])
    if nearest := sorted(coming, key=is_further)[:ROWS]:
        yield Answer(DONE, "campaigns/answers/events.html", {"events": with_status(nearest, asked.now)})
