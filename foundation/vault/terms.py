"""How long entries of the access log are kept, and what would go now. The site comes with no rule for it."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.retention import kinds
from foundation.retention.kinds import Kind, Plan
from foundation.vault import pruning

kinds.add(
    Kind(
        pruning.KIND,
        _("查阅记录（还在的申请、材料，谁看过的一直留着）"),
        since=_("那一次查阅"),
        plan=lambda at, term, user: Plan(pruning.count(term.before(timezone.localdate(at)))),
        shortest=365,  # in migration 0007 as well
    )
)
