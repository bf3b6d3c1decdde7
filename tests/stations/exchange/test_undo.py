"""What happens between looking and writing, and after: overtaken, undone, by the worker."""

from datetime import date

import pytest
from django.urls import reverse

from stations import tasks
from stations.exchange import services
from stations.models import Station
from tests.stations.exchange.files import a_csv, a_row, act, read_in, taken_over
from tests.stations.factories import StationFactory

pytestmark = pytest.mark.django_db
FIELDS = [field.attname for field in Station._meta.concrete_fields if field.name != "changed_at"]


def test_what_changed_meanwhile_is_looked_at_again(keeper):
    station = StationFactory(code="old", office=keeper.office)
    kept = read_in(keeper, a_csv(a_row(代码="old")))
    Station.objects.filter(pk=station.pk).update(name="别人刚改的")
    assert "再看一遍" in act(keeper, kept, "confirm", seen="on")
    assert Station.objects.get().name == "别人刚改的"
    act(keeper, kept, "confirm", seen="on")
    assert Station.objects.get().name == "水南工作站"


def test_the_whole_is_undone(keeper):
    old = StationFactory(
        code="old", name="老站", office=keeper.office, lawyer_days=[1], hours=[(1, "09:00", "10:00")]
    )
    old.put_at(25.85, 114.93, "bd09")
    old.save()
    before = Station.objects.values(*FIELDS).get()
    kept = taken_over(keeper, a_csv(a_row(), a_row(代码="old")))
    assert Station.objects.count() == 2
    act(keeper, kept, "undo")
    assert kept.state == "undone"
    assert Station.objects.values(*FIELDS).get() == before
    assert [str(row) for row in old.opening_hours.all()] == ["周一 09:00–10:00"]
    assert "不能再做" in act(keeper, kept, "undo")


def test_what_somebody_changed_since_stays_and_is_named(keeper):
    StationFactory(code="old", name="老站", office=keeper.office)
    kept = taken_over(keeper, a_csv(a_row(), a_row(代码="old"), a_row(代码="new-2", 地址="别处")))
    Station.objects.filter(code="old").update(name="人改的")
    Station.objects.filter(code="new-1").update(verified_on=date(2026, 11, 28))
    page = act(keeper, kept, "undo")
    assert "有 2 个站导入以后又有人改过" in page
    assert "导入以后有人改过：名称" in page
    assert "有人核对过" in page
    assert set(Station.objects.values_list("code", "name")) == {("old", "人改的"), ("new-1", "水南工作站")}


def test_only_who_uploaded_confirms_and_only_their_office_sees(keeper, others, signed_in, client):
    kept = read_in(keeper, a_csv(a_row()))
    signed_in(client, "operator", kept.office, "t-colleague")
    assert client.get(reverse("station_imports:show", args=[kept.pk])).status_code == 200
    assert client.post(reverse("station_imports:act", args=[kept.pk]), {"confirm": ""}).status_code in (
        302,
        403,
    )
    signed_in(client, "supervisor", others, "t-stranger")
    assert client.get(reverse("station_imports:show", args=[kept.pk])).status_code == 404
    assert client.post(reverse("station_imports:act", args=[kept.pk]), {"undo": ""}).status_code == 404
    assert not Station.objects.exists()


def test_a_long_file_is_for_the_worker(keeper, monkeypatch):
    monkeypatch.setattr(services, "LONG", 1)
    kept = read_in(keeper, a_csv(a_row(), a_row(代码="b", 地址="别处")))
    assert kept.state == "checking"
    response = keeper.get(reverse("station_imports:show", args=[kept.pk]))
    assert response["Refresh"] == "3"
    tasks.check_import(kept.pk)
    kept.refresh_from_db()
    assert kept.state == "checked"
    act(keeper, kept, "confirm", seen="on")
    assert kept.state == "writing"
    tasks.write_import(kept.pk)
    tasks.write_import(kept.pk)
    kept.refresh_from_db()
    assert (kept.state, Station.objects.count()) == ("done", 2)


def test_a_long_import_that_was_overtaken_says_so(keeper, monkeypatch):
    monkeypatch.setattr(services, "LONG", 0)
    StationFactory(code="old", office=keeper.office)
    kept = read_in(keeper, a_csv(a_row(代码="old")))
    tasks.check_import(kept.pk)
    act(keeper, kept, "confirm", seen="on")
    Station.objects.update(name="别人刚改的")
    tasks.write_import(kept.pk)
    kept.refresh_from_db()
    assert kept.state == "checked"
    assert "再看一遍" in kept.notes[0]
