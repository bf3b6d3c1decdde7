"""The same claim sent twice: a part of the table of aid.workflow.

Two applications are put beside each other, or the later is done under the number of the earlier one. Nothing of either is
lost by it, and it can be undone.
"""

from django.utils.translation import gettext_lazy as _

from aid.acts import Act, By
from aid.status import CASE_ROLES, UNDECIDED
from aid.status import Status as S
from foundation.accounts.models import Role as R

_MERGE = frozenset({R.RECEPTIONIST, R.REVIEWER, R.SUPERVISOR})

ACTS = (
    Act(
        code="link_twin",
        order=181,
        label=_("关联另一件申请"),
        sources=tuple(sorted(S)),
        target=None,
        service="aid.services.ties.link",
        form="counter.forms_ties.LinkForm",
        roles=CASE_ROLES,
        aside=True,
        records=_("和哪一件、为什么；两件的办理记录里都有，各办各的"),
    ),
    Act(
        code="unlink_twin",
        order=182,
        label=_("不再关联"),
        sources=tuple(sorted(S)),
        target=None,
        service="aid.services.ties.unlink",
        form="counter.forms_ties.UnlinkForm",
        roles=CASE_ROLES,
        aside=True,
        records=_("和哪一件、为什么"),
    ),
    Act(
        code="merge",
        order=183,
        label=_("并入先交的那一件"),
        said=_("和先交的那一件并在一起办了"),
        sources=tuple(sorted(UNDECIDED)),
        target=S.MERGED,
        service="aid.services.ties.merge",
        form="counter.forms_ties.MergeForm",
        roles=_MERGE,
        records=_("并入哪一件、为什么；编号、材料都留着，审查期限和时效跟着那一件走，哪个早看哪个"),
    ),
    Act(
        code="unmerge",
        order=184,
        label=_("分开，还是单独办"),
        said=_("又分开单独办了"),
        sources=(S.MERGED,),
        target=None,
        returns=True,
        service="aid.services.ties.unmerge",
        form="counter.forms_ties.UnmergeForm",
        roles=_MERGE,
        records=_("为什么；回到合并以前那一步，期限照原来的走"),
    ),
    Act(
        code="take_in",
        order=185,
        label=_("另一件并进来了"),
        said=_("后来又交的一份，并在这里一起办"),
        sources=tuple(sorted(S)),
        target=None,
        service="aid.services.ties.merge",
        other=By.CLOCK,
        records=_("哪一件；跟“并入先交的那一件”一起记"),
    ),
    Act(
        code="let_go",
        order=186,
        label=_("并进来的又分开了"),
        said=_("并进来的一份又分开单独办了"),
        sources=tuple(sorted(S)),
        target=None,
        service="aid.services.ties.unmerge",
        other=By.CLOCK,
        records=_("哪一件；跟“分开，还是单独办”一起记"),
    ),
)
