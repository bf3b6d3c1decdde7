from tests.access import Access


def _day(office):
    from foundation.workdays.models import CalendarDay

    day, _ = CalendarDay.objects.get_or_create(
        date="2026-10-01", defaults={"kind": "statutory", "source": "测试"}
    )
    return {"pk": day.pk}


def _row(kwargs=lambda office: {}):
    return Access(anonymous=302, staff=302, roles={"operator": 200}, kwargs=kwargs)


ROWS = {
    **{f"calendar_days:{name}": _row() for name in ("index", "index_results", "add")},
    **{
        f"calendar_days:{name}": _row(_day)
        for name in ("edit", "delete", "history", "history_results", "usage")
    },
}
