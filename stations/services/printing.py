"""Printing a paper of a station: the paper, and the record of it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from foundation.workdays.rules import SHANGHAI
from stations import keepers, papers
from stations.models import Printing, Station


def print_paper(station: Station, paper: str, *, actor, copies: int, at=None) -> papers.Made:
    """Set `paper` (of Printing.Paper) for `copies` sheets and record the printing; no paper, no record.

    A paper that says what the last one said keeps its edition. Raises PermissionDenied, ValidationError (copies),
    papers.NoLaw, foundation.paper.PaperFailed.
    """
    at = at or timezone.now()
    mine = keepers.stations_of(actor).open_to_public().with_schedule(at)
    station = mine.filter(pk=station.pk).first()
    if station is None:
        raise PermissionDenied
    if station.is_paused:
        raise ValidationError(_("这个站停开着，纸上的时间、地方会让人白跑。重新开了再印。"))
    if not 1 <= copies <= 5000:
        raise ValidationError({"copies": Printing._meta.constraints[0].violation_error_message})
    content = papers.content_of(station, paper, at.astimezone(SHANGHAI).date())
    # Set before the transaction: a paper takes its time, and nobody waits for it with a lock.
    edition = _edition(station, paper, content)
    made = papers.make(station, paper, content, edition=edition, at=at)
    _record(station, paper, content, edition, copies, actor, at)
    return made


def _edition(station, paper, content) -> int:
    last = Printing.objects.latest_edition(station, paper)
    if last is None:
        return 1
    return last.edition if last.content == content else last.edition + 1


@transaction.atomic
def _record(station, paper, content, edition, copies, actor, at) -> Printing:
    row = Printing.objects.create(
        station=station,
        paper=paper,
        content=content,
        edition=edition,
        copies=copies,
        printed_by=actor,
        printed_at=at,
    )
    log(station, "stations.print", user=actor, data={"paper": paper, "edition": edition, "copies": copies})
    return row
