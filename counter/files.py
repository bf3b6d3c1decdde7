"""The files of an application, opened by officers. Each look at them is in the access log."""

import re

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _

from aid import services
from aid.models import Application, Evidence
from counter.views import CounterView, forbidden, in_clear
from foundation.accounts import proof

_ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/heif": "heif",
    "image/avif": "avif",
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "audio/3gpp": "3gp",
    "audio/wav": "wav",
    "video/mp4": "mp4",
    "video/3gpp": "3gp",
    "video/quicktime": "mov",
}
# What a browser may show or play by itself; everything else is saved.
_INLINE = ("image/jpeg", "audio/", "video/")
_POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"


class _PaperView(CounterView):
    def get(self, request, pk):
        visible = Application.objects.visible_to(request.user)
        papers = Evidence.objects.select_related("application__office").filter(application__in=visible)
        paper = self.seen_or_404(papers, Evidence, pk)
        try:
            return self.respond(paper)
        except PermissionDenied:
            return forbidden(
                request, _("这份材料现在不能看：%(why)s") % {"why": paper.reason or paper.get_state_display()}
            )


class PreviewView(_PaperView):
    """What is shown: a copy, or sound and film, in a sandbox that can do nothing. A PDF is saved instead."""

    def respond(self, paper):
        span = _asked_for(self.request, paper)
        if not (span and span.start) and (answer := proof.many(self.request, "open")):
            return answer  # a player that asks for the next piece looks at nothing new
        content, content_type = services.open_preview(paper, actor=self.request.user, request=self.request)
        name = f"preview.{_ENDINGS.get(content_type, 'bin')}"
        response = _file(content, content_type, name, inline=content_type.startswith(_INLINE), span=span)
        # The browser's player asks again for what it plays: as a stranger to us it would get nothing.
        response["Content-Security-Policy"] = _POLICY + (" allow-same-origin" if paper.is_recording else "")
        if span is not None:
            response.status_code = 206
            response["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{paper.size}"
        if not paper.preview_path:
            response["Accept-Ranges"] = "bytes"
        return response


def _asked_for(request, paper):
    """The part of a recording that a player asks for; None for all of it."""
    asked = re.fullmatch(r"bytes=(\d{1,12})-(\d{0,12})", request.headers.get("Range", ""))
    if not asked or paper.preview_path:
        return None
    start, last = int(asked[1]), int(asked[2] or paper.size - 1)
    return range(start, min(last + 1, paper.size)) if start < paper.size and start <= last else None


class OriginalView(_PaperView):
    """The sealed original, to be saved: never shown by the browser on our address."""

    @in_clear
    def get(self, request, pk):
        return super().get(request, pk)

    def respond(self, paper):
        content = services.open_original(paper, actor=self.request.user, request=self.request)
        return _file(
            content, "application/octet-stream", f"original.{_ENDINGS.get(paper.content_type, 'bin')}"
        )


def _file(content, content_type, name, *, inline=False, span=None):
    body = content
    if span is not None:
        content.read(span.start)
        body = content.read(len(span))
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store, private"
    return response
