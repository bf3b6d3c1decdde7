"""Everything that `seed_demo` loads, in the order in which it depends on each other. Safe to repeat."""

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from campaigns.models import CampaignIndexPage
from campaigns.services import load_campaigns
from cases_showcase.models import CaseIndexPage
from cases_showcase.services import load_cases
from foundation.accounts.services import load_offices
from laws.models import ExplainerIndexPage
from laws.services import load_explainers
from portal.demo import pages
from portal.demo.applications import load_applications
from portal.demo.people import load_people
from portal.services import add_missing_aliases, ensure_locales_and_root
from stations.services import load_stations

DATA = Path(__file__).resolve().parent
PROMISES = [
    ("全程 **免费**，也不收礼", "《法律援助法》第二十条"),
    ("讨薪、工伤 **不看家里收入**", "《法律援助法》第四十二条第三项"),
    ("不用注册，**可以中途停下**，回来接着填", "本网站"),
    ("收到后 **7 天内** 告诉你结果", "《法律援助法》第四十三条"),
]


def read(name):
    return tomllib.loads((DATA / name).read_text())


def read_folder(name):
    return [tomllib.loads(path.read_text()) for path in sorted((DATA / name).glob("*.toml"))]


def load_demo():
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    home = ensure_locales_and_root(
        hostname=address.hostname, port=address.port or 80, promises=PROMISES
    )
    places = read("stations.toml")
    load_offices(places["offices"])
    load_stations(places)
    load_people()
    load_content(home)
    load_applications()


def load_content(home):
    texts = read("pages.toml")
    pages.load_home(home, texts["home"])
    pages.load_plain_pages(home, texts["pages"])
    pages.load_identity(home)
    explainers = pages.index_page(
        home, ExplainerIndexPage, "laws", "看懂法律", "碰到事先看这里：一句话说清楚，再说怎么办。"
    )
    cases = pages.index_page(home, CaseIndexPage, "cases", "典型案例", "跟你一样的人，是怎么办成的。")
    campaigns = pages.index_page(home, CampaignIndexPage, "events", "活动", "律师去哪里、什么时候去，直接来就行。")
    add_missing_aliases()
    load_explainers(explainers, read_folder("explainers"))
    load_cases(cases, read_folder("cases"))
    load_campaigns(campaigns, {"campaigns": read_folder("campaigns"), "events": read_folder("events")})
    add_missing_aliases()
