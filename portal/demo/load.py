"""Everything that `seed_demo` loads, in the order in which it depends on each other. Safe to repeat."""

import tomllib
from pathlib import Path

from campaigns.services import load_campaigns
from cases_showcase.services import load_cases
from foundation.accounts.services import load_offices
from foundation.content.loading import references_once
from laws.services import load_explainers
from portal.demo import pages
from portal.demo.anew import load_anew
from portal.demo.applications import load_applications
from portal.demo.call_backs import load_call_backs
from portal.demo.colleagues import load_colleagues
from portal.demo.desk import load_desk
from portal.demo.ends import load_ends
from portal.demo.groups import load_groups
from portal.demo.imports import load_imports
from portal.demo.issued import load_issued
from portal.demo.keeping import load_keeping, load_looks
from portal.demo.late import load_late
from portal.demo.local import load_local
from portal.demo.mine import load_wishes
from portal.demo.people import load_people
from portal.demo.printings import load_printings
from portal.demo.roster import load_roster
from portal.demo.searches import load_searches
from portal.demo.twice import load_twice
from portal.demo.words import load_words
from portal.models import HomePage
from portal.sections import ensure_sections
from portal.services import SOURCE, add_missing_aliases
from stations.services import load_hotlines, load_stations

DATA = Path(__file__).resolve().parent


def read(name):
    return tomllib.loads((DATA / name).read_text())


def read_folder(name):
    """The rows of a folder, each marked as what it is: written for the demo."""
    rows = [tomllib.loads(path.read_text()) for path in sorted((DATA / name).glob("*.toml"))]
    return [{**row, "is_demo": True} for row in rows]


def load_demo():
    """Needs what `setup_site` makes."""
    home = load_places()
    load_people()
    load_printings()
    load_roster()
    load_imports()
    load_content(home)
    load_local()
    load_applications()
    load_groups()
    load_ends()
    load_anew()
    load_wishes()
    load_words()
    load_issued()
    load_twice()
    load_call_backs()
    load_keeping()
    load_colleagues()
    load_looks()
    load_desk()
    load_searches()
    load_late()


def load_readable():
    """What everybody reads, in Chinese alone: quick, and enough to search in. Needs what `setup_site` makes."""
    load_content(load_places(), is_translated=False)


def load_places():
    places = read("stations.toml")
    load_offices(places["offices"])
    load_hotlines()
    load_stations(places)
    load_stations(read("villages.toml"))
    return HomePage.objects.get(locale__language_code=SOURCE)


@references_once()
def load_content(home, *, is_translated=True):
    texts = read("pages.toml")
    if is_translated:
        pages.load_home(home, texts["home"])
    pages.load_plain_pages(home, texts["pages"])
    pages.load_identity(home)
    sections = ensure_sections(home)
    folders = {name: read_folder(name) for name in ("explainers", "cases", "campaigns", "events")}
    if not is_translated:
        folders = {name: [_untranslated(row) for row in rows] for name, rows in folders.items()}
    load_explainers(sections["laws"], folders["explainers"])
    load_cases(sections["cases"], folders["cases"])
    load_campaigns(sections["events"], {name: folders[name] for name in ("campaigns", "events")})
    if is_translated:
        add_missing_aliases()


def _untranslated(row):
    return {key: value for key, value in row.items() if key != "translations"}
