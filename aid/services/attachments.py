"""Papers that come with a message: by the same way as all others, seen by its two sides."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid import files
from aid.choices import PaperKind
from aid.models import Attachment, Claimant, Evidence, Wish, Word
from aid.services.perform import Change, keep_papers

MOST = 5  # with one message


def attach(change: Change, papers: Iterable[files.Checked], person: Claimant, message: Word | Wish) -> None:
    """Keep checked uploads with the application, and say with which message they came. ValidationError for too many."""
    papers = list(papers)
    if len(papers) > MOST:
        raise ValidationError(_("一条留言最多带 %(most)d 个文件，多的分几条发。") % {"most": MOST})
    app = change.application
    of = {"word": message} if isinstance(message, Word) else {"wish": message}
    there = set(app.evidence.values_list("pk", flat=True))
    for paper in keep_papers(change, [(checked, PaperKind.OTHER) for checked in papers]):
        if paper.pk not in there and app.claimants.count() > 1:
            # In a group it is this worker's and nobody else's.
            Evidence.objects.filter(pk=paper.pk).update(claimant=person)
        Attachment.objects.create(application=app, paper=paper, **of)
