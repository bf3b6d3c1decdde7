"""What every test may ask for. App fixtures live in tests/<app>/."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from foundation.content import kept
from foundation.vault import bound
from tests import database

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ROWS_MADE_ONCE = {"tests/test_query_counts.py", "tests/search/test_relevance.py"}
ENGINES_STARTED_ONCE = "tests/search/running/"
ON_A_SITE = ("tests/e2e/", "tests/newcomer/", "tests/attack/")  # a module goes on where it stands
IN_CI = os.environ.get("CI") == "true"


def pytest_configure(config):
    # Playwright's sync API keeps an event loop; Django's guard would refuse the database beside it.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(config, items):
    for item in items:
        if "page" in getattr(item, "fixturenames", ()) and not CHROMIUM:
            item.add_marker(pytest.mark.skip(reason="no Chromium: apt-get install chromium fonts-noto-cjk"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """What shares rows or servers that are made once stays on one worker; all others go to whoever is free."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            module = nodeid.partition("::")[0]
            if module.startswith(ENGINES_STARTED_ONCE):
                return ENGINES_STARTED_ONCE
            is_one = module in ROWS_MADE_ONCE or module.startswith(ON_A_SITE)
            return module if is_one else nodeid

    return Scheduling(config, log)


def pytest_terminal_summary(terminalreporter, exitstatus, config):
    skipped = terminalreporter.stats.get("skipped", [])
    if IN_CI and skipped:
        terminalreporter.write_line(
            f"✗ CI=true and {len(skipped)} tests were skipped; nothing may be.", red=True
        )


def pytest_sessionfinish(session, exitstatus):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and reporter and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """The database of this process is a copy of one that the migrations have been through."""
    connection.settings_dict["TEST"]["TEMPLATE"] = database.template()


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogues():
    """Visitors of other languages read compiled catalogues; a fresh clone has none yet."""
    from portal import catalogues

    catalogues.compile_all()
    translation_file_changed(None, Path("django.mo"))  # Django has read what there was when it was set up


@pytest.fixture(scope="session", autouse=True)
def own_folders():
    """Uploads of a test run go where no other process's are, and leave with it."""
    folders = [
        Path(getattr(settings, name))
        for name in ("MEDIA_ROOT", "PRIVATE_ROOT", "SMS_FILE_DIR", "AUDIT_HEADS_DIR")
    ]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    yield
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    folders[0].parent.rmdir()


@pytest.fixture(autouse=True)
def own_language():
    """A page asked for in another language leaves it behind in the thread; the next test starts without."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def nothing_kept():
    """What a test has made a process keep goes with its rows."""
    kept.forget()
    bound.forget()
    yield
    kept.forget()
    bound.forget()


@pytest.fixture
def committed(db):
    """committed(): what the test has written so far counts as committed, so that processes keep what they read."""

    def commit():
        connection.run_on_commit.clear()
        kept.renew()

    return commit


@pytest.fixture
def staff_office(db):
    """An agency with a region and a department above it."""
    from foundation.accounts.models import Office
    from foundation.regions.models import Region

    region, _ = Region.objects.get_or_create(
        code="360702",
        valid_from=None,
        defaults={"name": "章贡区", "level": "county", "full_name": "江西省赣州市章贡区"},
    )
    department = Office.add_root(code="t-department", name="赣州市司法局", kind=Office.Kind.DEPARTMENT)
    return department.add_child(
        code="t-agency", name="章贡区法律援助中心", kind=Office.Kind.AGENCY, region=region
    )


@pytest.fixture
def signed_in(django_user_model):
    """signed_in(client, role, office): a member of staff with that role, past the second factor."""
    from foundation.accounts.services import give_role
    from foundation.accounts.testing import pass_second_factor

    def sign_in(client, role, office, username=None):
        user = django_user_model.objects.create_user(
            username=username or f"t-{role}", password="not-a-secret", last_name="测", first_name="试"
        )
        give_role(user, role, office)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        pass_second_factor(client, user)
        return user

    return sign_in


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ["--no-sandbox"]}
