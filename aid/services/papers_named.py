"""What a paper is called: on the receipt, and where an officer sees that it is another than it was sent as."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid import listed
from aid.choices import PaperKind, paper_names
from aid.models import Application, Evidence
from aid.services import wanted
from aid.services.perform import Change, perform


def to_list(papers: Iterable[str], text: str) -> list[listed.Listed]:
    """What a receipt lists: the lines of `text`, then each kind of `papers` that none of them speaks of.

    ValidationError at `listed` where a paper of no kind is not named, or when it is too much.
    """
    found = listed.read(text)
    named = paper_names(sorted(set(papers) - {PaperKind.OTHER}))
    of_a_kind = [one for one in found if len(listed.whole([one], named)) <= len(named)]
    is_unnamed = any(one.title in ("", str(PaperKind.OTHER.label)) for one in found)
    if is_unnamed or (PaperKind.OTHER in papers and len(of_a_kind) == len(found)):
        raise ValidationError({"listed": _("“别的材料”要写清楚是什么，例如：工友证言 2 份 3 页。")})
    if len(found) > listed.MOST or any(len(one.title) > listed.LONGEST for one in found):
        raise ValidationError({"listed": _("最多 40 行，每样的名字最多 60 个字。")})
    return listed.whole(found, named)


def correct_paper(
    application: Application,
    *,
    paper: Evidence,
    kind: str,
    title: str = "",
    actor: Any,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """It is another paper than it was sent as, or has a name of its own. The event keeps what it was called before.

    ValidationError for a paper of another application, a kind that there is none of, and for no change.
    """
    title = " ".join(title.split())
    if kind not in PaperKind.values:
        raise ValidationError({"kind": _("请从列出的里面选")})
    if kind == PaperKind.OTHER and not title:
        raise ValidationError({"title": _("“别的材料”要写清楚是什么，例如：工友证言。")})
    if len(title) > listed.LONGEST:
        raise ValidationError({"title": _("名字最多 60 个字。")})

    def write(change: Change) -> None:
        row = Evidence.objects.filter(pk=paper.pk, application=change.application).first()
        if row is None:
            raise ValidationError({"paper": _("请从列出的里面选")})
        if (row.kind, row.title or "") == (kind, title):
            raise ValidationError(_("跟现在的一样，没有改。"))
        change.data.update(paper=str(row.pk), kind_before=row.kind, kind=kind)
        if (row.title or "") != title:
            change.note = _("名字：从“%(old)s”改成“%(new)s”") % {"old": row.title or "—", "new": title or "—"}
        row.kind, row.title = kind, title
        row.save(update_fields=["kind", "title"])
        wanted.arrived(change.application, [kind], change.at)

    return perform(application, "correct_paper", write, actor=actor, version=version, key=key, at=at)
