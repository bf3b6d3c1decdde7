"""deploy/compose.yml, the systemd units and docs/environment.md say the same things, and no secret has a default."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from foundation import children
from portal.web_worker import MOST_HELD

ROOT = Path(settings.BASE_DIR)
FILES = [ROOT / "deploy" / f"compose{name}.yml" for name in ("", ".elasticsearch", ".opensearch")]
COMPOSE = "".join(file.read_text() for file in FILES)
LOADED = [yaml.safe_load(file.read_text()) for file in FILES]
SERVICES = {name: service for one in reversed(LOADED) for name, service in one["services"].items()}
ENGINES = ("search1", "search2", "search3", "opensearch")
DOCUMENTED = set(
    re.findall(
        r"`([A-Z][A-Z_]+)`",
        "".join(
            line.split("|")[1]
            for line in (ROOT / "docs" / "environment.md").read_text().splitlines()
            if line.startswith("| `")
        ),
    )
)
SECRETS = re.compile(r"PASSWORD|SECRET|KEY|AUTH")
NOT_SECRET = (".key", ".certificate_authorities")  # names of files


def read_by_the_settings():
    return set(
        re.findall(r'env(?:\.\w+)?\("([A-Z_]+)"', (ROOT / "portal/settings/production.py").read_text())
    )


def test_every_variable_of_the_settings_has_a_row():
    assert read_by_the_settings() <= DOCUMENTED


def test_every_row_is_read_somewhere():
    places = [
        ROOT / "portal/settings/production.py",
        *(f for f in (ROOT / "deploy").rglob("*") if f.is_file()),
    ]
    text = "".join(place.read_text() for place in places)
    assert {name for name in DOCUMENTED if not re.search(rf"\b{name}\b", text)} == set()


def test_compose_sets_only_what_is_documented():
    asked = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE))
    given = {name for one in LOADED for name in one["services"]["web"]["environment"]}
    assert asked <= DOCUMENTED
    assert given <= DOCUMENTED


def test_no_secret_has_a_default():
    """Each is asked for with :?, so that compose stops instead of starting with an empty one."""
    assert not re.findall(r"\$\{[A-Z_]+(?!:\?)[^A-Z_]", COMPOSE)
    secret = {
        (name, variable): value
        for name, service in SERVICES.items()
        for variable, value in service.get("environment", {}).items()
        if SECRETS.search(variable)
    }
    assert {name for name, _variable in secret} >= {"postgres", "redis"}
    told = {where: value for where, value in secret.items() if not where[1].endswith(NOT_SECRET)}
    assert [where for where, value in told.items() if value and not value.startswith("${")] == []


@pytest.mark.parametrize("name", ["web", "worker"])
@pytest.mark.parametrize("secret", ["POSTGRES_OWNER_PASSWORD", "POSTGRES_SUPERUSER_PASSWORD", "BACKUP_KEY"])
def test_who_serves_does_not_hold_what_owns_the_tables(name, secret):
    """deploy/.env is given whole; what stands in `environment` comes before it."""
    assert SERVICES[name]["env_file"] == ".env"
    assert SERVICES[name]["environment"][secret] == ""


def test_only_nginx_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]
    for name in ("postgres", "redis", *ENGINES, "backup"):
        assert SERVICES[name]["networks"] == ["inside"]


def test_what_must_stay_up_is_watched_and_restarted():
    for name in ("web", "postgres", "redis", *ENGINES, "nginx"):
        assert "healthcheck" in SERVICES[name], name
        assert SERVICES[name]["restart"] == "unless-stopped", name


def _bytes(said):
    """512m, 3g, 1600M, 2G."""
    return int(said[:-1]) * {"M": 1024**2, "G": 1024**3}[said[-1].upper()]


# What the processes of one service may take together: see foundation.children.Limits.
LEAST_FOR_FILES = 2 * children.Limits().memory + 2 * 150 * 1024**2


@pytest.mark.parametrize("name", SERVICES)
def test_no_container_takes_all_the_memory(name):
    assert 0 < _bytes(SERVICES[name]["mem_limit"]) <= 4 * 1024**3
    assert 0 < SERVICES[name]["pids_limit"] <= 1024


@pytest.mark.parametrize("name", ["web", "worker"])
def test_what_opens_files_fits_into_its_container(name):
    held = _bytes(re.search(r"size=(\w+)", SERVICES[name]["tmpfs"][0])[1])
    assert _bytes(SERVICES[name]["mem_limit"]) >= LEAST_FOR_FILES + held
    assert held >= 2 * MOST_HELD + 3 * settings.MAX_BODY_BYTES


@pytest.mark.parametrize(
    "unit", sorted((ROOT / "deploy" / "systemd").glob("*.service")), ids=lambda unit: unit.name
)
def test_no_unit_takes_all_the_memory(unit):
    said = dict(
        line.split("=", 1) for line in unit.read_text().splitlines() if "=" in line and line[0] != "#"
    )
    high, most = _bytes(said["MemoryHigh"]), _bytes(said["MemoryMax"])
    assert high < most <= 2 * 1024**3
    assert 0 < int(said["TasksMax"]) <= 256
    if "gunicorn" in said["ExecStart"] or "worker" in said["ExecStart"]:
        assert high >= LEAST_FOR_FILES
        assert said["OOMPolicy"] == "continue"


def test_no_unit_runs_with_the_settings_of_a_developer():
    """manage.py chooses those unless told otherwise."""
    texts = {unit.name: unit.read_text() for unit in (ROOT / "deploy" / "systemd").glob("*.service")}
    managed = {name: text for name, text in texts.items() if "manage.py" in text}
    assert managed
    for name, text in managed.items():
        assert "DJANGO_SETTINGS_MODULE=portal.settings.production" in text, name


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd: apt-get install systemd")
def test_systemd_understands_the_units(tmp_path):
    """Programs of an installation are not here; everything else must be understood."""
    for unit in (ROOT / "deploy" / "systemd").iterdir():
        text = re.sub(r"(?m)^(Exec\w+=)\S+", r"\1/bin/true", unit.read_text())
        (tmp_path / unit.name).write_text(text)
    command = ["systemd-analyze", "verify", "--recursive-errors=no", *sorted(tmp_path.iterdir())]
    said = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (said.returncode, said.stderr) == (0, "")


@pytest.mark.parametrize("name", ENGINES)
def test_the_engines_keep_their_security_on(name):
    environment = SERVICES[name]["environment"]
    assert environment.get("xpack.security.enabled", "true") == "true"
    assert not any("disable" in variable.lower() for variable in environment)
    password = environment.get("ELASTIC_PASSWORD") or environment["OPENSEARCH_INITIAL_ADMIN_PASSWORD"]
    assert password.startswith("${SEARCH_PASSWORD:?")


@pytest.mark.parametrize("engine", LOADED[1:], ids=["elasticsearch", "opensearch"])
def test_whoever_searches_asks_every_node(engine):
    for name in ("prepare", "web", "worker"):
        environment = engine["services"][name]["environment"]
        asked = set(re.findall(r"@(\w+):9200", environment["SEARCH_URL"]))
        assert asked == set(engine["services"]) & set(ENGINES)
        assert environment["SEARCH_ENGINE"] in ("elasticsearch", "opensearch")
