"""Synonyms that editors keep: loaded once, theirs from then on, live in every process, tried before they are saved."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from wagtail.models import ModelLogEntry

from foundation.accounts.models import Role
from foundation.content import kept
from foundation.content.searchable import SearchDocument
from search import synonyms, vocabulary
from search.likeness import by_sound
from search.models import Synonym
from search.postgres import PostgresEngine
from search.query import parse
from search.services import search
from search.vocabulary import of_file
from tests.search.corpus import DOCUMENTS

DATA = {"same": [["讨薪", "欠薪"], ["工伤", "受伤"]], "leads": [["老板跑了", "欠薪", "总承包"]]}


@pytest.fixture
def loaded(db):
    synonyms.load(DATA)


@pytest.fixture
def indexed(db):
    PostgresEngine().write(DOCUMENTS)


@pytest.fixture
def editor(client, signed_in, staff_office):
    signed_in(client, Role.EDITOR, staff_office)
    return client


def commit():
    """What was written so far counts as committed."""
    connection.run_on_commit.clear()
    kept.renew()


def phrases(query):
    return {phrase for clause in parse(query).clauses for phrase in clause.phrases}


def in_a_request(ask):
    return kept.KeptMiddleware(lambda request: ask())(None)


@pytest.mark.django_db
def test_the_file_is_loaded_once_and_what_it_says_is_what_it_said():
    asked = ("讨薪 老板跑了 jbf", "干了活一直没见着钱")
    from_the_file = list(map(parse, asked))
    assert synonyms.load()["added"] == sum(len(of_file()[way]) for way in ("same", "leads", "said"))
    assert set(synonyms.load()) == {"unchanged"}
    assert list(map(parse, asked)) == from_the_file
    assert any(clause.told for clause in from_the_file[1].clauses)


@pytest.mark.django_db
def test_every_row_of_the_file_is_one_an_editor_could_write():
    synonyms.load()
    for row in Synonym.objects.all():
        row.full_clean()
        assert not row.is_changed


def test_a_new_file_changes_what_nobody_has_touched(loaded):
    new = {"same": [["讨薪", "欠薪", "要工钱"]], "leads": [["老板跑了", "欠薪"]]}
    assert synonyms.load(new) == {"changed": 2, "removed": 1}
    assert "要工钱" in phrases("讨薪")


def test_what_an_editor_changed_or_switched_off_stays(loaded):
    wages, injury = Synonym.objects.filter(way="same")
    wages.said += "、血汗钱"
    wages.save()
    injury.is_active = False
    injury.save()
    new = {"same": [["讨薪", "要工钱"], ["工伤", "受伤", "砸伤"]], "leads": []}
    assert synonyms.load(new) == {"left": 1, "changed": 1, "removed": 1}
    assert "血汗钱" in phrases("讨薪")
    assert "要工钱" not in phrases("讨薪")
    assert "受伤" not in phrases("工伤")
    assert synonyms.load({"same": [], "leads": []})["left"] == 1  # gone from the file, kept by the editor


def test_one_way_does_not_work_backwards(loaded):
    assert "总承包" in phrases("老板跑了")
    assert "老板跑了" not in phrases("总承包")


def test_what_one_name_leads_to_all_names_of_it_lead_to():
    words = vocabulary.parse(
        {"same": [["带薪年休假", "年假"], ["加班", "超时"]], "leads": [["年假", "加班"]]}
    )
    for name in ("年假", "带薪年休假"):
        assert {"加班", "超时"} <= set(words.meanings[name])
        assert words.alike[name] == 2
    assert "年假" not in words.meanings["加班"]


def test_a_change_is_seen_by_the_next_request_of_every_process(loaded):
    commit()
    heard = lambda: ("血汗钱" in phrases("讨薪"), "xuehanqian" in by_sound())
    assert in_a_request(heard) == (False, False)
    row = Synonym.objects.filter(way="same").first()
    row.said += "、血汗钱"
    row.save()
    commit()
    assert in_a_request(heard) == (True, True)


def test_rows_are_read_once_for_all_requests(loaded, django_assert_num_queries):
    commit()
    in_a_request(lambda: parse("讨薪"))
    with django_assert_num_queries(1):  # the edition
        in_a_request(lambda: [parse("讨薪"), parse("taoxin"), parse("工上认定")])
    with django_assert_num_queries(2):  # and outside of one, with the engine's
        search("讨薪")


# --- in the admin ----------------------------------------------------------------------------------
def test_an_editor_adds_a_row_and_workers_find_by_it_at_once(editor, loaded, indexed):
    before = search("没开支").total
    response = editor.post(
        reverse("synonyms_admin:add"),
        {
            "way": "leads",
            "said": "没开支、 不开支\n没开支",
            "means": "拖欠工资",
            "is_active": "on",
            "tried": "",
        },
    )
    assert response.status_code == 302
    row = Synonym.objects.get(code=None)
    assert (row.said, row.means) == ("没开支、不开支", "拖欠工资")
    assert ModelLogEntry.objects.filter(object_id=str(row.pk), action="wagtail.create").exists()
    assert search("没开支").total > before


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"way": "leads", "said": "没开支", "means": ""}, "要写也去找什么"),
        ({"way": "same", "said": "没开支", "means": ""}, "至少要两个"),
        ({"way": "same", "said": "工资、工資", "means": ""}, "至少要两个"),
        ({"way": "same", "said": "薪、工资", "means": ""}, "太短或者太长：薪"),
        ({"way": "same", "said": "、".join(f"说法{n}" for n in range(100)), "means": ""}, "最多 60"),
    ],
)
def test_a_row_that_says_nothing_is_refused(editor, fields, words):
    response = editor.post(reverse("synonyms_admin:add"), {**fields, "is_active": "on"})
    assert words in response.content.decode()
    assert not Synonym.objects.exists()


def test_the_effect_is_shown_and_nothing_is_saved(editor, loaded, indexed):
    fields = {
        "way": "leads",
        "said": "没开支",
        "means": "拖欠工资",
        "is_active": "on",
        "tried": "",
        "try": "1",
    }
    page = editor.post(reverse("synonyms_admin:add"), fields).content.decode()
    assert "搜“没开支”" in page
    assert "新来的" in page
    assert not Synonym.objects.filter(code=None).exists()
    assert search("没开支").hits == []


def test_the_effect_of_a_changed_row_tells_what_comes_and_what_goes(editor, indexed):
    row = Synonym.objects.create(way="leads", said="没开支", means="拖欠工资")
    fields = {
        "way": "leads",
        "said": "没开支",
        "means": "工伤认定",
        "is_active": "on",
        "tried": "没开支\n工伤",
        "try": "1",
    }
    page = editor.post(reverse("synonyms_admin:edit", args=[row.pk]), fields).content.decode()
    assert "新来的" in page
    assert "不在前十了" in page
    assert "前十条和现在一样" in page  # 工伤
    row.refresh_from_db()
    assert row.means == "拖欠工资"


def test_a_row_tried_is_kept_by_no_process(editor, loaded, indexed):
    commit()
    before = editor.get(reverse("search:results"), {"q": "讨薪"}).content
    row = Synonym.objects.filter(way="same").first()
    fields = {
        "way": "same",
        "said": "讨薪、受伤",
        "means": "",
        "is_active": "on",
        "tried": "讨薪",
        "try": "1",
    }
    assert "新来的" in editor.post(reverse("synonyms_admin:edit", args=[row.pk]), fields).content.decode()
    assert editor.get(reverse("search:results"), {"q": "讨薪"}).content == before


def test_what_came_with_the_site_is_switched_off_and_not_deleted(client, signed_in, staff_office, loaded):
    signed_in(client, Role.OPERATOR, staff_office)
    mine = Synonym.objects.create(said="没开支、没发钱")
    theirs = Synonym.objects.exclude(code=None).first()
    assert client.post(reverse("synonyms_admin:delete", args=[theirs.pk])).status_code == 302
    assert client.post(reverse("synonyms_admin:delete", args=[mine.pk])).status_code == 302
    assert not Synonym.objects.filter(pk=mine.pk).exists()
    assert Synonym.objects.filter(pk=theirs.pk).exists()


@pytest.mark.django_db
def test_the_command_says_what_it_did(capsys):
    call_command("load_synonyms")
    assert " added, 0 changed, 0 removed" in capsys.readouterr().out


# --- what is told in one's own words ---------------------------------------------------------------
TOLD = {
    "way": "told", "said": "钱\r\n飞了、没影、 没影", "means": "拖欠工资", "is_active": "on", "note": "", "tried": "",
}  # fmt: skip


@pytest.mark.django_db
def test_a_word_of_each_group_in_any_order_means_it():
    synonyms.load({**DATA, "said": [{"means": "欠薪", "words": [["钱"], ["飞了", "没影"]]}]})
    for typed in ("我的钱全飞了", "没影了，那些钱"):
        assert "欠薪" in phrases(typed)
    assert "欠薪" not in phrases("我的钱。早就飞了")
    Synonym.objects.filter(way="told").update(is_active=False)
    assert "欠薪" not in phrases("我的钱全飞了")


def test_an_editor_adds_what_is_told_and_workers_find_by_it_at_once(editor, loaded, indexed):
    before = search("我的钱全飞了").total
    assert editor.post(reverse("synonyms_admin:add"), TOLD).status_code == 302
    row = Synonym.objects.get(way="told")
    assert (row.said, str(row)) == ("钱\n飞了、没影", "钱……飞了")
    assert not before
    assert search("我的钱全飞了").hits[0].title_text == "老板拖欠工资，怎么把钱要回来"


def test_what_is_told_is_tried_with_a_word_of_each_group(editor, loaded, indexed):
    page = editor.post(reverse("synonyms_admin:add"), {**TOLD, "try": "1"}).content.decode()
    assert "搜“钱飞了”" in page
    assert "搜“钱没影”" in page
    assert "新来的" in page
    assert not Synonym.objects.filter(way="told").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("said", "钱、飞了"),
        ("said", "一\n二\n三\n四"),
        ("said", "钱\n" + "飞" * 21),
        ("means", ""),
        ("means", "拖欠工资、欠薪"),
    ],
)
def test_what_could_not_be_told_is_refused(editor, loaded, field, value):
    response = editor.post(reverse("synonyms_admin:add"), {**TOLD, field: value})
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {field}


@pytest.mark.django_db(transaction=True)
def test_a_word_with_a_page_of_its_own_is_known_as_soon_as_it_is_written_and_no_longer():
    synonyms.load(DATA)
    in_a_request(vocabulary.now)  # a process keeps what it reads now
    term = SearchDocument(
        kind="term", pk="7", title="先予执行", body="先付一部分", url="/t/", locale="zh-hans"
    )
    PostgresEngine().write([term])
    assert in_a_request(lambda: parse("先于执行").meant) == "先予执行"
    PostgresEngine().remove(kind="term", pk="7")
    assert in_a_request(lambda: parse("先于执行").meant) == "先于执行"
