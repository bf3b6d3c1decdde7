"""How old a person was and is, and what that means for an application. Pure.

Sources, read 2026-11-21: 《劳动法》第十五条 (nobody under sixteen may be employed); 《民法典》第十八条 (who is sixteen
and lives mainly on own wages counts as having full capacity, and may apply alone); 《法律援助法》第四十条 (a
法定代理人 applies for whoever has not), in force 2022-01-01. Nobody is refused for their age: officers are told.
"""

from datetime import date

from stdnum.cn import ric

ADULT, WORKING_AGE = 18, 16
# What there is to be seen to. NOW_CHILD: under sixteen today; WAS_CHILD: when the unpaid work began.
NOW_CHILD, WAS_CHILD, MINOR = "child", "was_child", "minor"


def born_on(id_type: str, id_number: str) -> date | None:
    """The date of birth in the number of a 居民身份证 (GB 11643-1999); None when there is none."""
    if id_type != "resident" or len(id_number) != 18:
        return None
    try:
        return ric.get_birth_date(id_number)
    except ValueError:
        return None


def age_on(born: date, day: date) -> int:
    """Completed years; whoever is born on 29 February completes them on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def concern(born: date | None, worked_from: date | None, today: date) -> str:
    """NOW_CHILD, WAS_CHILD, MINOR or "". `worked_from`: the first day of the month from which wages are owed."""
    if born is None:
        return ""
    age = age_on(born, today)
    if age < WORKING_AGE:
        return NOW_CHILD
    if worked_from is not None and age_on(born, worked_from) < WORKING_AGE:
        return WAS_CHILD
    return MINOR if age < ADULT else ""
