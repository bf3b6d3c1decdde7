"""What happens between looking and writing, and after: overtaken, undone, by the worker."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.models import ModelLogEntry

from stations import tasks
from stations.exchange import services, undoing
from stations.models import Closure, ImportProgress, Station, StationImport
from tests.stations.exchange.files import a_csv, a_row, act, read_in, taken_over
from tests.stations.factories import RegionFactory, StationFactory

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
    assert "有 2 个站导入以后又有人动过" in page
    assert "导入以后有人改过：名称" in page
    assert "有人核对过" in page
    assert set(Station.objects.values_list("code", "name")) == {("old", "人改的"), ("new-1", "水南工作站")}


def test_what_is_used_since_stays(keeper):
    StationFactory(code="old", office=keeper.office, level="village")
    kept = taken_over(
        keeper,
        a_csv(
            a_row(), a_row(代码="new-2", 地址="别处"), a_row(代码="new-3", 地址="第三处", 电话="0797-5550177")
        ),
    )
    Closure.objects.create(
        station=Station.objects.get(code="new-1"),
        first=date(2026, 12, 1),
        until=date(2026, 12, 2),
        reason="装修",
    )
    Station.objects.filter(code="old").update(parent=Station.objects.get(code="new-2"))
    page = act(keeper, kept, "undo")
    assert "已经用上了" in page
    assert set(Station.objects.values_list("code", flat=True)) == {"old", "new-1", "new-2"}
    assert ModelLogEntry.objects.get(action="wagtail.delete").data["import"] == kept.pk


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


def test_a_long_undo_is_for_the_worker(keeper, monkeypatch):
    kept = taken_over(keeper, a_csv(a_row()))
    monkeypatch.setattr(services, "LONG", 0)
    act(keeper, kept, "undo")
    assert kept.state == "undoing"
    tasks.undo_import(kept.pk, keeper.user.pk)
    assert "都回到了导入以前" in keeper.get(reverse("station_imports:show", args=[kept.pk])).content.decode()
    assert not Station.objects.exists()


@pytest.mark.parametrize(
    ("state", "after"), [("checking", "checked"), ("writing", "checked"), ("undoing", "done")]
)
def test_what_breaks_in_the_background_writes_nothing_and_says_so(keeper, monkeypatch, state, after):
    kept = read_in(keeper, a_csv(a_row()))
    StationImport.objects.filter(pk=kept.pk).update(state=state)

    def breaks(*args, **kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr(services, "check", breaks)
    monkeypatch.setattr(services, "_take_over", breaks)
    monkeypatch.setattr(undoing, "_take_away", breaks)
    task = {"checking": tasks.check_import, "writing": tasks.write_import}.get(state)
    with pytest.raises(RuntimeError):
        task(kept.pk) if task else tasks.undo_import(kept.pk, keeper.user.pk)
    kept.refresh_from_db()
    assert kept.state == after
    assert "什么都没有写" in kept.notes[-1]
    assert not Station.objects.exists()


def test_the_page_says_how_far_it_is_and_when_nobody_answers(keeper, monkeypatch):
    monkeypatch.setattr(services, "LONG", 0)
    kept = read_in(keeper, a_csv(a_row()))
    show = reverse("station_imports:show", args=[kept.pk])
    progress = ImportProgress.objects.filter(pk=kept.pk)
    assert "排着队" in keeper.get(show).content.decode()
    progress.update(percent=34)
    page = keeper.get(show).content.decode()
    assert "正在核对：办了 34%" in page
    assert '<progress id="import-progress" value="34" max="100">' in page
    assert "没有动静" not in page
    progress.update(at=timezone.now() - timedelta(minutes=2))
    page = keeper.get(show).content.decode()
    assert "没有只写一半的" in page
    assert "再叫一次后台" not in page
    progress.update(at=timezone.now() - timedelta(minutes=11))
    assert "再叫一次后台" in keeper.get(show).content.decode()
    jobs = ProcrastinateJob.objects.filter(task_name="stations.tasks.check_import")
    before = jobs.count()
    act(keeper, kept, "restart")
    assert jobs.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_work_is_not_committed(admin_user, monkeypatch):
    """Another connection sees how far it is, and nothing of what is written before all of it is."""
    monkeypatch.setattr("stations.exchange.progress.EVERY_SECONDS", 0)
    table = [[1, ["代码", "名称", "类型", "级别", "区划代码", "地址"]]]
    table += [
        [n, [f"n-{n}", f"站{n}", "工作站", "乡镇街道", RegionFactory().code, f"{n}号"]] for n in range(2, 6)
    ]
    kept = services.read_in(table, [], file_name="a.csv", user=admin_user, office=None)
    services.begin(services.check(kept), actor=admin_user)
    seen = []
    written = services.tell

    def look(*args, **kwargs):
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT percent, (SELECT count(*) FROM stations_station) FROM stations_importprogress"
            )
            seen.append(cursor.fetchone())
        other.close()
        written(*args, **kwargs)

    monkeypatch.setattr(services, "tell", look)
    tasks.write_import(kept.pk)
    kept.refresh_from_db()
    assert seen == [(65, 0)]
    assert (kept.state, Station.objects.count()) == ("done", 4)
