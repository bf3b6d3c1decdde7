"""Filling in the form for somebody who calls, writes or comes: the list, how it came, the pages, what comes after."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from aid import paperwork, services
from aid.choices import Channel, PaperKind
from aid.models import DeskEntry
from aid.services import desk
from counter import arrival
from counter.desk_way import DeskWay
from counter.forms_desk import FORMS, ConfirmForm
from counter.views import CounterView, forbidden, in_clear
from foundation.content import qr
from foundation.paper import PaperFailed
from foundation.vault.services import record_access
from intake import notice
from intake.steps import SLUGS, Walk
from intake.views import pieces
from intake.views.apply import turn
from intake.views.papers import turn_paper
from intake.views.send import turn_check
from intake.views.visit import code_address


@method_decorator(sensitive_post_parameters(), name="dispatch")
class DeskView(CounterView):
    """Only for those who fill in the form for others, and only what was typed at their desks."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not desk.fills_in(request.user):
            return forbidden(request, _("替人填申请由受理员来做。"))
        try:
            return super().dispatch(request, *args, **kwargs)
        except services.DraftGone:
            return redirect("applications:desk")

    def above(self):
        return [*super().above(), {"url": reverse("applications:desk"), "label": _("替人填")}]

    def get_entry(self, pk, entries=None):
        entries = DeskEntry.objects.of_desk(self.request.user) if entries is None else entries
        return get_object_or_404(entries.select_related("draft", "application", "office", "operator"), pk=pk)

    def looked_at(self, entry, what):
        """What somebody else typed, or all of it at once, is in clear on the page: that is a look."""
        record_access(self.request.user, f"aid.desk_{what}", entry, request=self.request)


class DeskIndex(DeskView):
    """What was begun and is not sent, what nobody has confirmed, and the doors to begin."""

    template_name = "counter/desk/index.html"
    page_title = _("替人填申请")

    def get(self, request):
        now = timezone.now()
        mine = DeskEntry.objects.of_desk(request.user).select_related("operator", "office")
        context = self.get_context_data(
            doors=[(code, Channel(code).label) for code in FORMS],
            begun=[arrival.begun(entry, now) for entry in mine.unsent(now).select_related("draft")[:100]],
            unconfirmed=[
                arrival.sent(entry)
                for entry in mine.unconfirmed()
                .select_related("application__office")
                .prefetch_related("application__claimants")[:100]
            ],
        )
        return self.render_to_response(context)


class DeskNew(DeskView):
    """How it came; then the pages of the form."""

    template_name = "counter/desk/arrival.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.form_class = FORMS.get(kwargs.get("channel"))

    def get(self, request, channel):
        if self.form_class is None:
            raise Http404
        return self.show(self.form_class(user=request.user), channel)

    def post(self, request, channel):
        if self.form_class is None:
            raise Http404
        form = self.form_class(request.POST, request.FILES, user=request.user)
        if not form.is_valid():
            return self.show(form, channel, status=422)
        try:
            entry = desk.begin(
                channel=channel,
                office=form.chosen_office,
                actor=request.user,
                answers=form.answers(),
                **form.how(),
            )
        except ValidationError as wrong:
            form.add_error(None, wrong)
            return self.show(form, channel, status=422)
        _keep_scan(entry, form)
        return DeskWay(request, entry).to(Walk(entry.draft).first_undone())

    def show(self, form, channel, status=200, **more):
        self.page_title = _("替人填：%(channel)s") % {"channel": Channel(channel).label}
        context = self.get_context_data(form=form, channel=channel, points=notice.points(), **more)
        return self.render_to_response(context, status=status)


def _keep_scan(entry, form):
    if form.cleaned_data.get("scan"):
        services.add_paper(entry.draft, form.cleaned_data["scan"], kind=PaperKind.LETTER)


class DeskStart(DeskNew):
    """How it came, to be seen and changed until it is sent."""

    def get(self, request, pk):
        entry = self.get_entry(pk)
        if entry.application_id:
            return redirect("applications:desk_sent", pk)
        if entry.operator_id != request.user.pk:
            self.looked_at(entry, "open")
        return self.show(FORMS[entry.channel](user=request.user, entry=entry), entry.channel, entry=entry)

    def post(self, request, pk):
        entry = self.get_entry(pk)
        if entry.application_id:
            return redirect("applications:desk_sent", pk)
        form = FORMS[entry.channel](request.POST, request.FILES, user=request.user, entry=entry)
        if form.is_valid():
            try:
                desk.amend(entry, actor=request.user, **form.how())
                _keep_scan(entry, form)
            except ValidationError as wrong:
                form.add_error(None, wrong)
            else:
                return DeskWay(request, entry).to(Walk(entry.draft).first_undone())
        return self.show(form, entry.channel, status=422, entry=entry)


class DeskPage(DeskView):
    """The pages of the public form, on the officer's way."""

    def get(self, request, pk, **named):
        entry = self.get_entry(pk)
        if entry.application_id:
            return redirect("applications:desk_sent", pk)
        return self.turn(DeskWay(request, entry), **named)

    post = get

    def turn(self, way, slug):
        walk = Walk(way.draft)
        page = walk.find(slug)
        if page is None:
            if slug not in SLUGS:
                raise Http404
            return way.to(walk.first_undone())
        if (
            self.request.method == "GET"
            and way.entry.operator_id != self.request.user.pk
            and walk.typed(page)
        ):
            self.looked_at(way.entry, "open")
        return turn(way, walk, page)


