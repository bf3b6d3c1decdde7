"""看材料: the pages of a paper one by one, turned and larger, and a copy with something covered. By links alone."""

import io

from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.admin import messages

from aid import files, services
from aid.models import Application, Evidence
from aid.paper_acts import REDACT
from aid.policies import application_policy
from aid.services.redact import may_be_redacted
from counter.forms_redact import RedactForm
from counter.views import CounterView, forbidden
from foundation.accounts import proof
from foundation.decoding import bounded
from foundation.decoding.refused import Refused
from foundation.vault.hiding import hide_numbers
from foundation.vault.services import record_access

ZOOMS = (1, 2, 3)
_A_DAY = 24 * 60 * 60


class PaperPageView(CounterView):
    """One page as a picture: a look at the paper, and an entry."""

    def get(self, request, pk, number):
        paper = self.get_paper(pk)
        if answer := proof.many(request, "open"):
            return answer
        try:
            content, _type = services.open_preview(paper, actor=request.user, request=request)
            if not may_be_redacted(paper):
                raise Http404
            with content:
                total, picture = bounded.draw_page(io.BytesIO(content.read()), number, _turn(request))
        except PermissionDenied:
            return forbidden(request, _("这份材料现在不能看。"))
        except Refused as refused:
            if refused.code == "pages":
                raise Http404 from refused
            return HttpResponse(
                _("现在打不开，等一会儿再试。"), status=503, content_type="text/plain; charset=utf-8"
            )
        cache.set(_key(paper), total, _A_DAY)
        response = HttpResponse(picture, content_type="image/jpeg")
        response["Content-Disposition"] = 'inline; filename="page.jpg"'
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Cache-Control"] = "no-store, private"
        return response

    def get_paper(self, pk):
        visible = Application.objects.visible_to(self.request.user)
        papers = Evidence.objects.select_related("application__office").filter(application__in=visible)
        return self.seen_or_404(papers, Evidence, pk)


class ViewerView(PaperPageView):
    """The page around it: where one is, the ways on, and the boxes. Looked at is what it shows, by PaperPageView."""

    template_name = "counter/viewer.html"

    def get(self, request, pk):
        return self.show(self.get_paper(pk))

    def post(self, request, pk):
        """With `make`: the copy. Without: another page, with the boxes that are written so far."""
        paper = self.get_paper(pk)
        application = paper.application
        form = self.form(paper, request.POST)
        if "make" not in request.POST:
            return self.show(paper, self.form(paper, None, initial=form.data))
        if not application_policy.user_has_permission_for_instance(request.user, REDACT, application):
            record_access(request.user, "aid.refused_act", application, REDACT, request)
            return forbidden(request, _("遮副本不在您的权限里。"))
        if form.is_valid():
            try:
                form.act(request.user)
            except ValidationError as error:
                form.take_errors(error)
            else:
                messages.success(request, _("遮好了，另存了一份，在案卷的材料里。原件没有动。"))
                return redirect("applications:inspect", application.pk)
        return self.show(paper, form, status=422)

    def form(self, paper, data, initial=None):
        given = {name: initial.get(f"{REDACT}-{name}", "") for name in ("boxes", "reason")} if initial else {}
        form = RedactForm(data, application=paper.application, initial=given)
        form.paper = paper
        return form

    def show(self, paper, form=None, status=200):
        application, request = paper.application, self.request
        if not may_be_redacted(paper):
            return forbidden(
                request, _("这份材料没有可以一页页看的副本：%(state)s") % {"state": paper.get_state_display()}
            )
        try:
            total = pages_of(paper)
        except Refused:
            return forbidden(request, _("现在打不开，等一会儿再试。"))
        number = min(max(_number(request, "page", 1), 1), total)
        turn, zoom = _turn(request), min(max(_number(request, "zoom", 1), ZOOMS[0]), ZOOMS[-1])
        self.page_title = _("%(paper)s，第 %(number)d 页，共 %(total)d 页") % {
            "paper": hide_numbers(str(paper.label)),
            "number": number,
            "total": total,
        }

        def way(**changed):
            now = {"page": number, "turn": turn, "zoom": zoom, **changed}
            return "?" + urlencode({name: value for name, value in now.items() if value != _USUAL[name]})

        papers = [one for one in application.evidence.all() if may_be_redacted(one)]
        at = papers.index(paper)
        may = application_policy.user_has_permission_for_instance(request.user, REDACT, application)
        context = self.get_context_data(
            paper=paper,
            number=number,
            total=total,
            turn=turn,
            zoom=zoom,
            picture=reverse("applications:paper_page", args=[paper.pk, number])
            + (f"?turn={turn}" if turn else ""),
            ways={
                "previous": way(page=number - 1) if number > 1 else "",
                "next": way(page=number + 1) if number < total else "",
                "turn": way(turn=(turn + 90) % 360),
                "larger": way(zoom=zoom + 1) if zoom < ZOOMS[-1] else "",
                "smaller": way(zoom=zoom - 1) if zoom > ZOOMS[0] else "",
                "upright": way(turn=0),
            },
            before=papers[at - 1] if at else None,
            after=papers[at + 1] if at + 1 < len(papers) else None,
            form=(form or self.form(paper, None)) if may else None,
            case_url=reverse("applications:inspect", args=[application.pk]),
        )
        return self.render_to_response(context, status=status)


_USUAL = {"page": 1, "turn": 0, "zoom": 1}


def pages_of(paper):
    """How many pages a paper has; remembered, for it never changes. Raises Refused."""
    if paper.preview_type != "application/pdf":
        return 1
    if (known := cache.get(_key(paper))) is None:
        content, _type = files.preview(paper)
        with content:
            known, _picture = bounded.draw_page(io.BytesIO(content.read()), 1)
        cache.set(_key(paper), known, _A_DAY)
    return known


def _key(paper):
    return f"counter.pages.{paper.pk}"


def _number(request, name, otherwise):
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else otherwise


def _turn(request):
    turn = _number(request, "turn", 0)
    return turn if turn in (0, 90, 180, 270) else 0
