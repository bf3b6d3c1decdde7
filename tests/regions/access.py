from tests.access import Access


def _region(office):
    return {"pk": office.region.pk}


def _row(staff, kwargs=lambda office: {}):
    return Access(anonymous=302, staff=staff, kwargs=kwargs)


ROWS = {
    **{f"regions:{name}": _row(200) for name in ("index", "index_results")},
    "regions:add": _row(302),
    **{f"regions:{name}": _row(200, _region) for name in ("inspect",)},
    **{
        f"regions:{name}": _row(302, _region)
        for name in ("edit", "delete", "history", "history_results", "usage")
    },
    **{f"region_chooser:{name}": _row(200) for name in ("choose", "choose_results", "chosen_multiple")},
    "region_chooser:chosen": _row(200, _region),
    "region_chooser:create": _row(302),
}
