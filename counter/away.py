"""带走上门: what a telephone takes along for visits, the page that opens it there, and its way back (decision 0055)."""

import copy as copies
import json
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.staticfiles import versioned_static

from aid import checklist, files, sla
from aid.models import Application, VisitCopy, VisitTask
from aid.services import visit_copies, visits
from counter import away_forms, words
from counter.concern import care_rules
from counter.forms import say_who_reads
from counter.forms_visits import FinishForm
from counter.views import CounterView, in_clear
from foundation.content.forms import PlainForm
from foundation.content.templatetags.content_tags import chinese_date
from foundation.vault.services import record_access

ROOM = 40 * 1024 * 1024  # of all files of a visit; MAX_BODY_BYTES is more
MOST = 20  # visits that go along at once
NOBODY = "00000000-0000-0000-0000-000000000000"  # stands in an address for the number of a copy
# Of the page of one application, and of nobody's.
_APART = ("version", "key", "visit")
STYLES = ("admin/brand.css", "css/counter.css", "css/away.css")
SCRIPTS = ("js/sealed.js", "js/sheet.js", "js/away_form.js", "js/away.js", "js/sign.js")
PICTURES = ("icons/sprite.svg", "favicon.svg")


def questions():
    """What the form of a result asks, without an application: the same fields under the same names."""
    asked = {name: field for name, field in FinishForm.base_fields.items() if name not in _APART}
    form = PlainForm(prefix=FinishForm.action, auto_id="id_%s", label_suffix="")
    form.fields = copies.deepcopy(asked)
    say_who_reads(form)
    return form


def shell_assets():
    return [
        versioned_static("wagtailadmin/css/core.css"),
        *(static(name) for name in (*STYLES, *SCRIPTS, *PICTURES)),
    ]


def taken(task):
    """What one visit needs, and no more: whom to look for, where, what for, what to mind, what is to be checked."""
    application, person = task.application, task.claimant
    rules = [
        *care_rules(application, person),
        *(one for one in words.contact_rules(person) if one.is_warning),
    ]
    facts = [
        (_("去见谁"), person.name),
        (_("去做什么"), task.get_purpose_display()),
        (_("哪天去"), chinese_date(task.day, "full")),
        (_("带什么、注意什么"), task.note),
        (_("编号"), application.reference),
    ]
    checks = checklist.of(application, FinishForm.action, sla.today_in_shanghai())
    return {
        "title": task.place,
        "about": " · ".join([chinese_date(task.day), person.name, str(task.get_purpose_display())]),
        "facts": [(str(label), str(value)) for label, value in facts if value],
        "warnings": [str(rule.text) for rule in rules],
        "checks": [
            {"name": f"{FinishForm.action}-{checklist.field(row)}", "label": str(row.text)} for row in checks
        ],
    }


class TakeView(CounterView):
    """One's own visits to come: the page that seals them into this telephone; POST hands them over, and is an entry.

    `?visit=`: the one that is chosen; else those of today are.
    """

    template_name = "counter/away_take.html"
    page_title = gettext_lazy("带走上门")
    header_icon = "download"

    def above(self):
        return [*super().above(), {"url": reverse("applications:visits"), "label": _("上门")}]

    def task(self, pk):
        visible = Application.objects.visible_to(self.request.user)
        mine = VisitTask.objects.filter(officer=self.request.user, application__in=visible.values("pk"))
        task = mine.select_related("application__office", "claimant").filter(pk=pk).first()
        if task is None:
            if foreign := VisitTask.objects.select_related("application").filter(pk=pk).first():
                record_access(
                    self.request.user, "aid.refused_look", foreign.application, f"visit {pk}", self.request
                )
            raise Http404
        return task

    def get(self, request):
        now, asked = timezone.now(), _number(request.GET.get("visit", ""))
        today = sla.local_day(now)
        if asked:
            self.task(asked)  # not there, or not one's own
        visible = Application.objects.visible_to(request.user)
        mine = VisitTask.objects.filter(application__in=visible.values("pk")).select_related("claimant")
        tasks = mine.takeable(request.user, visit_copies.last_day(now)).select_related("application")
        rows = [
            (
                task,
                next((one for one in task.copies.all() if one.is_out(now)), None),
                task.pk == asked if asked else task.day == today,
            )
            for task in tasks.prefetch_related("copies")[:MOST]
        ]
        context = self.get_context_data(
            tasks=rows,
            is_on=settings.OFFLINE_COPIES,
            fills_in=away_forms.choices_of(request.user) is not None,
            days=visit_copies.DAYS,
            page=reverse("applications:away"),
            assets=json.dumps(shell_assets()),
            drop=reverse("applications:away_drop", args=[NOBODY]),
        )
        return self.render_to_response(context)

    @in_clear
    def post(self, request):
        chosen = dict.fromkeys(_number(pk) for pk in request.POST.getlist("visit")[:MOST])
        tasks = [self.task(pk) for pk in chosen]
        writes = away_forms.choices_of(request.user)
        if not settings.OFFLINE_COPIES:
            return JsonResponse({"error": _("现在不能带走。")}, status=409)
        try:
            # Without a visit it is for applications that are written there.
            copies = (
                visit_copies.take_all(tasks, actor=request.user, request=request)
                if tasks or not writes
                else []
            )
        except ValidationError as error:
            return JsonResponse({"error": " ".join(error.messages)}, status=422)
        except PermissionDenied:
            return JsonResponse({"error": _("您的角色不能记这一次的结果，带不走。")}, status=409)
        return JsonResponse(
            {
                "until": _milliseconds(timezone.now() + timedelta(days=visit_copies.DAYS)),
                "writes": writes,
                "copies": [
                    {"id": str(copy.pk), "until": _milliseconds(copy.until), **taken(copy.task)}
                    for copy in copies
                ],
            }
        )


