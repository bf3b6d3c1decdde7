"""The end of a person's limitation: a part of the table of aid.workflow. No other act ends one.

Source: 《劳动争议调解仲裁法》第二十七条, in force 2008-05-01, read 2026-11-21.
"""

from django.utils.translation import gettext_lazy as _

from aid.acts import Act
from aid.status import BY_ITSELF
from foundation.accounts.models import Role as R

_ANY = tuple(sorted(BY_ITSELF))
# Whoever does the case, and the office: a worker who filed it alone tells whom he reaches.
_WHO_HEARS_OF_IT = frozenset({R.CASEWORKER, R.DISPATCHER, R.RECEPTIONIST, R.REVIEWER})

ACTS = (
    Act(
        code="file_claim",
        order=83,
        label=_("已提交仲裁或起诉"),
        said=_("仲裁申请或者起诉状已经交上去了"),
        sources=_ANY,
        target=None,
        service="aid.services.limitation.file_claim",
        form="counter.forms_limitation.FileClaimForm",
        roles=_WHO_HEARS_OF_IT,
        records=_("哪天、交到哪里、谁的；从这天起他们的时效不再走，别的办理都停不了时效"),
    ),
    Act(
        code="unfile_claim",
        order=86,
        label=_("提交仲裁记错了，时效接着走"),
        said=_("更正：仲裁申请或者起诉状还没有交上去"),
        sources=_ANY,
        target=None,
        service="aid.services.limitation.unfile_claim",
        form="counter.forms_limitation.UnfileClaimForm",
        roles=_WHO_HEARS_OF_IT,
        records=_("谁的、怎么弄错的；时效回到原来那一天"),
    ),
)
