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


@pytest.mark.parametrize(
    ("empty", "work_region", "expected"),
    [
        ({2}, "360702", Route(1, "unstaffed")),  # the prefecture's, because nobody works at the county's
        ({1}, "360702", Route(2, "county")),
        ({1}, "360703", Route(2, "unstaffed")),
        ({1, 2}, "360702", Route(3, "unstaffed")),  # it is ours, and not to be referred elsewhere
        ({3}, "210000", Route(1, "unstaffed")),
        ({1}, "440305", Route(2, "elsewhere")),
        ({1}, "", Route(2, "anywhere")),
        ({1, 2, 3, 4}, "360702", Route(2, "county")),  # nobody anywhere: it has to lie somewhere
    ],
)
def test_an_office_at_which_nobody_works_is_no_target(empty, work_region, expected):
    agencies = [Agency(one.pk, one.region_code, one.pk not in empty) for one in AGENCIES]
    assert route(work_region, agencies, default=1) == expected


def test_of_two_for_one_place_the_one_with_somebody_is_chosen():
    two = [Agency(5, "360702", False), Agency(6, "360702", True)]
    assert route("360702", two) == Route(6, "county")


def test_without_any_agency_there_is_no_route():
    assert route("360702", []) is None
