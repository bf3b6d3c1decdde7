"""The roster of a group: typed in rows, pasted, or from a file. Wrong rows stay where they are, as they were typed."""

from collections import Counter
from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from aid import roster as rules
from aid.services import group as groups
from foundation.content import qr
from foundation.content.spreadsheets import blank_table
from foundation.decoding import bounded, table
from foundation.decoding.refused import Refused
from intake import forms, throttle
from intake.group import TooMany
from intake.views.joining import join_address

PER_PAGE, BLANK, MOST_BLANK = 25, 1, 25
# Of the rows to be mended so many are named, and on each page so many stand open.
SHOWN_WRONG, OPEN_WRONG, SHOWN_LEFT_OUT = 10, 3, 5
# By the codes of foundation.decoding.
REFUSALS = {
    "type": gettext_lazy("这不是表格。请传 .xlsx、.csv 或 .txt；照片请照着抄，或者打 12348 请我们帮您抄。"),
    "archive": gettext_lazy("这不是表格。请传 .xlsx、.csv 或 .txt。"),
    "broken": gettext_lazy("这个文件打不开，可能没传完整。请再选一次，或者把表格里的内容粘过来。"),
    "password": gettext_lazy("这个表格有密码，打不开。请去掉密码，或者把内容粘过来。"),
    "macro": gettext_lazy("这个表格里带着程序（宏）。请另存成 .xlsx 或 CSV 再传。"),
    "heavy": gettext_lazy("这个表格太复杂，打不开。请只留名单另存一份，或者把内容粘过来。"),
    "busy": gettext_lazy("现在传文件的人太多，还没有读。请过一两分钟再传一次。"),
    "old": gettext_lazy("这是老格式的表格（.xls）。请在软件里“另存为”.xlsx 或 CSV 再传。"),
    "letters": gettext_lazy("里面的字认不出来。请另存成 .xlsx 再传，或者把内容粘过来。"),
    "long": gettext_lazy("行数太多了，一份申请最多 500 人。请分成两份交，或者打 12348。"),
}


def roster(way, walk, page):
    """One page of the walk; the caller has seen to it that it is asked now."""
    request = way.request
    if request.method != "POST":
        return _show(way, walk, page)
    if "paste" in request.POST:
        return _paste(way, walk, page)
    if "upload" in request.POST:
        return _upload(way, walk, page)
    return _rows(way, walk, page)


def _paste(way, walk, page):
    form = forms.PasteForm(way.request.POST)
    if form.is_valid():
        try:
            return _add(way, walk, page, rules.read(table.split(form.cleaned_data["paste"])))
        except (TooMany, Refused) as full:
            form.add_error("paste", too_many(full))
        except ValueError as nothing:
            form.add_error("paste", str(nothing))
    return _show(way, walk, page, paste=form)


