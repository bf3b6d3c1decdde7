"""The files of an application, opened by officers. Each look at them is in the access log."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from aid import services
from aid.models import Application, Evidence
from counter.views import CounterView, forbidden

_ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/heif": "heif",
    "application/pdf": "pdf",
}


class _PaperView(CounterView):
    def get(self, request, pk):
        visible = Application.objects.visible_to(request.user)
        paper = get_object_or_404(Evidence.objects.select_related("application__office"), pk=pk)
        if paper.application is None or not visible.filter(pk=paper.application_id).exists():
            raise Http404
        try:
            return self.respond(paper)
        except PermissionDenied:
            return forbidden(
                request, _("这份材料现在不能看：%(why)s") % {"why": paper.reason or paper.get_state_display()}
            )


class PreviewView(_PaperView):
    """The re-encoded copy, in a sandbox that can do nothing. A PDF is saved instead of shown."""

    def respond(self, paper):
        content, content_type = services.open_preview(paper, actor=self.request.user, request=self.request)
        is_image = content_type == "image/jpeg"
        response = _file(
            content, content_type, f"preview.{_ENDINGS.get(content_type, 'bin')}", inline=is_image
        )
        response["Content-Security-Policy"] = (
            "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"
        )
        return response


class OriginalView(_PaperView):
    """The sealed original, to be saved: never shown by the browser on our address."""

    def respond(self, paper):
        content = services.open_original(paper, actor=self.request.user, request=self.request)
        return _file(
            content, "application/octet-stream", f"original.{_ENDINGS.get(paper.content_type, 'bin')}"
        )


def _file(content, content_type, name, *, inline=False):
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store, private"
    return response
