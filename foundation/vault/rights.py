"""What the role that web and worker sign in as may do: work with rows, and add to the logs; never change a table.

Another role owns the tables. It migrates, re-seals and backs up, and `prepare` gives the rights after each migration.
"""

from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

SCHEMA = "public"
ONLY_READ = {"django_migrations"}


class SameRole(Exception):
    """The role that would get the rights is the one that has them all."""


def append_only_tables() -> set[str]:
    """Those of the models that say `is_append_only`: the site adds rows, and nothing of it changes any."""
    return {model._meta.db_table for model in apps.get_models() if getattr(model, "is_append_only", False)}


@transaction.atomic
def grant(role: str) -> None:
    """Give `role` its rights, and take whatever it had beyond them. Safe to repeat. Raises SameRole."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname = current_user OR rolsuper FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() == (True,):
            raise SameRole(
                f"{role} owns the tables or is a superuser: web and worker need a role of their own"
            )
        names = {"role": sql.Identifier(role), "schema": sql.Identifier(SCHEMA)}
        for statement in (
            "REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC",
            "REVOKE ALL ON SCHEMA {schema} FROM {role}",
            "GRANT USAGE ON SCHEMA {schema} TO {role}",
            "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
            "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {schema} TO {role}",
        ):
            cursor.execute(sql.SQL(statement).format(**names))
        for tables, rights in (
            (append_only_tables(), "UPDATE, DELETE"),
            (ONLY_READ, "INSERT, UPDATE, DELETE"),
        ):
            for table in sorted(tables):
                statement = sql.SQL("REVOKE " + rights + " ON {schema}.{table} FROM {role}")
                cursor.execute(statement.format(table=sql.Identifier(table), **names))


def may_too_much() -> bool:
    """Whether whoever is signed in now could empty the access log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, 'vault_accessentry', 'TRUNCATE, TRIGGER')")
        return cursor.fetchone()[0]
