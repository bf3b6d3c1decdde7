"""The role that web and worker sign in as, on the real PostgreSQL: what it may not do, and that all else works."""

import os
import subprocess
import sys
from importlib import import_module

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg.errors import InsufficientPrivilege

from foundation.vault import rights, tasks
from tests import database

ROLE = f"site_of_tests_{os.getpid()}"
LOGS = ("vault_accessentry", "aid_event")


def address(role, database):
    options = connection.settings_dict
    return f"postgresql://{role}@/{database}?host={options['HOST'] or options['OPTIONS'].get('host', '')}"


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """A connection of that role to a database as the migrations leave it, without what tests add to theirs."""
    owner = connection.settings_dict["USER"]
    name = f"rights_{os.getpid()}"
    with psycopg.connect(address(owner, "postgres"), autocommit=True) as server:
        server.execute(f"CREATE ROLE {ROLE} LOGIN")
        server.execute(f'CREATE DATABASE {name} TEMPLATE "{database.template()}"')
        try:
            with psycopg.connect(address(owner, name)) as made:
                made.execute(import_module("foundation.vault.migrations.0004_no_switch").WITHOUT)
                made.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")  # as deploy/roles.sh does
                made.execute(f"GRANT CONNECT ON DATABASE {name} TO {ROLE}")
            manage("grant_rights", DATABASE_URL=address(owner, name), DATABASE_ROLE=ROLE)
            with psycopg.connect(address(ROLE, name), autocommit=True) as site:
                yield site
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
            server.execute(f"DROP ROLE {ROLE}")


def manage(command, **env):
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.testing", **env}
    subprocess.run([sys.executable, "manage.py", command], check=True, cwd=settings.BASE_DIR, env=env)


@pytest.mark.attack
@pytest.mark.parametrize("table", LOGS)
@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE {}",
        "TRUNCATE {} CASCADE",
        "SET vault.disposable = 'on'; TRUNCATE {}",
        "SET aid.forget = '1'; DELETE FROM {}",
        "DELETE FROM {}",
        "UPDATE {} SET action = 'x'",
        "SELECT * FROM {} FOR UPDATE",
        "INSERT INTO {0} SELECT * FROM {0} ON CONFLICT (id) DO UPDATE SET action = 'x'",
        "ALTER TABLE {} DISABLE TRIGGER ALL",
        "ALTER TABLE {} DROP COLUMN hash",
        "ALTER TABLE {} OWNER TO CURRENT_USER",
        "DROP TABLE {} CASCADE",
        "CREATE RULE quiet AS ON INSERT TO {} DO INSTEAD NOTHING",
        "CREATE TRIGGER quiet BEFORE INSERT ON {} EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    ],
)
def test_the_sites_role_cannot_touch_what_was_logged(site, statement, table):
    with pytest.raises(psycopg.Error) as refused:
        site.execute(statement.format(table))
    assert isinstance(refused.value, InsufficientPrivilege), refused.value
    site.execute("RESET ALL")


@pytest.mark.attack
@pytest.mark.parametrize(
    "statement",
    [
        "SET session_replication_role = replica",
        "SET SESSION AUTHORIZATION postgres",
        "SET ROLE pg_write_all_data",
        "CREATE TABLE mine (a int)",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION vault_refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE SCHEMA mine",
        "CREATE TEMPORARY TABLE vault_accessentry (a int)",
        "DROP FUNCTION aid_event_refuse() CASCADE",
        "ALTER FUNCTION aid_forget_events(bigint) OWNER TO CURRENT_USER",
        "DELETE FROM django_migrations",
        "TRUNCATE aid_application CASCADE",
        "TRUNCATE django_session",
        "ALTER SYSTEM SET log_statement = 'none'",
        "COPY aid_claimant TO PROGRAM 'cat'",
        "SELECT pg_read_file('/etc/passwd')",
    ],
)
def test_the_sites_role_owns_nothing(site, statement):
    with pytest.raises(psycopg.Error) as refused:
        site.execute(statement)
    assert isinstance(refused.value, InsufficientPrivilege), refused.value


@pytest.mark.attack
def test_acts_go_with_an_application_that_has_ended_and_only_whole(site):
    with pytest.raises(InsufficientPrivilege, match="has not ended"):
        site.execute("SELECT aid_forget_events(1)")


def test_it_reads_and_writes_every_other_table(site):
    owned = rights.append_only_tables() | rights.ONLY_READ
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    tables |= {
        name for (name,) in site.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    }
    assert {*LOGS, "vault_boundfield", "vault_accesscheckpoint"} == rights.append_only_tables()
    for table in tables - owned - {"cache"}:
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            found = site.execute("SELECT has_table_privilege(%s, %s)", [table, right]).fetchone()
            assert found == (True,), (table, right)
    for table in LOGS:
        assert site.execute("SELECT has_table_privilege(%s, 'INSERT')", [table]).fetchone() == (True,)


def test_the_rights_are_not_given_to_who_owns_the_tables(db, settings):
    settings.DATABASE_ROLE = connection.settings_dict["USER"]
    with pytest.raises(CommandError, match="need a role of their own"):
        call_command("grant_rights")


def test_without_a_role_of_its_own_prepare_says_so(db, settings, capsys):
    settings.DATABASE_ROLE = ""
    call_command("grant_rights")
    assert "works as the owner of its tables" in capsys.readouterr().err


def test_a_site_that_may_too_much_is_told_each_week(db, caplog, settings, tmp_path):
    settings.AUDIT_HEADS_DIR = tmp_path
    call_command("sign_logs")
    tasks.verify_logs(timestamp=0)
    assert "the site signs in as the owner of its tables" in caplog.text
