from hypothesis import given
from hypothesis import strategies as st

from search.highlight import highlight, snippet


def marked(segments):
    return [segment.text for segment in segments if segment.mark]


def test_marks_the_whole_phrase_in_the_text_as_it_stands():
    assert marked(highlight("農民工討薪指南", ("讨薪",))) == ["討薪"]
    assert marked(highlight("拨打１２３４８", ("12348",))) == ["１２３４８"]


def test_a_number_is_not_marked_inside_a_longer_one():
    assert marked(highlight("130天和30天", ("30",))) == ["30"]
    assert marked(highlight("130天", ("30",))) == []


def test_a_snippet_shows_the_sentence_with_the_words():
    text = "开头的话。" * 40 + "这里说拖欠工资怎么要。" + "结尾。" * 40
    segments = snippet(text, ("拖欠工资",))
    assert marked(segments) == ["拖欠工资"]
    assert segments[0].text == segments[-1].text == "…"
    assert sum(len(s.text) for s in segments) < 100


@given(st.text(), st.lists(st.text(max_size=4), max_size=3))
def test_segments_always_give_the_text_back(text, phrases):
    assert "".join(segment.text for segment in highlight(text, tuple(phrases))) == text
