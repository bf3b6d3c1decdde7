"""How long reports of visitors are kept after they were done, and what would go now."""

from django.utils.translation import gettext_lazy as _

from foundation.retention import kinds
from foundation.retention.kinds import Initial, Kind, Plan, Unit
from stations.services import reports

kinds.add(
    Kind(
        reports.KIND,
        _("群众说站点信息不对的反映"),
        since=_("办完"),
        plan=lambda at, term, user: Plan(reports.over(at, term).count()),
        initial=Initial(180, Unit.DAYS, "本站的设计"),
    )
)
