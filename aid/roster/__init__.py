"""The list of workers who apply together: `reading` takes it from a table, `members` checks it row by row. Pure."""

from aid.roster.members import (
    FEWEST,
    FIELDS,
    GROUP_FROM,
    LONGEST,
    MARKS,
    ME,
    MOST,
    MOST_REPRESENTATIVES,
    Member,
    check,
    person_key,
    total,
)
from aid.roster.reading import read

__all__ = [
    "FEWEST",
    "FIELDS",
    "GROUP_FROM",
    "LONGEST",
    "MARKS",
    "ME",
    "MOST",
    "MOST_REPRESENTATIVES",
    "Member",
    "check",
    "person_key",
    "read",
    "total",
]
