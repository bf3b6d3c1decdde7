import pytest

from foundation.workdays import services


@pytest.fixture(scope="session")
def calendar():
    """2025 and 2026 known, 2027 provisional: the data files, without a database."""
    from foundation.workdays.rules import Calendar, Kind

    kinds, years, provisional = {}, set(), set()
    for path in sorted(services.DATA.glob("*.toml")):
        year, rows = services.parse_year(path.read_text("utf-8"))
        kinds |= {day: Kind(row["kind"]) for day, row in rows.items()}
        (provisional if any(row["is_provisional"] for row in rows.values()) else years).add(year)
    return Calendar(kinds, frozenset(years), frozenset(provisional))