def _upload(way, walk, page):
    form = forms.RosterFileForm(way.request.POST, way.request.FILES)
    status = 200
    if form.is_valid():
        file = form.cleaned_data["file"]
        if not throttle.may(way.request, "upload", 1 + file.size // 1_000_000):
            form.add_error("file", throttle.CROWDED)
            status = 429
        else:
            try:
                found = bounded.read_table(file)
                answer = _add(way, walk, page, rules.read(found.rows))
                if found.unread:
                    messages.info(way.request, _unread(found.unread))
                return answer
            except TooMany as full:
                form.add_error("file", too_many(full))
            except Refused as refused:
                form.add_error("file", str(REFUSALS.get(refused.code, REFUSALS["broken"])))
            except ValueError as nothing:
                form.add_error("file", str(nothing))
    return _show(way, walk, page, file=form, status=status)


def too_many(full):
    if isinstance(full, TooMany):
        return _("一份申请最多 %(most)d 人，加上这些是 %(count)d 人。请分成两份交，或者打 12348。") % {
            "most": rules.MOST,
            "count": full.count,
        }
    return str(REFUSALS["long"])


def _add(way, walk, page, reading):
    """Rows of a table go into the roster; then it is shown, with what became of them."""
    if not reading.rows:
        raise ValueError(_("没有认出人来。一人一行，先写姓名"))
    added = walk.roster.add(reading.rows)
    walk.keep(page, QueryDict(), done=False)
    said = [ngettext("加进去 %(count)d 个人。", "加进去 %(count)d 个人。", added.new) % {"count": added.new}]
    if added.mine:
        said.append(_("您自己那一行合到第 1 行了。"))
    if added.known:
        known = {"count": added.known}
        said.append(
            ngettext(
                "%(count)d 个人已经在名册里，没有重复加。",
                "%(count)d 个人已经在名册里，没有重复加。",
                added.known,
            )
            % known
        )
    messages.success(way.request, " ".join(said))
    if reading.left_out:
        messages.info(way.request, _left_out(reading.left_out))
    return redirect(address(way, page))


def _left_out(lines):
    said = "；".join(line[:40] for line in lines[:SHOWN_LEFT_OUT])
    if len(lines) > SHOWN_LEFT_OUT:
        said += _("……一共 %(count)d 行") % {"count": len(lines)}
    return _("这些不像是人，没有加：%(lines)s。里面有人的话，请到名册最后一行补上。") % {"lines": said}


def _unread(sheets):
    return _(
        "只读了第一张有字的工作表，没有读：%(sheets)s。里面也有名单的话，请另存一份再传，或者粘过来。"
    ) % {"sheets": "、".join(sheets[:SHOWN_LEFT_OUT])}


def _rows(way, walk, page):
    """The rows of a page were sent: keep them all, whatever button was pressed."""
    request, data = way.request, way.request.POST
    on_page = {row["key"] for row in walk.roster.rows}
    typed = {key: _typed(data, key) for key in data.getlist("row") if key in on_page}
    new = [_typed(data, key) for key in data.getlist("new")[:MOST_BLANK]]
    try:
        fresh = walk.roster.put(typed, new)
    except TooMany as full:
        messages.error(request, too_many(full))
        return redirect(address(way, page, request.GET.get("page")))
    if removed := data.get("remove"):
        walk.roster.remove(removed)
    walk.keep(page, QueryDict(), done="go" in data and walk.roster.is_good)
    if "go" in data:
        if walk.is_done(page):
            undone = walk.first_undone()
            return way.to(undone if request.GET.get("from") == "check" else walk.after(page) or undone)
        messages.error(request, _why_not(walk.roster))
        return redirect(address(way, page, _page_of(walk.roster.wrong[0]) if walk.roster.wrong else 1))
    if turn := data.get("turn"):
        return redirect(address(way, page, turn))
    blank = min(MOST_BLANK, len(new) + 5) if "more" in data else BLANK
    last = None if not fresh and "more" not in data else "last"
    return redirect(
        address(
            way,
            page,
            last or request.GET.get("page"),
            blank=blank,
            anchor="new" if "more" in data else "list",
        )
    )


def _typed(data, key):
    names = (*rules.FIELDS, "representative", "card")
    return {name: data.get(f"{name}-{key}", "") for name in names}


def _why_not(held):
    if held.wrong:
        return _("名册里还有要改的，改好了再往下走。")
    if held.has_too_many_speakers:
        return _("代表最多 %(most)d 位，请少选几位。") % {"most": rules.MOST_REPRESENTATIVES}
    return _("名册里至少要有两个人。只有您一个人的，请回到“是谁的事”，选“我自己的事”。")


def _page_of(member):
    return (member.number - 1) // PER_PAGE + 1


def address(way, page, number=None, *, blank=BLANK, anchor="list"):
    query = {
        name: value
        for name, value in (("page", number), ("blank", blank if blank > BLANK else None))
        if value
    }
    return way.step_url(page) + (f"?{urlencode(query)}" if query else "") + f"#{anchor}"


def _joining(way, held):
    """The code with which workmates join; an officer who fills it in for them writes them down instead."""
    if way.bar:
        return {}
    group = groups.group_of(way.draft)
    address = join_address(way.request, group)
    return {
        "join_code": group.join_code,
        "join_url": address,
        "join_qr": qr.svg(address, _("扫这个码加入")),
        "confirmed": held.confirmed,
        "more": held.more,
    }


class Wrong(NamedTuple):
    """The rows to be mended: those of this page, with the anchor of each; how many stand on other pages."""

    here: list[tuple[rules.Member, str]]
    elsewhere: list[tuple[int, int]]
    open_rows: set[str]

    @property
    def more_here(self):
        return max(len(self.here) - SHOWN_WRONG, 0)

    @property
    def first(self):
        return self.here[:SHOWN_WRONG]


def _wrong(held, page):
    pages = Counter(_page_of(member) for member in held.wrong)
    here = [member for member in held.wrong if _page_of(member) == page]
    is_open = {member.key for member in here[:OPEN_WRONG]}
    return Wrong(
        [(m, f"{m.first_error[0]}-{m.key}" if m.key in is_open else f"row-{m.key}") for m in here],
        sorted((number, count) for number, count in pages.items() if number != page),
        is_open,
    )


def _show(way, walk, page, *, paste=None, file=None, status=200):
    held = walk.roster
    if page.slug not in walk.pages:
        # Nobody has typed anything here yet: nothing is wrong so far.
        for member in held.members:
            member.errors.clear()
    shown = Paginator(held.members, PER_PAGE).get_page(way.request.GET.get("page"))
    before = walk.before(page)
    blank = way.request.GET.get("blank", "")
    blank = min(int(blank), MOST_BLANK) if blank.isascii() and blank.isdigit() and len(blank) < 4 else BLANK
    wrong = _wrong(held, shown.number)
    context = {
        "walk": walk,
        "roster": held,
        "shown": shown,
        "wrong": wrong,
        "open_rows": wrong.open_rows,
        "new_rows": [rules.Member(f"n{number}", 0, {}) for number in range(max(blank, 1))],
        "paste": paste or forms.PasteForm(),
        "file": file or forms.RosterFileForm(),
        "needs_amount": held.needs_amount,
        "form_title": page.heading,
        "why": page.why,
        "step": walk.number(page),
        "steps": walk.total,
        "step_name": page.name,
        "back_url": way.url("check") if way.request.GET.get("from") == "check" else way.step_url(before),
        **_joining(way, held),
        "you_url": way.step_url(walk.find("you")),
        "way": way,
        "code": way.code,
    }
    return render(way.request, "intake/roster.html", context, status=status)


@require_safe
def roster_sheet(request):
    """An empty table to fill in: headings that are read back, numbers kept as they are typed."""
    columns = {
        "姓名": 12,
        "手机": 16,
        "身份证号": 22,
        "天数": 8,
        "一天多少元": 12,
        "已拿多少元": 12,
        "还欠多少元": 12,
        "哪天走的": 14,
        "备注": 24,
    }
    content = blank_table(columns, title="名册", widths=columns.values(), rows=rules.MOST)
    answer = HttpResponse(
        content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    answer["Content-Disposition"] = 'attachment; filename="roster.xlsx"'
    return answer
