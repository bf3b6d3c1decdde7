"""The papers of a station: what stands on them, their editions, the record of each printing."""

from datetime import datetime

import pypdfium2
import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from foundation.accounts.models import Office
from foundation.workdays.rules import SHANGHAI
from laws.services import load_statute, read_data
from stations import papers, services
from stations.models import Printing
from tests.papers import pages, text
from tests.stations.factories import StationFactory

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 20, 10, tzinfo=SHANGHAI)
A3, A4, A5 = (842, 1191), (595, 842), (420, 595)


@pytest.fixture(autouse=True)
def on_a_friday():
    with time_machine.travel(DAY, tick=False):
        yield


@pytest.fixture
def law(db):
    load_statute(next(row for row in read_data()["statutes"] if row["code"] == "LAW-LEGAL-AID"))


@pytest.fixture
def keeper(client, signed_in, staff_office):
    return signed_in(client, "supervisor", staff_office)


@pytest.fixture
def station(staff_office):
    return StationFactory(
        name="章贡区援助中心", office=staff_office, phone="0797-5550102", directions="坐 102 路"
    )


def size(pdf):
    width, height = pypdfium2.PdfDocument(pdf)[0].get_size()
    return round(width), round(height)


def test_the_notice_is_one_a3_page_in_the_words_of_the_law(station, keeper, law):
    made = services.print_paper(station, "notice", actor=keeper, copies=2)
    assert size(made.content) == A3
    (page,) = pages(made.content)
    for words in (
        "章贡区援助中心", "0797-5550102", "12348", "文明大道 1 号", "坐 102 路", "周一到周五 9:00–12:00，14:00–17:00",
        "第 1 版", "2026年11月20日", "请求确认劳动关系或者支付劳动报酬", "七日内进行审查", "第四十九条",
    ):  # fmt: skip
        assert words.replace(" ", "") in page.replace(" ", ""), words


def test_without_the_law_there_is_no_notice(station, keeper):
    with pytest.raises(papers.NoLaw):
        services.print_paper(station, "notice", actor=keeper, copies=1)
    assert not Printing.objects.exists()


@pytest.mark.parametrize("phone", ["0797-5550102", "12348"])
def test_a_sheet_holds_eight_cards(station, keeper, phone):
    """Without a phone of its own a station has the hotline's, once on each card."""
    station.phone = phone
    station.save()
    made = services.print_paper(station, "card", actor=keeper, copies=3)
    assert size(made.content) == A4
    (page,) = pages(made.content)
    assert page.count("12348") == 8
    assert page.count("0797-5550102") == (8 if phone != "12348" else 0)
    assert page.count("第 1 版") == 8
    assert Printing.objects.cards() == 24


def test_long_words_stay_on_their_card(station, keeper):
    station.name, station.address, station.directions = "长" * 80, "路" * 200, "车" * 400
    station.save()
    assert len(pages(services.print_paper(station, "card", actor=keeper, copies=1).content)) == 1


def test_the_code_leads_to_the_station_s_page(station, keeper, settings):
    made = services.print_paper(station, "qr", actor=keeper, copies=1)
    assert size(made.content) == A5
    assert f"{settings.WAGTAILADMIN_BASE_URL}/zh-hans/stations/{station.code}/" in text(made.content)


def test_an_edition_is_new_when_what_it_says_is_new(station, keeper):
    """Another day alone is none; each printing is on record with who, when and how many."""
    for copies in (1, 5):
        services.print_paper(station, "qr", actor=keeper, copies=copies)
    station.address = "文明大道 2 号"
    station.save()
    made = services.print_paper(station, "qr", actor=keeper, copies=2)
    services.print_paper(station, "card", actor=keeper, copies=2)
    rows = Printing.objects.order_by("pk").values_list(
        "paper", "edition", "copies", "printed_by", "printed_at"
    )
    assert list(rows) == [
        ("qr", 1, 1, keeper.pk, DAY), ("qr", 1, 5, keeper.pk, DAY), ("qr", 2, 2, keeper.pk, DAY),
        ("card", 1, 2, keeper.pk, DAY),
    ]  # fmt: skip
    assert "第 2 版" in text(made.content)


def test_a_stranger_s_station_is_not_printed(station, keeper):
    other = Office.add_root(code="t-other", name="别处法律援助中心", kind=Office.Kind.AGENCY)
    with pytest.raises(PermissionDenied):
        services.print_paper(StationFactory(office=other), "qr", actor=keeper, copies=1)
    closed = StationFactory(office=station.office, status="closed")
    with pytest.raises(PermissionDenied):
        services.print_paper(closed, "qr", actor=keeper, copies=1)


@pytest.mark.parametrize("copies", [0, -1, 5001])
def test_so_many_sheets_are_refused(station, keeper, copies):
    with pytest.raises(ValidationError):
        services.print_paper(station, "qr", actor=keeper, copies=copies)


def test_a_press_in_the_admin_brings_the_paper(client, station, staff_office, signed_in):
    signed_in(client, "supervisor", staff_office)
    address = reverse("station_register:papers", args=[station.pk])
    made = client.post(address, {"paper": "qr", "copies": "4"})
    assert made["Content-Type"] == "application/pdf"
    assert made.content.startswith(b"%PDF")
    assert client.get(address).context["printings"][0].copies == 4
    report = client.get(reverse("station_printings"))
    assert station.name in report.content.decode()


def test_what_cannot_be_printed_is_said(client, station, staff_office, signed_in):
    signed_in(client, "supervisor", staff_office)
    address = reverse("station_register:papers", args=[station.pk])
    page = client.post(address, {"paper": "notice", "copies": "1"}, follow=True).content.decode()
    assert "法条库里没有公示要用的条文" in page
    page = client.post(address, {"paper": "qr", "copies": "90000"}).content.decode()
    assert 'value="90000"' in page
    assert client.post(address, {"paper": "poster", "copies": "1"}).status_code == 200
    assert not Printing.objects.exists()
