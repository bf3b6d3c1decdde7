import pytest
from django.core.management import call_command

from search.query import MAX_CLAUSES, MAX_LENGTH, parse
from search.vocabulary import parse as parse_words
from search.vocabulary import vocabulary
from tests.search.corpus import document, load


@pytest.mark.parametrize("nothing", ["", "  ", "的", "怎么办", "的 了 吗", "???", "\u200b", "😀", "\x00"])
def test_words_of_asking_alone_are_no_question(nothing):
    assert parse(nothing).is_empty


def test_known_phrases_stand_for_all_their_synonyms():
    (clause,) = parse("讨薪怎么办").clauses
    assert clause.phrases[0] == "讨薪"
    assert {"拖欠工资", "欠薪", "工钱"} <= set(clause.phrases)


def test_one_way_words_do_not_work_backwards():
    assert "欠薪" in parse("老板跑了").clauses[0].phrases
    assert "老板跑了" not in parse("欠薪").clauses[0].phrases


def test_common_words_only_help_to_rank_unless_they_are_all_there_is():
    query = parse("工地 欠薪")
    assert [clause.weak for clause in query.clauses] == [False, True]
    assert not parse("工地").clauses[0].weak


@pytest.mark.parametrize(
    ("typed", "phrase"), [("taoxin", "讨薪"), ("tuoqian gongzi", "拖欠工资"), ("jbf", "加班费")]
)
def test_pinyin_is_heard(typed, phrase):
    query = parse(typed)
    assert query.heard_as == phrase
    assert phrase in query.clauses[0].phrases


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ("劳动争义怎么办", "劳动争议"),
        ("工上认定", "工伤认定"),
        ("农名工", "农民工"),
        ("gongzi", "工资"),
        ("加半费", "加班费"),
        ("我要申请老动仲裁", "劳动仲裁"),
    ],
)
def test_wrong_characters_that_sound_right_are_heard(typed, phrase):
    query = parse(typed)
    assert query.heard_as == phrase
    assert any(phrase in clause.phrases for clause in query.clauses)


@pytest.mark.parametrize(
    ("told", "phrase"),
    [
        ("老板三个月没发钱了", "拖欠工资"),
        ("工资叫他们一直拖着", "拖欠工资"),
        ("包工头电话打不通，联系不上", "总承包"),
        ("手被机器轧了", "工伤"),
        ("从架子上掉下来，单位不管", "工伤"),
        ("厂里叫我明天别来了", "辞退"),
        ("合同到现在也没给我们签，没签呢", "没签合同"),
        ("让我自愿放弃社保", "社保"),
        ("一天干12小时没加班费", "加班费"),
        ("男人打我", "家暴"),
        ("官司赢了，判了两个月还是不给", "强制执行"),
        ("身份证被厂里收走了", "扣押证件"),
        ("孩子17岁，在饭店打工", "未成年工"),
        ("去年的工钱还能告吗", "时效"),
    ],
)
def test_what_is_told_in_ones_own_words_is_understood(told, phrase):
    assert any(phrase in clause.phrases for clause in parse(told).strong)


@pytest.mark.parametrize(
    ("told", "phrase"),
    [("身份证被厂里收走了", "辞退"), ("赣州天气", "拖欠工资"), ("手机怎么截图", "工伤"), ("工资条", "辞退")],
)
def test_words_far_from_a_matter_do_not_tell_it(told, phrase):
    assert not any(phrase in clause.phrases for clause in parse(told).clauses)


def test_words_of_another_sentence_tell_nothing():
    assert not any("拖欠工资" in c.phrases for c in parse("钱我收到了。孩子拖地").clauses)


def test_what_is_told_is_not_said_twice():
    (clause,) = [clause for clause in parse("老板不给工资").clauses if not clause.weak]
    assert clause.phrases[0] == "不给工资"


def test_every_matter_that_can_be_told_is_a_known_phrase():
    words = vocabulary()
    assert words.spoken
    assert [phrase for phrase, _words in words.spoken if phrase not in words.meanings] == []


@pytest.mark.parametrize("typed", ["工商登记", "拖欠工资", "合同", "讨薪怎么办"])
def test_what_is_written_right_is_not_heard_as_something_else(typed):
    assert not parse(typed).heard_as


def test_what_nobody_knows_only_ranks_beside_what_is_known():
    query = parse("酒店服务员没工资")
    assert [clause.phrases[0] for clause in query.required] == ["没工资"]
    assert {clause.phrases[0] for clause in query.clauses} > {"没工资", "酒店"}
    assert parse("张家口 乌有镇").required == parse("张家口 乌有镇").strong


@pytest.mark.parametrize("typed", ["双倍工资", "两倍工资", "2 倍工资"])
def test_a_phrase_with_a_number_is_known_however_it_is_written(typed):
    assert "没签合同" in parse(typed).clauses[0].phrases


@pytest.mark.parametrize("word", ["app", "HR", "abcdef"])
def test_latin_words_that_are_no_pinyin_stay_words(word):
    query = parse(word)
    assert not query.heard_as
    assert query.clauses[0].phrases == (word.lower(),)


def test_a_story_is_read_for_its_known_words():
    story = "我在工地干了三个月，" * 30 + "包工头说没钱，一直拖欠工资，还有人受伤了。"
    query = parse(story)
    assert query.story
    asked = {clause.phrases[0] for clause in query.clauses if not clause.weak}
    assert {"拖欠工资", "受伤"} <= asked
    assert len(query.clauses) <= MAX_CLAUSES


