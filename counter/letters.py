"""文书: of one application, what can be issued now, what was issued, and whether it was handed over."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import log

from aid import acts, paperwork, services
from aid.models import IssuedPaper
from aid.paperwork import official
from aid.paperwork.abouts import About
from aid.policies import application_policy
from aid.services import issue
from counter.forms_group import called
from counter.forms_issue import IssueForm, ServePaperForm
from counter.views import CounterView, forbidden, in_clear, opens
from foundation.paper import FONTS, PaperFailed, word
from foundation.vault.services import record_access

_NO_WORD = gettext_lazy("现在排不出 Word 版：模板可能有毛病，请告诉管模板的人。PDF 照样能打开。")


@dataclass(frozen=True)
class Offer:
    """A kind that can be issued now. `abouts`: what is left to issue it about. `is_typed`: something stands in it."""

    kind: official.Official
    form: IssueForm
    abouts: list[About]
    is_typed: bool = False


@dataclass(frozen=True)
class Line:
    """One paper that was issued. `whose`: of one of a group alone, which one. `serving`: the last note of its being handed over. `correct`, `serve`: forms or None."""

    paper: IssuedPaper
    name: str | Promise
    whose: str
    is_current: bool
    serving: object
    is_decision: bool
    correct: IssueForm | None
    serve: ServePaperForm | None


class LettersView(CounterView):
    """GET: the page. POST: issue one, or write down that one was handed over."""

    template_name = "counter/letters.html"

    @opens
    def get(self, request, pk):
        return self.show(self.get_application(pk))

    @opens
    def post(self, request, pk):
        application = self.get_application(pk)
        form_class = ServePaperForm if "serve_paper-key" in request.POST else IssueForm
        form = form_class(request.POST, application=application)
        if not self.may(form.action, application):
            record_access(request.user, "aid.refused_act", application, form.action, request)
            return forbidden(request, _("出文书、记送达，由受理、审查、审批、指派的人来做。"))
        if form.is_valid():
            try:
                form.act(request.user)
            except ValidationError as error:
                form.take_errors(error)
            except services.StaleApplication:
                application = self.get_application(pk)
                form = form.renewed(application)
                form.is_valid()
                form.add_error(None, _("这件申请刚刚有了变化。看一看，没有问题就再点一次。"))
                return self.show(application, form=form, status=409)
            except PermissionDenied:
                return forbidden(request, _("这件事不在您的权限里。"))
            else:
                log(application, "aid.act", user=request.user, data={"act": form.action})
                messages.success(request, _("办好了。"))
                return redirect("applications:letters", pk)
        if forged := form.not_offered():
            record_access(request.user, "aid.refused_act", application, f"{form.action} {forged}", request)
        return self.show(application, form=form, status=422)

    def may(self, code, application):
        return application_policy.user_has_permission_for_instance(self.request.user, code, application)

    def show(self, application, *, form=None, status=200):
        self.page_title = _("文书：%(reference)s") % {"reference": application.reference}
        context = {
            "application": application,
            "offers": self.offers(application, form),
            "lines": self.lines(application, form),
            "to_print": paperwork.offered(application),
            "serves_decision": application.status in acts.find("serve").sources,
            "serving": application.serving,
        }
        response = self.render_to_response(self.get_context_data(**context), status=status).render()
        record_access(self.request.user, "aid.open_papers", application, request=self.request)
        return response

    def offers(self, application, form):
        if not self.may("issue_paper", application):
            return []
        done = {(one.kind, one.basis) for one in application.issued.all()}
        found = []
        for kind in official.available(application):
            abouts = kind.abouts(application)
            left = [one for one in abouts if kind.asks or (kind.code, one.key) not in done]
            if _is_this(form, kind=kind.code):
                found.append(Offer(kind, form, abouts, is_typed=True))
            elif left:
                fresh = IssueForm(application=application, kind=kind.code, abouts=left)
                found.append(Offer(kind, fresh, left))
        return found

    def lines(self, application, form):
        issued = list(application.issued.select_related("issued_by", "replaces").prefetch_related("servings"))
        replaced = {one.replaces_id for one in issued}
        served = self.may("serve_paper", application)
        issues = self.may("issue_paper", application)
        lines, people = [], {one.pk: one for one in application.claimants.all()}
        keys = {
            kind.code: {one.key for one in kind.abouts(application)} for kind in official.OFFICIAL.values()
        }
        for one in reversed(issued):
            kind, is_current = official.OFFICIAL[one.kind], one.pk not in replaced
            correct = serve = None
            whose = called(people[one.claimant_id]) if one.claimant_id else ""
            if is_current and issues and one.basis in keys[one.kind]:
                correct = (
                    form
                    if _is_this(form, replaces=str(one.pk))
                    else IssueForm(application=application, kind=one.kind, replaces=one)
                )
            if is_current and served and not kind.is_decision:
                serve = (
                    form
                    if _is_this(form, paper=str(one.pk))
                    else ServePaperForm(application=application, paper=one)
                )
            serving = next(reversed(one.servings.all()), None)
            lines.append(Line(one, kind.name, whose, is_current, serving, kind.is_decision, correct, serve))
        return lines


def _is_this(form, **named):
    """Whether `form` was sent from this place of the page: for a kind that is issued, not for its correction."""
    if form is None or ("kind" in named and form["replaces"].data if "replaces" in form.fields else False):
        return False
    return all(name in form.fields and form[name].data == value for name, value in named.items())


class IssuedView(CounterView):
    """The PDF as it was issued, to be saved and printed."""

    @in_clear
    def get(self, request, pk, paper):
        application = self.get_application(pk)
        found = application.issued.filter(pk=paper).first()
        if found is None:
            raise Http404
        content = issue.open_issued(found, actor=request.user, request=request)
        return saved(FileResponse(content, content_type="application/pdf"), official.OFFICIAL[found.kind])


class WordView(CounterView):
    """What the issued paper says, as a Word file in the form of the office."""

    @in_clear
    def get(self, request, pk, paper):
        application = self.get_application(pk)
        found = application.issued.select_related("office__region").filter(pk=paper).first()
        if found is None:
            raise Http404
        try:
            content = issue.open_word(found, actor=request.user, request=request)
        except PaperFailed as failed:
            return not_now(request, failed)
        except word.WordRefused:
            return render(request, "counter/forbidden.html", {"reason": _NO_WORD}, status=503)
        return saved(
            HttpResponse(content, content_type=word.CONTENT_TYPE), official.OFFICIAL[found.kind], "docx"
        )


class DraftPaperView(CounterView):
    """The paper as it would be, without a number."""

    @in_clear
    def get(self, request, pk, kind):
        application = self.get_application(pk)
        try:
            content = issue.preview(application, kind, request.GET.get("basis", ""))
        except KeyError:
            raise Http404 from None
        except PaperFailed as failed:
            return not_now(request, failed)
        record_access(request.user, "aid.preview_paper", application, kind, request)
        return saved(HttpResponse(content, content_type="application/pdf"), official.OFFICIAL[kind])


def saved(response, kind, ending="pdf"):
    """An answer to be saved: its name says what it is, not whose."""
    response["Content-Disposition"] = content_disposition_header(True, f"{kind.name}.{ending}")
    response["Cache-Control"] = "no-store, private"
    return response


def not_now(request, failed):
    """No paper can be set now."""
    why = _("这台机器没有中文字体，请运维装上（fonts-noto-cjk）。") if failed.why == FONTS else ""
    reason = _("现在打不出来，等一会儿再试。") + why
    return render(request, "counter/forbidden.html", {"reason": reason}, status=503)