def _number(text):
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _milliseconds(moment):
    return int(moment.timestamp() * 1000)


class ShellView(CounterView):
    """The page on the telephone, the same for everybody and with nothing of anybody: it may be kept."""

    def get(self, request):
        context = {
            "form": questions(),
            "words": _words(),
            "most": visits.MOST_PHOTOS,
            "limit": files.MAX_BYTES,
            "room": ROOM,
            "days": visit_copies.DAYS,
            "form_days": away_forms.DAYS,
            **away_forms.blank(),
            "give_form": reverse("applications:away_form", args=[NOBODY]),
            "give": reverse("applications:away_give", args=[NOBODY]),
            "drop": reverse("applications:away_drop", args=[NOBODY]),
        }
        return render(request, "counter/away.html", context)


class WorkerView(CounterView):
    """The service worker; its own address is its scope. Switched off, it is one that takes itself and the page back."""

    def get(self, request):
        name = "away_worker.js" if settings.OFFLINE_COPIES else "away_worker_off.js"
        return HttpResponse(_script(name), content_type="text/javascript; charset=utf-8")


class StatesView(CounterView):
    """What became of one's own copies, by their numbers; with the token that a page kept for long has not."""

    def get(self, request):
        now = timezone.now()
        recent = VisitCopy.objects.filter(officer=request.user).select_related("task")
        mine = recent.order_by("-taken_at")[:50]
        states = {str(one.pk): visit_copies.standing(one, now) for one in mine}
        return JsonResponse({"csrf": get_token(request), "copies": states})


class _CopyView(CounterView):
    def get(self, request, pk):
        raise Http404

    def copy(self, pk):
        return VisitCopy.objects.filter(officer=self.request.user, pk=pk).first()


class GiveView(_CopyView):
    """POST: what was written down without a network, by the form and the service of 上门的结果."""

    def post(self, request, pk):
        copy = self.copy(pk)
        application = copy and self.visible().filter(pk=copy.application_id).first()
        if application is None:
            return (
                JsonResponse({"state": "gone"}, status=409)
                if copy
                else JsonResponse({"state": "unknown"}, status=404)
            )
        if copy.ended == VisitCopy.Ended.RETURNED:
            return JsonResponse({"state": "returned"})
        try:
            if (state := self.standing(copy)) != "out":
                raise visit_copies.NotOut(state)
            data = request.POST.copy()
            data["finish_visit-visit"] = copy.task_id
            data["finish_visit-version"], data["finish_visit-key"] = application.version, copy.pk.hex
            form = FinishForm(data, request.FILES, application=application)
            if form.is_valid():
                self.give(copy, form)
        except visit_copies.NotOut as refused:
            return JsonResponse({"state": refused.state}, status=409)
        except PermissionDenied:
            return JsonResponse({"state": "not_allowed"}, status=409)
        if form.errors:
            found = {form.add_prefix(name): lines for name, lines in form.errors.items()}
            return JsonResponse({"errors": found}, status=422)
        return JsonResponse({"state": "returned"})

    def standing(self, copy):
        return visit_copies.standing(copy, timezone.now())

    def give(self, copy, form):
        said = {name: form.cleaned_data[name] for name in questions().fields}
        try:
            visit_copies.give_back(
                copy, actor=self.request.user, request=self.request, ticked=form.ticked(), **said
            )
        except ValidationError as error:
            form.take_errors(error)


