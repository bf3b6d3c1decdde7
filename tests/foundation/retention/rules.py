"""Rules as rows of the past: what only a week of waiting makes in earnest."""

from datetime import date

from django.db import connection

from foundation.retention.models import KeepingRule


def rule(
    kind, amount, unit="years", *, valid_from=date(2020, 1, 1), document="某省法律援助档案管理办法", **more
):
    return KeepingRule.objects.create(
        kind=kind, amount=amount, unit=unit, valid_from=valid_from, document=document, **more
    )


def waited(kind, amount, unit="years", **more):
    """A rule that was entered long before it began, as the database demands of one that lets entries of the log go."""
    made = rule(kind, amount, unit, **more)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE retention_keepingrule DISABLE TRIGGER retention_history")
        cursor.execute("UPDATE retention_keepingrule SET set_at = '2019-01-01' WHERE id = %s", [made.pk])
        cursor.execute("ALTER TABLE retention_keepingrule ENABLE TRIGGER retention_history")
    return made
