"""Data in, a PDF out; what was typed stays what it is, and a template can do no harm."""

import io
import os
import time

import pikepdf
import pytest
from django.conf import settings as site

from foundation import paper
from tests.papers import pages, text

FACTS = {"reference": "LA-261129-TEST", "printed_on": "2026年11月29日", "sections": []}
needs_fonts = pytest.mark.skipif(
    os.environ.get("CI") != "true" and not any(os.path.isdir(f) for f in site.PAPER_FONTS),
    reason="no fonts on this machine",
)


@pytest.fixture
def own(settings, tmp_path):
    """Write a template that stands in for one of ours."""
    settings.PAPER_TEMPLATES = str(tmp_path)
    return lambda name, source: (tmp_path / f"{name}.typ").write_text(source)


@needs_fonts
@pytest.mark.parametrize(
    "typed",
    [
        '#panic("x") #eval("1+1") #read("/etc/passwd")',
        "*粗* _斜_ $x^2$ `raw` <label> @ref = 标题 - 列 + 列 / 项: 值",
        r"\ \u{41} \# // 注释 /* 注释 */ ~ -- --- ... https://example.org",
        "]] }} )) \" ' #{ #[ #(",
        "李〇 𠮷田 㛃 䶮 买买提·吐尔逊 O’Brien",
    ],
)
def test_what_was_typed_is_printed_as_it_was_typed(typed):
    printed = text(paper.render("copy", {**FACTS, "narrative": typed}))
    assert typed.replace(" ", "") in printed.replace(" ", "").replace("\u00a0", "")


@needs_fonts
def test_an_emoji_costs_no_paper():
    assert "好的" in text(paper.render("copy", {**FACTS, "narrative": "好的😀👨‍👩‍👧"}))


@needs_fonts
def test_a_long_story_goes_on_on_the_next_page():
    printed = pages(paper.render("copy", {**FACTS, "narrative": "干了三个月，没给钱。" * 400}))
    assert len(printed) > 1
    assert all(f"第{n}页，共{len(printed)}页" in page.replace(" ", "") for n, page in enumerate(printed, 1))
    assert all("LA-261129-TEST" in page and "2026年11月29日打印" in page.replace(" ", "") for page in printed)


@needs_fonts
def test_readers_are_told_title_language_and_structure():
    with pikepdf.open(io.BytesIO(paper.render("copy", FACTS))) as pdf:
        assert str(pdf.docinfo["/Title"]) == "申请内容副本 LA-261129-TEST"
        assert str(pdf.Root.Lang).startswith("zh")
        assert "/StructTreeRoot" in pdf.Root


@needs_fonts
def test_a_template_of_the_office_stands_in_for_ours_and_uses_what_ours_share(own):
    own("copy", '#import "base.typ": *\n#show: paper.with("本地的纸")\n#get("reference")')
    assert text(paper.render("copy", FACTS)).startswith("本地的纸LA-261129-TEST")


@needs_fonts
@pytest.mark.parametrize(
    "source",
    [
        "#nothing-of-this-name",
        '#read("/etc/passwd")',
        f'#read("{"../" * 2}etc/passwd")',
        '#import "@preview/cetz:0.3.4"',
        "#while true { }",
    ],
)
def test_a_template_with_a_mistake_is_an_answer_in_words(own, source):
    own("copy", source)
    began = time.monotonic()
    with pytest.raises(paper.PaperFailed) as failed:
        paper.render("copy", FACTS)
    assert failed.value.why == paper.TEMPLATE
    assert time.monotonic() - began < paper.SECONDS


@needs_fonts
def test_a_template_that_eats_memory_is_ended(own):
    own("copy", '#let x = "字" * 1000000\n#let all = ()\n#for n in range(100000) { all.push(x + str(n)) }')
    with pytest.raises(paper.PaperFailed) as failed:
        paper.render("copy", FACTS)
    assert failed.value.why in (paper.HEAVY, paper.TEMPLATE)


def test_a_machine_without_fonts_says_so(settings, tmp_path):
    settings.PAPER_FONTS = [str(tmp_path)]
    with pytest.raises(paper.PaperFailed) as failed:
        paper.render("copy", FACTS)
    assert failed.value.why == paper.FONTS


def test_while_another_paper_is_set_one_waits_and_is_told(monkeypatch):
    monkeypatch.setattr(paper, "PATIENCE", 0.01)
    with paper._TURN, pytest.raises(paper.PaperFailed) as failed:
        paper.render("copy", FACTS)
    assert failed.value.why == paper.BUSY