@pytest.mark.parametrize("long", ["薪" * 500, " ".join(f"字{n}" for n in range(200)), "a" * 5000])
def test_long_input_stays_bounded(long):
    query = parse(long)
    assert len(query.text) <= MAX_LENGTH
    assert query.trimmed == (len(long) > MAX_LENGTH)
    assert len(query.clauses) <= MAX_CLAUSES


def nowhere(_phrase):
    return False


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ("讨新", "讨薪"),  # sounds like it
        ("社堡", "社保"),  # looks like it
        ("劳动仲栽", "劳动仲裁"),
        ("陪偿金", "赔偿金"),
        ("劳动监监察", "劳动监察"),  # a character too many
        ("法律援心中心", "法律援助中心"),  # another
        ("劳动裁仲", "劳动仲裁"),  # in wrong order
        ("恶意薪怎么办", "恶意欠薪"),  # one is missing
    ],
)
def test_what_is_nowhere_is_read_as_what_it_is_like(typed, phrase):
    query = parse(typed, is_there=nowhere)
    assert query.heard_as == phrase
    assert any(phrase in clause.phrases for clause in query.strong)


@pytest.mark.parametrize("typed", ["讨新", "社堡", "劳动裁仲"])
def test_what_is_somewhere_stays_as_it_was_written(typed):
    assert not parse(typed, is_there=lambda phrase: True).heard_as
    assert not parse(typed).heard_as


@pytest.mark.parametrize(
    "typed",
    [
        "工伤认定要",
        "劳动仲裁申请",
        "赣州法律援助中心",
        "哪里有法律援助",
        "老板打了",
        "工伤鉴定",
        "合同纠纷",
        "张家口",
        "重庆天气",
        "欠薪",
    ],
)
def test_a_word_beside_a_known_one_is_no_slip(typed):
    assert not parse(typed, is_there=nowhere).heard_as


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("laoban tuoqian gongzi zenmeban", "老板拖欠工资怎么办"),
        ("laobanpaole", "老板跑了"),
        ("lǎobǎn qiàn gōngzī", "老板欠工资"),
        ("gongzhi", "工资"),  # as many say it
        ("lvshi dianhua", "律师电话"),
        ("Gongshang认定", "工伤认定"),
        ("gsrd", "工伤认定"),
    ],
)
def test_pinyin_is_read_word_by_word(typed, read):
    query = parse(typed)
    assert query.heard_as == read
    assert all(clause.known for clause in query.strong)


@pytest.mark.parametrize(
    "typed", ["app", "HR", "women", "unpaid wages", "can i get legal aid", "N+1怎么算", "xi'an", "café"]
)
def test_letters_that_spell_nothing_of_ours_stay_letters(typed):
    assert not parse(typed).heard_as


def test_letters_that_stand_in_a_text_stay_letters():
    assert not parse("taoxin", is_there=lambda phrase: phrase == "taoxin").heard_as


@pytest.mark.parametrize(("typed", "read"), [("工资bu发", "工资不发"), ("laoban跑了", "老板跑了")])
def test_pinyin_between_characters_is_read_by_the_word(typed, read):
    assert parse(typed).heard_as == read


def test_a_character_again_and_again_says_it_once():
    assert [clause.phrases[0] for clause in parse("薪" * 500).clauses] == ["薪"]
    assert parse("10000").clauses[0].phrases == ("10000",)


def test_what_is_told_and_what_is_known_are_most_of_a_question():
    query = parse("砖厂三个月没发钱了")
    shares = {clause.phrases[0]: share for clause, share in zip(query.strong, query.shares, strict=True)}
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["拖欠工资"] == 24 * shares["3个月"]  # how long says little


@pytest.mark.django_db
def test_a_word_of_the_glossary_is_known_and_heard():
    call_command("load_synonyms", verbosity=0)
    load([document(1, "最低工资", "term")])
    assert parse("最低工资").clauses[0].known
    assert parse("最底工资").heard_as == "最低工资"


def test_half_a_character_is_none():
    query = parse("欠薪\ud800怎么办")
    assert query.text == "欠薪怎么办"
    assert query.strong[0].phrases[0] == "欠薪"


def test_only_letters_that_spell_something_are_looked_for():
    asked = []
    parse("can i get legal aid for my wages", is_there=lambda phrase: asked.append(phrase))
    assert asked == []
    parse("酒店 taoxin", is_there=lambda phrase: asked.append(phrase))
    assert asked.count("taoxin") == asked.count("酒店") == 1


@pytest.mark.parametrize(
    ("typed", "is_guess"),
    [
        ("附近的网吧", True),
        ("' OR 1=1 --", True),
        ("工资", False),
        ("拖欠工资", False),
        ("12348", False),
        ("", False),
    ],
)
def test_what_is_only_guessed_at_is_known_as_such(typed, is_guess):
    assert parse(typed, is_there=lambda text: False).is_guess == is_guess


@pytest.mark.parametrize("typed", ["工资^100", "工资8000", "工资 OT"])
def test_digits_without_a_unit_are_never_required(typed):
    assert [clause.phrases[0] for clause in parse(typed).required] == ["工资"]


def test_where_a_word_leads_all_that_mean_the_same_is_found():
    words = parse_words({"same": [["拖欠工资", "讨薪"]], "leads": [["老板跑了", "拖欠工资"]]})
    assert words.meanings["老板跑了"] == ("老板跑了", "拖欠工资", "讨薪")
    assert "老板跑了" not in words.meanings["讨薪"]
    assert (parse("老板跑了", words).clauses[0].alike, parse("讨薪", words).clauses[0].alike) == (1, 0)
