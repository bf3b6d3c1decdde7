"""Any part of a Chinese title or text is found in the admin: through the real views, on rows that signals indexed."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from foundation.accounts.models import Role
from foundation.accounts.testing import pass_second_factor
from search.admin_search import IndexEntry, written
from tests.aid.photos import photo
from tests.laws.factories import ArticleVersionFactory, TermFactory, TopicFactory
from tests.laws.page_factories import explainer, home_page
from tests.stations.factories import StationFactory

TITLE = "包工头跑了，《农民工工资支付条例》怎么帮人讨回欠薪（iPhone 厂）"
BODY = "<p>第三十条：三十日内答复，加班费另算。写进劳动合同 Annex。</p>"
PARTS = [
    *(
        "欠薪",
        "合同",
        "工资",
        "条例",
        "农民工工资",
        "包工头",
        "怎么帮人讨回欠薪",
        "三十日",
        "十日内",
        "30天内",
    ),
    *("薪", "跑", "厂", "答", "算", "日"),
    *("討回", "勞動合同", "工資支付條例", "條", "加班費另算", "３０日"),
    *(
        "iphone厂",
        "iPhone 厂",
        "iph",
        "IPHONE",
        "欠薪 iph",
        "工資 包工頭",
        "《农民工工资支付条例》",
        "欠薪（iphone",
    ),
]
# Latin words are found from their beginning, and in a title alone, as Wagtail does it.
ABSENT = [
    "薪欠",
    "资条",
    "合工",
    "3天",
    "十日跑",
    "工资 离婚",
    "Annex",
    "phone",
    "欠薪 zzz",
    "——",
    "\\",
    "a" * 200,
]


@pytest.fixture
def admin_client(admin_client, admin_user):
    pass_second_factor(admin_client, admin_user)
    return admin_client


@pytest.fixture
def page(db):
    return explainer(title=TITLE, slug="wages-back", body=[("paragraph", BODY)])


def places(page):
    return {
        "all": reverse("wagtailadmin_pages:search"),
        "explorer": reverse("wagtailadmin_explore", args=[page.get_parent().pk]),
        "chooser": reverse("wagtailadmin_choose_page_search"),
    }


def shows(client, address, typed, what):
    response = client.get(address, {"q": typed})
    assert response.status_code == 200
    return what in response.content.decode()


@pytest.mark.parametrize("place", ["all", "explorer", "chooser"])
def test_any_part_finds_a_page_and_nothing_else_does(admin_client, page, place):
    address = places(page)[place]
    assert [part for part in PARTS if not shows(admin_client, address, part, "包工头跑了")] == []
    assert [typed for typed in ABSENT if shows(admin_client, address, typed, "包工头跑了")] == []


def test_what_stands_in_the_title_comes_first(admin_client, page):
    explainer(2, title="没签合同", slug="no-contract", body=[("paragraph", "<p>欠薪也要管。</p>")])
    found = list(Page.objects.autocomplete("欠薪"))
    assert [hit.title for hit in found] == [TITLE, "没签合同"]


@pytest.fixture
def files(db):
    get_image_model().objects.create(
        title="工地欠薪公示牌 poster", file=ImageFile(BytesIO(photo().read()), name="p.png")
    )
    get_document_model().objects.create(title="劳动合同示范文本 2026", file=ContentFile(b"x", name="a.pdf"))


# Wagtail leaves the file of a thumbnail to be closed later.
@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
@pytest.mark.parametrize(
    ("address", "shown", "parts"),
    [
        (
            "wagtailimages:index",
            "工地欠薪公示牌",
            ["欠薪", "公示", "牌", "欠薪公示牌", "post", "公示 poster"],
        ),
        ("wagtailimages_chooser:choose_results", "工地欠薪公示牌", ["欠薪", "示牌", "薪", "公示 post"]),
        ("wagtaildocs:index", "劳动合同示范文本", ["合同", "示範", "勞動合同", "本", "2026", "合同 2026"]),
        ("wagtaildocs_chooser:choose_results", "劳动合同示范文本", ["合同", "範文", "文", "合同2026"]),
    ],
)
def test_any_part_finds_a_file_in_its_list_and_chooser(admin_client, files, address, shown, parts):
    assert [part for part in parts if not shows(admin_client, reverse(address), part, shown)] == []
    for typed in ("同合", "薪欠", "oster", "合同 1999"):
        assert not shows(admin_client, reverse(address), typed, shown)


@pytest.mark.parametrize(
    ("address", "shown", "parts"),
    [
        ("topics_admin:index", "拖欠工资", ["工资", "工資", "欠", "拖欠工資", "wages"]),
        ("articles_admin:index", "第三十条", ["按时足额", "按時足額", "农", "農民工"]),
        ("terms_admin:index", "经济补偿", ["补偿", "補償", "偿"]),
        ("article_chooser:choose_results", "第三十条", ["试验法 三十", "試驗法 條", "三"]),
        ("station_register:index", "水南工作站", ["工作", "工作站", "水南", "站"]),
    ],
)
def test_any_part_finds_a_row_of_a_list(client, signed_in, staff_office, address, shown, parts):
    TopicFactory(wages=True)
    ArticleVersionFactory(article__label="第三十条", article__number="30", article__statute__title="试验法")
    TermFactory(name="经济补偿")
    StationFactory(name="水南工作站", office=staff_office)
    signed_in(client, Role.OPERATOR, staff_office)
    assert [part for part in parts if not shows(client, reverse(address), part, shown)] == []


def test_a_long_text_stays_within_what_postgresql_takes():
    text = "没有发工资。" * 30_000
    assert len(written(text).encode()) < 1_000_000


def test_searching_costs_what_it_costs_wagtail(admin_client, page, settings):
    address = places(page)["all"]
    admin_client.get(address, {"q": "包工头跑了"})
    counts = []
    for backend in ("search.admin_search", "wagtail.search.backends.database"):
        settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": backend}}
        with CaptureQueriesContext(
            connection,
        ) as queries:
            admin_client.get(address, {"q": "iPhone"})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_rows_that_wagtail_wrote_before_are_written_again_once(page, capsys):
    call_command("index_admin_search")  # the root, which no signal told of
    PostgresSearchBackend({}).add(page)
    IndexEntry.objects.filter(object_id=str(home_page().pk)).delete()
    assert page.pk not in Page.objects.autocomplete("欠薪").get_queryset().values_list("pk", flat=True)
    call_command("index_admin_search")
    call_command("index_admin_search")
    assert capsys.readouterr().out.split("\n")[1:3] == ["2 indexed", "0 indexed"]
    assert page.pk in Page.objects.autocomplete("欠薪").get_queryset().values_list("pk", flat=True)


def test_a_rebuild_by_wagtails_own_command_keeps_it_so(page):
    call_command("update_index", verbosity=0)
    assert [hit.pk for hit in Page.objects.autocomplete("欠薪")] == [page.pk]
    assert [hit.pk for hit in Page.objects.search("欠薪")] == [page.pk]
