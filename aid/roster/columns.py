"""What the columns of a table of workers hold, by their headings, in one line or in two. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from foundation.vault import spelling

# What an account is made of. "extra": pay beside the days; "month": headed by a month alone, be it days or money.
MONEY = ("days", "rate", "due", "net", "paid", "cut", "amount", "extra", "month")
UNCERTAIN = "?"
# What a column is called, months left out; the first that fits. "" are columns of no use to us.
_HEADINGS = (
    ("", r"序号|编号|^号$|^no\.?$|^#$|性别|民族|签[名字]|手印|确认|年龄"),
    ("card", r"卡.*(人|名|谁)|户名|开户"),
    ("left_on", r"^(?!.*(原因|说明)).*(走|离[开职场岗厂]|退场|停工|到哪天|最后一天)"),
    (
        "note",
        r"备注|说明|注$|银行|卡号|情况|月份|[地住]址|欠条|有无|是否|紧急|家属|老板|包工头|负责人|[队组]长",
    ),
    ("note", r"原因|事由|起止|期间|时间|日期|[放付款]方式|欠.*(单位|企业|公司|项目|主体|地点|工地)"),
    ("id_number", r"身份证|证件|身份号"),
    ("phone", r"手机|电话|联系方式|号码|phone|tel"),
    ("days", r"[欠未].*(天数|工日|工数|几天|几个?月|月数)|多少(天|个?工|个月)|干了"),
    ("paid", r"[已预][付拿领发给支得]|借支|借款|生活费|付了|拿了|领了|给了"),
    ("cut", r"扣(?!.{0,3}后)|罚款|个税|水电|伙食"),
    ("extra", r"加班[费工]|补[贴助]|奖金?|津贴|提成"),
    (
        "rate",
        r"单价|工价|[日时月]薪|[日天时]工资|^月工资|[每一]个?([天工日]|小时)|每个?月|一个月|多少钱一|元/[天日工月时小]",
    ),
    (
        "rate",
        r"标准|底薪|基本工资|平均|(约定|合同|谈好|讲好).*[资薪钱]|^(?!.*[应实]).*工资[/每按]?([天日月]|小时)$",
    ),
    ("amount", r"欠|差(?!旅)|[未没][付发结给领]|剩|还该|余额|amount"),
    ("net", r"实[付发得领收]"),
    ("due", r"应[付发得领]|[合小]计|总[额计]|金额|工钱|工资"),
    ("days", r"天数|工日|工数|出勤|考勤|几天|工时|小时|几个?月|月数|^工$|^天$|days?$|件数|数量|方量|面积"),
    ("name", r"姓名|名字|工人|人员|^名$|name"),
)
_MONTH = re.compile(r"(20[0-9]{2}年?)?([0-9]{1,2}|十?[一二三四五六七八九十]|[本上下当])月份?(?!薪)")
_YEAR = re.compile(r"20[0-9]{2}[-年./]?")
_UNIT_ALONE = re.compile(r"万?元|人民币|天|工|月|元/.{1,2}")
_WHOLE = re.compile(r"[合共总小累]计|总|合")
_PER = (("hour", r"时"), ("month", r"月"), ("day", r"[天日]|工(?!资|钱|作|价|种)|出勤|考勤"))


@dataclass(frozen=True)
class Column:
    """`kind`: a name of FIELDS, of MONEY, "card", "" for no use, None for what we do not know.

    `per`: "hour", "day", "month"; "" for whatever is counted; UNCERTAIN where nobody knows.
    """

    heading: str
    kind: str | None
    per: str = ""
    in_wan: bool = False  # 万元

    @property
    def is_whole(self) -> bool:
        """Whether it adds up others, as 合计 does."""
        return bool(_WHOLE.search(self.heading))

    @property
    def bare(self) -> str:
        """The heading without its month: what 1月已发 and 2月已发 have in common."""
        return _bare(self.heading)

    @property
    def month(self) -> str:
        return "".join(found[0] for found in _MONTH.finditer(self.heading))


def find(table: Sequence[Sequence[str]], highest: int) -> tuple[int, int, list[Column]] | None:
    """(first line of the headings, first line below them, the columns); None for a table without headings."""
    scores = [_score(line) for line in table[:highest]]
    if not any(scores):
        return None
    # Of two lines of headings the upper has the names; a title has few words of a heading.
    named = (n for n, score in enumerate(scores) if score * 2 >= max(scores) and _has_names(table[n]))
    place = next(named, scores.index(max(scores)))
    top = [_clean(cell) for cell in table[place]]
    below = place + 1
    in_wan = any("万元" in cell for line in table[:place] for cell in line)
    if below < len(table) and (merged := _two_lines(top, table[below])):
        return place, below + 1, [_column(*pair, in_wan) for pair in merged]
    return place, below, [_column(cell, "", in_wan) for cell in top]


def labelled(cell: str) -> tuple[Column, str] | None:
    """“电话：13700000011” with a heading of its own."""
    found = re.fullmatch(r"([^：:0-9]{1,8})[：:] *(\S.*)", cell)
    column = _column(_clean(found[1]), "", in_wan=False) if found else None
    return (column, found[2]) if found and column and column.kind not in (None, "month") else None


def are_headings(line: Sequence[str]) -> bool:
    return _score(line) > 0 and _has_names(line)


def _has_names(line: Sequence[str]) -> bool:
    return any(_kind(_clean(cell)) == "name" for cell in line)


def _score(line: Sequence[str]) -> int:
    """How many cells of a line are headings; 0 when it is none."""
    cells = [_clean(cell) for cell in line if cell]
    if any(re.search(r"[0-9]{4}", _YEAR.sub("", cell)) for cell in cells):
        return 0
    kinds = [kind for kind in map(_kind, cells) if kind is not None]
    if len(cells) < 2:
        return int(len(line) == 1 and cells == ["姓名"])
    return len(kinds) if len(kinds) > 1 or "name" in kinds else 0


def _two_lines(top: list[str], line: Sequence[str]) -> list[tuple[str, str]] | None:
    """The headings with those of the line below, when they go on there; a merged cell stands above several."""
    sub = [_clean(cell) for cell in line]
    if not any(sub) or any(re.search(r"[0-9]{3}", _YEAR.sub("", cell)) for cell in sub):
        return None
    if any(cell and not (_kind(cell) is not None or _UNIT_ALONE.fullmatch(cell)) for cell in sub):
        return None
    width = max(len(top), len(sub))
    top, sub = top + [""] * (width - len(top)), sub + [""] * (width - len(sub))
    if any(above and below and _kind(above) == "name" for above, below in zip(top, sub, strict=True)):
        return None
    found, over = [], ""
    for above, below in zip(top, sub, strict=True):
        over = above or (over if below else "")
        found.append((over, below))
    return found


def _column(above: str, below: str, in_wan: bool) -> Column:
    heading = above + below
    own = _kind(below)
    kind = own if own not in (None, "month") else _kind(heading)
    kind = _kind(above) if kind is None else kind
    return Column(
        heading, kind, _per(heading) if kind in ("days", "rate") else "", in_wan or "万元" in heading
    )


def _clean(cell: str) -> str:
    return re.sub(r"[\s*（）()：:]", "", spelling.plain(cell))


def _bare(heading: str) -> str:
    return _MONTH.sub("", heading)


def _kind(heading: str) -> str | None:
    if not heading:
        return None
    said = _bare(heading).lower()
    if not said:
        return "month"
    return next((kind for kind, words in _HEADINGS if re.search(words, said)), None)


def _per(heading: str) -> str:
    said = _bare(heading)
    found = next((per for per, words in _PER if re.search(words, said)), "")
    return found or (UNCERTAIN if re.search(r"标准|底薪|基本", said) else "")
