"""Rules as rows of the past: what only a week of waiting makes in earnest."""

from datetime import date

from foundation.retention.models import KeepingRule


def rule(
    kind, amount, unit="years", *, valid_from=date(2020, 1, 1), document="某省法律援助档案管理办法", **more
):
    return KeepingRule.objects.create(
        kind=kind, amount=amount, unit=unit, valid_from=valid_from, document=document, **more
    )
