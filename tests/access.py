"""The URL × role matrix: what each kind of visitor gets from a GET of each of our own addresses.

Every app lists its addresses in tests/<app>/access.py:

    ROWS = {
        "intake:track": Access(anonymous=200, staff=200),
        "applications:inspect": Access(anonymous=302, staff=404, roles={"receptionist": 200}, kwargs=some_case),
    }

`staff` is the answer for every role not named. `kwargs` is called inside a database test with the office
whose members the roles are, and returns the address's arguments. tests/test_access.py walks all rows and
fails for an address of ours that has none.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Access:
    anonymous: int
    staff: int
    roles: dict[str, int] = field(default_factory=dict)
    kwargs: Callable[[Any], dict[str, Any]] = lambda office: {}

    def expected(self, role: str) -> int:
        return self.anonymous if role == "anonymous" else self.roles.get(role, self.staff)