class DeskPaper(DeskPage):
    def turn(self, way, number):
        return turn_paper(way, number)


class DeskPieces(DeskPage):
    """A file that comes piece by piece, as the public's do."""

    def turn(self, way):
        return pieces.take(self.request, way.draft, way.url("start"))


class DeskCheck(DeskPage):
    @in_clear
    def get(self, request, pk):
        return super().get(request, pk)

    post = DeskPage.get

    def turn(self, way):
        if self.request.method == "GET":
            self.looked_at(way.entry, "read")
        return turn_check(way)


class DeskDrop(DeskView):
    """POST: forget what was begun."""

    def get(self, request, pk):
        return redirect("applications:desk")

    def post(self, request, pk):
        desk.drop(self.get_entry(pk), actor=request.user)
        messages.success(request, _("删掉了。"))
        return redirect("applications:desk")


class DeskTwins(DeskView):
    """POST while an ID number or a phone is typed: whoever gave it before. A hint; nothing is kept."""

    def get(self, request, pk):
        return redirect("applications:desk")

    def post(self, request, pk):
        entry = self.get_entry(pk)
        if entry.application_id:
            raise Http404
        typed = {name: [request.POST.get(name, "")[:60]] for name in ("phone", "id_number")}
        entry.draft.answers.setdefault("pages", {})["you"] = {"data": typed, "done": False}
        return render(request, "counter/desk/_alike.html", {"twins": DeskWay(request, entry).twins})


class SentView(DeskView):
    """What was sent: the number, what to hand over, and 本人确认. For the desk, and for the office that has it."""

    template_name = "counter/desk/sent.html"

    def entry_of(self, pk):
        entry = self.get_entry(pk, DeskEntry.objects.within_reach(self.request.user, timezone.now()))
        if entry.application_id is None:
            raise Http404
        return entry

    def get(self, request, pk):
        entry = self.entry_of(pk)
        self.looked_at(entry, "sent")
        return self.show(entry, self.form(entry))

    def form(self, entry, *sent):
        application = entry.application
        return ConfirmForm(
            *sent, gets_code=application.claimant.gets_sms, has_agreed=desk.has_agreed(application)
        )

    def show(self, entry, form, status=200):
        application = entry.application
        self.page_title = application.reference
        context = self.get_context_data(
            entry=entry,
            application=application,
            claimant=application.claimant,
            form=form,
            facts=arrival.facts(entry),
            clocks=arrival.clocks(application),
            is_visible=self.sees(application),
        )
        return self.render_to_response(context, status=status)

    def sees(self, application):
        return type(application).objects.visible_to(self.request.user).filter(pk=application.pk).exists()


class ConfirmView(SentView):
    """POST: send the code, or keep that they confirmed."""

    def get(self, request, pk):
        return redirect("applications:desk_sent", pk)

    def post(self, request, pk):
        entry = self.entry_of(pk)
        if "send_code" in request.POST:
            if desk.ask_code(entry, actor=request.user):
                messages.success(request, _("验证码发出去了，十分钟内有效。请他念给您听。"))
            else:
                messages.error(request, _("没有发：他没选短信，或者今天发得太多了。请他签字或者按手印。"))
            return redirect("applications:desk_sent", pk)
        form = self.form(entry, request.POST, request.FILES)
        if form.is_valid():
            try:
                self.confirm(entry, form.cleaned_data)
            except ValidationError as wrong:
                form.add_error(None, wrong)
            except (services.TransitionNotAllowed, PermissionDenied):
                messages.error(request, _("申请刚刚有了变化，没有记下。请看看现在的情况。"))
                return redirect("applications:desk_sent", pk)
            else:
                messages.success(request, _("记下了：本人确认过。"))
                return redirect("applications:desk_sent", pk)
        return self.show(entry, form, status=422)

    def confirm(self, entry, cleaned):
        has_agreed = desk.has_agreed(entry.application)
        desk.confirm(
            entry,
            cleaned["how"],
            code=cleaned.get("code", ""),
            page=cleaned["upload"] or None,
            consents=() if has_agreed else tuple(notice.CONSENTS),
            notice_version="" if has_agreed else notice.version(),
            actor=self.request.user,
        )


class SlipView(SentView):
    """收件单: the number and the receipt code, for the person. Printing it is a look at both."""

    @in_clear
    def get(self, request, pk):
        entry = self.entry_of(pk)
        claimant = entry.application.claimant
        self.looked_at(entry, "slip")
        context = {
            "entry": entry,
            "application": entry.application,
            "claimant": claimant,
            "qr": qr.svg(code_address(request, claimant), _("扫这个码，看自己的申请")),
            "clocks": arrival.clocks(entry.application),
            "today": timezone.localdate(),
        }
        return render(request, "counter/prints/slip.html", context)


class ConfirmationPaperView(SentView):
    """申请内容确认书: all that was typed, to be signed."""

    @in_clear
    def get(self, request, pk):
        entry = self.entry_of(pk)
        try:
            made = paperwork.make(
                "confirmation",
                entry.application,
                typed_by=entry.operator.get_full_name() or entry.operator.username,
                typed_on=timezone.localdate(entry.application.submitted_at),
            )
        except PaperFailed:
            return render(
                request, "counter/forbidden.html", {"reason": _("现在打不出来，等一会儿再试。")}, status=503
            )
        self.looked_at(entry, "print")
        response = HttpResponse(made.content, content_type="application/pdf")
        response["Content-Disposition"] = content_disposition_header(True, made.filename)
        response["Cache-Control"] = "no-store, private"
        return response
