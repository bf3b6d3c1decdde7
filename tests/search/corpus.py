"""A small invented corpus, written to the index as documents."""

from datetime import date

from foundation.content.searchable import SearchDocument
from search.postgres import PostgresEngine

TODAY = date(2026, 11, 22)


def document(pk, title, kind="explainer", locale="zh-hans", **fields):
    return SearchDocument(
        kind=kind, pk=str(pk), locale=locale, title=title, url=f"/{locale}/{kind}/{pk}/", **fields
    )


DOCUMENTS = [
    document(
        1,
        "老板拖欠工资，怎么把钱要回来",
        body="先留住证据：欠条、微信记录、考勤。可以到劳动监察投诉，也可以申请仲裁。法律援助不收钱。",
        words="讨薪 欠薪",
    ),
    document(
        2, "加班费怎么算", body="平时加班按工资的150%算，休息日200%，法定节假日300%。iPhone厂的计件工也一样。"
    ),
    document(3, "干活受伤：工伤认定怎么申请", body="单位三十日内申请，单位不申请的，自己一年内可以申请。"),
    document(
        4, "被辞退能拿多少经济补偿", body="干满一年给一个月工资，这就是常说的N+1里的N。996不违法吗？违法。"
    ),
    document(5, "外卖骑手摔伤了找谁", body="平台用工也有保障，app里的记录要截图。"),
    document(6, "23名工人讨薪案", "case", body="某建筑公司欠23人工资，法律援助律师帮他们拿回了钱。"),
    document(
        7, "章贡区公共法律服务中心", "station", body="章贡区红旗大道", words="赣州 章贡", region="360702"
    ),
    document(8, "欠薪维权进工地", "event", until=date(2026, 12, 20), body="律师到工地现场解答。"),
    document(9, "春节前欠薪维权进工地", "event", until=date(2026, 1, 20), body="律师到工地现场解答。"),
]


def load(documents=DOCUMENTS):
    return PostgresEngine().write(documents)
