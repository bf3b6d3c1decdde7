from tests.access import Access


def _make(office):
    from tests.stations.factories import RegionFactory, StationFactory

    return StationFactory(region=office.region or RegionFactory(), office=office)


def _code(office):
    return {"code": _make(office).code}


def _station(office):
    return {"pk": _make(office).pk}


def _shift(office):
    from stations.models import DutyShift

    return {
        "pk": DutyShift.objects.create(station=_make(office), date="2026-12-01", half=1, lawyer="王某").pk
    }


def _hotline(office):
    from stations.models import Hotline

    return {"pk": Hotline.objects.get_or_create(phone="12348", name="热线", description="问法律")[0].pk}


def _problem(office):
    from stations.models import Problem

    return {"pk": Problem.objects.get_or_create(code="wages", label="工钱没发")[0].pk}


def _problem_code(office):
    return {"code": "wages"} if _problem(office) else {}


def _import(office):
    from django.contrib.auth import get_user_model

    from stations.models import StationImport

    someone, _new = get_user_model().objects.get_or_create(username="t-importer")
    values = {"made_by": someone, "office": office, "file_name": "站点.csv", "table": [[1, ["code", "name"]]]}
    return {"pk": StationImport.objects.create(**values, state="checked").pk}


KEEPERS = {"supervisor": 200, "operator": 200}
EDITORS = {**KEEPERS, "editor": 200}


def _register(namespace, roles, kwargs, others):
    """The screens of one register. Without the permission: back to the admin's home, or not found (`others`)."""

    def row(roles, staff=302, kwargs=lambda office: {}):
        return Access(anonymous=302, staff=staff, roles=roles, kwargs=kwargs)

    return {
        **{f"{namespace}:{name}": row(roles) for name in ("index", "index_results", "add")},
        f"{namespace}:edit": row(roles, 302, kwargs),
        **{
            f"{namespace}:{name}": row(roles, others, kwargs)
            for name in ("history", "history_results", "usage")
        },
        f"{namespace}:delete": row({"operator": 200, "supervisor": 302}, others, kwargs),
    }


ROWS = {
    "stations:list": Access(anonymous=200, staff=200),
    "stations:hotlines": Access(anonymous=200, staff=200),
    "stations:station_calendar": Access(anonymous=200, staff=200, kwargs=_code),
    "stations:region_calendar": Access(
        anonymous=200, staff=200, kwargs=lambda office: {"code": office.region.code}
    ),
    "stations:problem": Access(anonymous=200, staff=200, kwargs=_problem_code),
    "stations:detail": Access(anonymous=200, staff=200, kwargs=_code),
    **_register("station_register", KEEPERS, _station, others=404),
    **_register("hotlines", EDITORS, _hotline, others=302),
    **_register("hotline_problems", EDITORS, _problem, others=302),
    "hotlines:verify": Access(anonymous=302, staff=302, roles=EDITORS, kwargs=_hotline),
    "unchecked_hotlines": Access(anonymous=302, staff=302, roles=EDITORS),
    "unchecked_hotlines_results": Access(anonymous=302, staff=302, roles=EDITORS),
    "station_register:geojson": Access(anonymous=302, staff=302, roles=KEEPERS),
    **{
        f"station_imports:{name}": Access(anonymous=302, staff=302, roles=KEEPERS)
        for name in ("index", "add", "blank")
    },
    "station_problems": Access(anonymous=302, staff=302, roles=KEEPERS),
    "station_problems_results": Access(anonymous=302, staff=302, roles=KEEPERS),
    "station_imports:show": Access(anonymous=302, staff=302, roles=KEEPERS, kwargs=_import),
    "station_imports:act": Access(anonymous=302, staff=405, kwargs=_import),
    "station_register:papers": Access(anonymous=302, staff=404, roles=KEEPERS, kwargs=_station),
    "station_register:picture": Access(anonymous=302, staff=302, roles=KEEPERS),
    "station_printings": Access(anonymous=302, staff=302, roles=KEEPERS),
    "station_printings_results": Access(anonymous=302, staff=302, roles=KEEPERS),
    "station_register:duty": Access(anonymous=302, staff=302, roles=KEEPERS, kwargs=_station),
    "station_register:duty_copy": Access(
        anonymous=302, staff=302, roles=dict.fromkeys(KEEPERS, 302), kwargs=_station
    ),
    "station_register:shift": Access(anonymous=302, staff=302, roles=KEEPERS, kwargs=_shift),
    **{
        name: Access(anonymous=302, staff=302, roles=KEEPERS)
        for name in (
            "duty_report",
            "duty_report_results",
            "station_reports",
        )
    },
    "station_register:verify": Access(anonymous=302, staff=404, roles=KEEPERS, kwargs=_station),
}
