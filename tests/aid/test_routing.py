import pytest

from aid.routing import Agency, Route, route

AGENCIES = [Agency(1, "360700"), Agency(2, "360702"), Agency(3, "210100"), Agency(4, "620000")]


@pytest.mark.parametrize(
    ("work_region", "expected"),
    [
        ("360702", Route(2, "county")),
        ("360703", Route(1, "prefecture")),
        ("360700", Route(1, "prefecture")),
        ("620502", Route(4, "province")),
        ("620000", Route(4, "province")),
        ("440305", Route(1, "elsewhere")),
        ("360000", Route(1, "anywhere")),
        ("210000", Route(3, "anywhere")),
        ("", Route(1, "anywhere")),
        ("abcdef", Route(1, "anywhere")),
    ],
)
def test_the_nearest_agency_up_from_the_place_of_work(work_region, expected):
    assert route(work_region, AGENCIES) == expected


def test_the_default_agency_takes_what_no_other_is_nearer_to():
    assert route("440305", AGENCIES, default=3) == Route(3, "elsewhere")


def test_without_any_agency_there_is_no_route():
    assert route("360702", []) is None
