"""How long reports of visitors are kept after they were done."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.retention import kinds
from foundation.retention.kinds import Initial, Unit
from stations.models import StationReport

REPORTS = "station_report"


def _over(at, term):
    return [StationReport.objects.filter(done_at__date__lte=term.before(timezone.localdate(at)))]


kinds.of_rows(
    REPORTS,
    _("群众说站点信息不对的反映"),
    since=_("办完"),
    over=_over,
    initial=Initial(180, Unit.DAYS, "本站的设计"),
)