class DropView(_CopyView):
    """POST: it was deleted from the telephone without a result."""

    def post(self, request, pk):
        copy = self.copy(pk)
        if copy is None:
            raise Http404
        visit_copies.drop(copy, actor=request.user, request=request)
        return JsonResponse({})


@cache
def _script(name):
    return (Path(__file__).parent / name).read_text("utf-8")


def _words():
    return {
        "times": _("{taken} 带走的，留到 {until}"),
        "times_of": _("{taken} 带走的 {n} 处，留到 {until}"),
        "times_none": _("{taken} 带走的，可以写新申请，留到 {until}"),
        "of": _("{n} 处："),
        "new": _("新申请"),
        "new_of": _("新申请：{name}"),
        "written": _("{at} 开始写的，留到 {until}"),
        "until": _("留到 {until}，到时自己删掉。在那以前交回。"),
        "kept": _("{at} 存好了，是加密的"),
        "expired": _("有一次过了期限，已经从这台设备上删掉了。"),
        "wrong": _("密码不对，再试一次。还能试 {left} 次，再错就删掉。"),
        "gone": _("错了 10 次，这一次带走的已经从这台设备上删掉了。有网的时候可以再带走一次。"),
        "sure": _("真的删掉？写的也没了"),
        "dropped": _("删掉了。"),
        "elsewhere": _("在别的窗口里已经交回或者删掉了，这里写的存不了，先抄在纸上。"),
        "full": _("这台设备存不下了。刚才写的还在屏幕上，先抄在纸上，删几张照片再试。"),
        "much": _("照片太多或者太大：最多 10 张，一张最大 20 MB，加起来 40 MB。"),
        "remove": _("去掉"),
        "signature": _("签名"),
        "photo": _("照片"),
        "sending": _("正在交回……"),
        "offline": _("还没有网。写的都存着，有网了再按“交回”。"),
        "login": _("登录过期了。在新窗口里登录，再回来按“交回”；写的都存着。"),
        "unheard": _("没有等到回音，不知道收到没有。写的都存着，再按一次“交回”：只会记一次。"),
        "frozen": _("上次交回没有等到回音。先再按一次“交回”，再改别的。"),
        "errors": _("有的地方要改，写在那里了。改好再交回。"),
        "given_form": _("交回了，在“替人填”里，还没有提交。接着核对、提交："),
        "unagreed": _(
            "交回了，在“替人填”里，还没有提交。告知书改过了，请他本人确认的时候再念一遍。接着核对、提交："
        ),
        "go_on": _("接着填"),
        "given": _("交回了，已经记在申请里，这台设备上的删掉了。"),
        "states": {
            "returned": _("已经交回、记下了。这台设备上的可以删掉。"),
            "revoked": _("这一次被收回了，不能从这台设备上交。写的还在，可以打印；要记，在申请的页面上填。"),
            "replaced": _("同一次又带走过一回，以那一回为准。写的还在，可以打印、照着填。"),
            "dropped": _("这一次记成“没用，删了”，不能交。写的还在，可以打印、照着填。"),
            "expired": _("过了期限，不能交了。写的还在，可以打印；要记，在申请的页面上填。"),
            "done": _("这一次别人已经记过结果了。写的还在，可以打印；要补，在申请的页面上写备注。"),
            "missed": _("这一次别人已经记成没见到人。写的还在，可以打印；要补，在申请的页面上写备注。"),
            "cancelled": _("这一次已经取消、不去了。写的还在，可以打印；去过了的，再安排一次，照着填。"),
            "gone": _("这件申请现在归别人办，您看不到了。写的还在，可以打印，交给现在办的人。"),
            "not_allowed": _("您现在的角色不能记这个结果。写的还在，可以打印，交给督导。"),
            "unknown": _("这里没有这一次，可能是用别的账号带走的。用带走的那个账号登录，再交回。"),
        },
    }
