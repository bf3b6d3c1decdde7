"""The demo content is parsable, hangs together, and carries nobody's personal data."""

import json
import re
import tomllib
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "portal" / "demo"


def load(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def load_all(folder):
    return {path.stem: load(path) for path in sorted((DEMO / folder).glob("*.toml"))}


CASES, CAMPAIGNS, EVENTS = load_all("cases"), load_all("campaigns"), load_all("events")
NETWORK, PAGES = load(DEMO / "stations.toml"), load(DEMO / "pages.toml")
NETWORK["stations"] += load(DEMO / "villages.toml")["stations"]
OFFICES = {office["code"]: office for office in NETWORK["offices"]}
STATIONS = {station["code"]: station for station in NETWORK["stations"]}
DIVISIONS = {
    row["code"]: row["name"]
    for row in json.loads((ROOT / "foundation/regions/data/regions.json").read_text(encoding="utf-8"))
}
TOPICS = {"wages", "injury", "no_contract", "dismissed", "social_insurance", "platform", "family"}

# Rough extents (south, north, west, east) in WGS-84 degrees.
BOXES = {
    "360700": (24.45, 27.15, 113.90, 116.65),
    "360702": (25.60, 26.05, 114.75, 115.07),
    "360703": (25.47, 26.24, 114.48, 114.92),
    "360704": (25.43, 26.28, 114.70, 115.37),
    "360722": (24.98, 25.55, 114.57, 115.32),
    "360723": (25.25, 25.62, 114.00, 114.73),
    "360724": (25.70, 26.02, 113.90, 114.68),
    "360725": (25.40, 25.93, 113.92, 114.63),
    "360726": (24.86, 25.60, 115.15, 115.63),
    "360728": (24.55, 25.05, 114.78, 115.38),
    "360729": (24.48, 25.02, 114.15, 114.75),
    "360730": (26.08, 27.13, 115.67, 116.28),
    "360731": (25.58, 26.35, 115.18, 115.82),
    "360732": (26.05, 26.70, 115.02, 115.87),
    "360733": (25.15, 25.92, 115.48, 116.03),
    "360734": (24.50, 25.20, 115.35, 115.90),
    "360735": (25.95, 26.62, 116.08, 116.63),
    "360781": (25.50, 26.35, 115.70, 116.37),
    "360783": (24.48, 25.18, 114.38, 114.98),
    "620500": (34.08, 35.15, 104.60, 106.73),
    "620502": (34.08, 34.72, 105.21, 106.02),
    "620503": (34.10, 34.72, 105.45, 106.73),
    "620523": (34.50, 35.07, 104.97, 105.55),
    "210100": (41.19, 43.04, 122.41, 123.82),
    "210102": (41.66, 41.81, 123.36, 123.46),
    "210103": (41.76, 41.82, 123.42, 123.55),
    "210104": (41.78, 41.90, 123.45, 123.60),
    "210105": (41.79, 41.92, 123.35, 123.47),
    "210106": (41.55, 41.85, 122.98, 123.41),
    "210111": (41.45, 41.72, 123.10, 123.78),
    "210112": (41.60, 41.90, 123.35, 123.80),
    "210113": (41.87, 42.18, 123.20, 123.80),
    "210114": (41.60, 41.97, 123.02, 123.45),
    "210115": (41.20, 41.77, 122.45, 123.12),
    "210123": (42.50, 43.04, 122.75, 123.62),
    "210124": (42.13, 42.66, 122.73, 123.73),
    "210181": (41.70, 42.28, 122.45, 123.33),
}
SECTION_HEADINGS = ["案情简介", "承办过程", "承办结果", "案件点评"]
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
HOTLINE_OR_FICTITIOUS = re.compile(r"12348|0\d{2,3}-555\d{4,5}")
PERSONAL = {
    "mobile number": re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"),
    "identity number": re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"),
    "e-mail address": re.compile(r"[\w.]+@[\w.]+"),
}


def inside(region, lat, lng):
    south, north, west, east = BOXES[region]
    return south <= lat <= north and west <= lng <= east


def each(items):
    return pytest.mark.parametrize("item", items.values(), ids=items.keys())


def test_there_is_enough_to_show():
    assert len(CASES) >= 14
    assert len(CAMPAIGNS) == 2
    assert len(EVENTS) >= 6
    per_place = Counter(code.partition("-")[0] for code in STATIONS)
    assert (per_place["gz"] >= 18, per_place["ts"] >= 8, per_place["sy"] >= 14) == (True, True, True)


@pytest.mark.parametrize("path", sorted(DEMO.rglob("*.toml")), ids=lambda path: path.stem)
def test_no_file_carries_personal_data(path):
    text = path.read_text(encoding="utf-8")
    assert {name: pattern.findall(text) for name, pattern in PERSONAL.items() if pattern.search(text)} == {}


@pytest.mark.parametrize("folder", [CASES, CAMPAIGNS, EVENTS], ids=["cases", "campaigns", "events"])
def test_a_file_is_named_after_its_slug(folder):
    assert {stem: item["slug"] for stem, item in folder.items()} == {stem: stem for stem in folder}
    assert folder
    assert all(CODE.fullmatch(stem) for stem in folder)


@each(CASES)
def test_case_facts_come_from_the_known_lists(item):
    assert item["topic"] in TOPICS
    assert item["sector"] in {
        "construction", "manufacturing", "catering", "logistics", "platform", "property", "domestic", "other",
    }  # fmt: skip
    assert item["route"] in {
        "mediation", "arbitration", "litigation", "payment_order", "notary", "inspection",
    }  # fmt: skip
    assert item["outcome"] in {"paid_in_full", "paid_in_part", "recognised", "settled"}
    assert f"{DIVISIONS[item['region']]}法律援助中心" in item["official_title"]
    assert item["closed_on"] <= date(2026, 11, 22)
    assert item["evidence"]
    assert item["lesson"].endswith("。")


@each(CASES)
def test_case_money_agrees_with_its_outcome(item):
    claimed, recovered = item["amount_claimed"], item["amount_recovered"]
    assert 0 < recovered <= claimed
    if item["outcome"] == "paid_in_full":
        assert recovered == claimed
    if item["outcome"] == "paid_in_part":
        assert recovered < claimed
    # The text tells the same story as the figures.
    text = "".join(section["body"] for section in item["sections"]).replace(",", "")
    assert str(recovered) in text or f"{recovered / 10000:g} 万元" in text
    if item["people"] > 1:
        assert f"{item['people']} " in text


@each(CASES)
def test_case_reads_in_the_ministrys_sections(item):
    assert [section["heading"] for section in item["sections"]] == SECTION_HEADINGS
    assert all(120 <= len(section["body"]) <= 300 for section in item["sections"])
    assert len(item["title"]) <= 28
    assert len(item["summary"]) <= 60


@each(CASES)
def test_case_title_is_masked_and_counts_its_people(item):
    group = rf"等{item['people']}人" if item["people"] > 1 else ""
    assert re.fullmatch(rf"\S+法律援助中心对[一-龥]某{group}[一-龥]+提供法律援助案", item["official_title"])
    surname = re.search(r"对([一-龥])某", item["official_title"]).group(1)
    assert f"{surname}某" in item["sections"][0]["body"]


@each(CASES)
def test_case_cites_articles_that_the_site_knows(item):
    known = {
        (statute["short_title"], article["number"])
        for statute in map(load, (ROOT / "laws" / "data" / "statutes").glob("*.toml"))
        for article in statute["articles"]
    }
    cited = {(law["statute"], law["article"]) for law in item["laws"]}
    assert cited
    assert cited - known == set()


@each({**CASES, **CAMPAIGNS, **EVENTS})
def test_english_gives_title_and_summary(item):
    english = item["translations"]["en"]
    wanted = {"title", "summary", "lesson"} if "lesson" in item else {"title", "summary"}
    assert set(english) == wanted
    assert all(text.isascii() and text for text in english.values())


@each(CAMPAIGNS)
def test_campaign_is_complete(item):
    assert item["starts_on"] < item["ends_on"]
    assert item["contact_phone"] == "12348"
    assert item["host_office"] in OFFICES
    assert set(item["topics"]) <= TOPICS
    assert all((item["goals"], item["promises"], item["sections"]))


@each(EVENTS)
def test_event_belongs_to_its_campaign_and_place(item):
    campaign = CAMPAIGNS[item["campaign"]]
    assert item["starts_at"] < item["ends_at"] < item["starts_at"] + timedelta(hours=12)
    assert item["starts_at"].utcoffset() == timedelta(hours=8)
    assert campaign["starts_on"] <= item["starts_at"].date() <= campaign["ends_on"]
    assert item["kind"] in {
        "site_visit", "theme_day", "reception_day", "night_market", "lecture", "job_fair", "launch",
    }  # fmt: skip
    assert item["station"] in STATIONS
    assert set(item["topics"]) <= TOPICS
    assert inside(item["region"], item["lat"], item["lng"])
    assert item["capacity"] > 0
    assert item["activities"]


def test_only_the_past_event_has_a_report():
    reported = {slug: event["report"] for slug, event in EVENTS.items() if "report" in event}
    assert list(reported) == [
        slug for slug, event in EVENTS.items() if event["ends_at"].date() < date(2026, 11, 22)
    ]
    assert reported
    for report in reported.values():
        assert min(report["people"], report["leaflets"], report["consultations"]) > 0


def test_codes_are_unique_and_fit_an_address():
    for rows in (NETWORK["offices"], NETWORK["stations"]):
        codes = [row["code"] for row in rows]
        assert [code for code, count in Counter(codes).items() if count > 1] == []
        assert all(CODE.fullmatch(code) for code in codes)


def test_an_office_follows_its_parent():
    seen = set()
    for office in NETWORK["offices"]:
        assert office.get("parent") is None or office["parent"] in seen, office["code"]
        assert office["kind"] in {"department", "agency", "station_desk"}
        assert DIVISIONS[office["region"]] in office["name"] or office["kind"] == "station_desk"
        seen.add(office["code"])
    assert [code for code, office in OFFICES.items() if "parent" not in office] == [
        "gz-justice",
        "ja-justice",
        "ts-justice",
        "sy-justice",
    ]


@each(STATIONS)
def test_station_facts_come_from_the_known_lists(item):
    assert item["office"] in OFFICES
    assert item["level"] in {"province", "prefecture", "county", "town", "village"}
    assert item["kind"] in {"center", "workstation", "contact_point", "window", "mobile", "notice_board"}
    assert item["host"] in {
        "self", "court", "procuratorate", "detention", "arbitration", "inspection", "petitions", "union", "women",
        "youth", "disabled", "labour", "park", "site", "company", "union_post", "logistics",
    }  # fmt: skip
    assert {"consult"} <= set(item["services"]) <= {
        "apply", "consult", "mediation", "notary", "print_help", "video",
    }  # fmt: skip
    assert set(item["accessibility"]) <= {
        "ramp", "low_desk", "hearing_loop", "sign_language", "accessible_toilet",
    }  # fmt: skip
    assert item["status"] in {"open", "closed_temporarily", "closed"}
    assert HOTLINE_OR_FICTITIOUS.fullmatch(item["phone"])
    assert item["address"]
    assert item["directions"] or item["status"] == "closed"
    assert set(item["lawyer_days"]) <= set(range(1, 8))


@each(STATIONS)
def test_station_stands_inside_its_district(item):
    assert inside(item["region"], item["lat"], item["lng"])
    for visit in item.get("visits", []):
        if "lat" in visit:  # a tour of a desk's people may only have a place
            assert inside(visit.get("region", item["region"]), visit["lat"], visit["lng"])
        assert visit["starts_at"] < visit["ends_at"]


@each(STATIONS)
def test_station_hours_do_not_overlap(item):
    if item["kind"] == "mobile":
        assert item["hours"] == []
        assert item["visits"]
        return
    assert item["hours"] or item["status"] == "closed"
    for weekday in range(1, 8):
        spans = sorted((row["opens"], row["closes"]) for row in item["hours"] if weekday in row["weekdays"])
        assert all(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", clock) for span in spans for clock in span)
        assert all(opens != closes for opens, closes in spans)
        # What closes before it opens does so on the day after.
        assert all(opens < closes for opens, closes in spans[:-1])
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_some_doors_are_open_in_the_evening_and_at_weekends():
    rows = [row for station in STATIONS.values() for row in station["hours"]]
    assert any(row["closes"] >= "20:00" for row in rows)
    assert any(6 in row["weekdays"] for row in rows)


@pytest.mark.parametrize("path", sorted(DEMO.rglob("*.toml")), ids=lambda path: path.stem)
def test_no_file_signs_for_a_person_or_promises_a_true_story(path):
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"^(?:reviewe|verified|checked|signed|has_consent).*", text, re.MULTILINE)
    assert not re.findall(r"真事|真人|真实案|已核实|律师审核|true stor|real case", text)


def test_addresses_are_labelled_as_demo_data():
    assert NETWORK["address_note"] == "演示数据，请以官方公布为准"


def test_standard_pages_say_the_same_number_of_things_in_english():
    assert {page["slug"] for page in PAGES["pages"]} == {
        "privacy",
        "accessibility",
        "about",
        "sitemap",
        "help",
    }
    for page in PAGES["pages"]:
        assert len(page["translations"]["en"]["sections"]) == len(page["sections"]), page["slug"]


def test_home_texts_are_all_translated():
    home = dict(PAGES["home"])
    english = home.pop("translations")["en"]
    assert set(english) == set(home)
    assert len(english["apply_promises"]) == len(home["apply_promises"])


def test_the_privacy_notice_is_versioned():
    notice = next(page for page in PAGES["pages"] if page["slug"] == "privacy")
    assert (notice["version"], notice["effective_from"]) == ("1", date(2026, 11, 22))
