"""The legal reference data and the demo explainers: whole, consistent, every citation resolves. No database."""

import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "laws" / "data"

KINDS = {"law", "regulation", "rule", "interpretation"}
UNITS = {"calendar_day", "working_day", "day", "month", "year", "hour", "percent", "factor", "person", "CNY"}
PHONES = {"12348"}  # the only hotline whose number has been verified
DIGITS = "零一二三四五六七八九"


def load(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


STATUTES = {statute["code"]: statute for statute in map(load, sorted((DATA / "statutes").glob("*.toml")))}
ARTICLES = {
    (code, article["number"]): article
    for code, statute in STATUTES.items()
    for article in statute["articles"]
}
TOPICS = load(DATA / "topics.toml")["topics"]
TERMS = load(DATA / "terms.toml")["terms"]
PARAMETERS = load(DATA / "parameters.toml")["parameters"]
EXPLAINERS = [load(path) for path in sorted((ROOT / "portal" / "demo" / "explainers").glob("*.toml"))]
CASES = [load(path) for path in sorted((ROOT / "portal" / "demo" / "cases").glob("*.toml"))]
SLUGS = {explainer["slug"] for explainer in EXPLAINERS}
TOPIC_CODES = {topic["code"] for topic in TOPICS}

each_explainer = pytest.mark.parametrize("explainer", EXPLAINERS, ids=lambda explainer: explainer["slug"])
each_statute = pytest.mark.parametrize("statute", STATUTES.values(), ids=lambda statute: statute["code"])


def chinese(number):
    """1 to 9999 as in the heading of an article, so far as articles below 1000 need it."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")


def label_of(number):
    base, _, inserted = number.partition("-")
    return f"第{chinese(int(base))}条" + (f"之{chinese(int(inserted))}" if inserted else "")


@each_statute
def test_a_statute_names_its_kind_source_and_dates(statute):
    assert statute["kind"] in KINDS
    assert re.fullmatch(r"LawRefBook/Laws@[0-9a-f]{40}", statute["source"])
    assert isinstance(statute["effective_from"], date)
    assert statute["read_on"] >= statute["effective_from"] >= statute.get("promulgated_on", date.min)
    assert all(statute[field] for field in ("title", "short_title", "issuer"))


@each_statute
def test_an_article_is_labelled_by_its_number_and_ends_in_a_full_stop(statute):
    numbers = [article["number"] for article in statute["articles"]]
    assert len(numbers) == len(set(numbers)) > 0
    for article in statute["articles"]:
        assert article["label"] == label_of(article["number"])
        assert article["text"].endswith("。")
        assert not article["text"].startswith("第" + chinese(int(article["number"].partition("-")[0])) + "条")
        assert article["effective_from"] >= statute["effective_from"]


def test_every_stored_article_is_cited_by_an_explainer_or_a_case():
    codes = {statute["short_title"]: code for code, statute in STATUTES.items()}
    cited = {(law["statute"], law["article"]) for explainer in EXPLAINERS for law in explainer["laws"]}
    # A case names the statute as people say it, an explainer by its code.
    cited |= {(codes[law["statute"]], law["article"]) for case in CASES for law in case["laws"]}
    assert set(ARTICLES) - cited == set()


def test_a_case_cites_articles_in_force_when_it_closed():
    days = {
        (STATUTES[code]["short_title"], number): article["effective_from"]
        for (code, number), article in ARTICLES.items()
    }
    late = [
        (case["slug"], law["statute"], law["article"])
        for case in CASES
        for law in case["laws"]
        if days[law["statute"], law["article"]] > case["closed_on"]
    ]
    assert late == []


def test_eight_doors_in_order_and_every_topic_in_its_place():
    doors = [topic for topic in TOPICS if topic.get("door_order")]
    assert [door["door_order"] for door in doors] == list(range(1, 9))
    assert {door["code"] for door in doors} == {
        "wages", "injury", "no_contract", "dismissed", "social_insurance", "platform", "family", "unsure",
    }  # fmt: skip
    assert len(TOPIC_CODES) == len(TOPICS)
    for topic in TOPICS:
        assert 0 < len(topic["plain_name"]) <= 5
        assert all(topic[field] for field in ("name", "help", "icon", "name_en", "help_en"))
        if "door_order" in topic:
            assert "parent" not in topic
        else:
            assert topic["code"].rpartition(".")[0] == topic["parent"] in TOPIC_CODES


def test_the_glossary_explains_forty_terms_once():
    assert len(TERMS) >= 40
    assert len({term["code"] for term in TERMS}) == len({term["term"] for term in TERMS}) == len(TERMS)
    for term in TERMS:
        assert term["code"].isidentifier()
        assert 8 <= len(term["plain"]) <= 70


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter["code"])
def test_a_figure_is_dated_and_names_its_article(parameter):
    assert Decimal(parameter["value"]) > 0
    assert parameter["unit"] in UNITS
    assert isinstance(parameter["effective_from"], date)
    assert all(parameter[field] for field in ("name", "source"))
    if "statute" in parameter:
        statute = STATUTES[parameter["statute"]]
        assert statute["short_title"] in parameter["source"]
        assert label_of(parameter["article"]) in parameter["source"]
        stored = (statute["code"], parameter["article"]) in ARTICLES
        assert stored != ("text not stored" in parameter.get("note", ""))


def test_no_figure_appears_twice_for_one_day():
    keys = [(parameter["code"], parameter["effective_from"]) for parameter in PARAMETERS]
    assert len(keys) == len(set(keys))


@each_explainer
def test_an_explainer_is_short_enough_to_read(explainer):
    assert 4 <= len(explainer["title"]) <= 24
    assert len(explainer["answer"]) <= 90
    assert len(explainer["summary"]) <= 60
    assert 1 <= explainer["minutes"] <= 6
    assert 3 <= len(explainer["steps"]) <= 6
    assert 3 <= len(explainer["evidence"]) <= 8
    assert len(explainer.get("questions", [])) <= 4
    for step in explainer["steps"]:
        assert len(step["title"]) <= 16
        assert len(step["text"]) <= 130
        assert max(map(len, re.split(r"[。！？；：]", step["text"]))) <= 70


@each_explainer
def test_an_explainer_points_only_to_what_exists(explainer):
    assert {explainer["topic"], *explainer["extra_topics"]} <= TOPIC_CODES
    assert explainer["topic"] not in explainer["extra_topics"]
    assert set(explainer["related"]) <= SLUGS - {explainer["slug"]}
    assert all(explainer[field] for field in ("related", "search_words", "help"))
    assert set(explainer["phones"]) <= PHONES
    assert set(re.findall(r"\b12\d{3}\b", str(explainer))) <= PHONES


@each_explainer
def test_an_explainer_cites_articles_in_force_on_its_day(explainer):
    cited = [(law["statute"], law["article"]) for law in explainer["laws"]]
    assert len(cited) == len(set(cited)) > 0
    for law in explainer["laws"]:
        article = ARTICLES[law["statute"], law["article"]]
        assert article["effective_from"] <= explainer["law_as_of"]
        assert 6 <= len(law["says"]) <= 50
    assert explainer["law_as_of"] < explainer["review_due_on"]


@each_explainer
def test_an_explainer_has_english_and_leaves_the_disclaimer_to_the_template(explainer):
    english = explainer["translations"]["en"]
    assert all(english[field].isascii() and english[field] for field in ("title", "summary", "answer"))
    assert "仅供参考" not in str(explainer)


def test_every_door_is_led_by_one_explainer():
    leading = [explainer["topic"] for explainer in EXPLAINERS if explainer["door_first"]]
    assert sorted(leading) == sorted(topic["code"] for topic in TOPICS if "door_order" in topic)
