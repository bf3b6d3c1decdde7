"""The indices of Elasticsearch or OpenSearch: one is asked through its alias, the one before it is kept.

Names: fayuan-<mark of the shape>-<when it was made>. The alias fayuan-<mark> is what is asked and written, the alias
fayuan-<mark>-before what `manage.py search_index --rollback` goes back to. What has neither was never finished.
"""

import re
from datetime import UTC, datetime

from django.conf import settings

from search import places, shape
from search.cluster import ClusterEngine
from search.executors import Refused


class NothingBefore(Exception):
    """There is no earlier index to go back to."""


def create(engine: ClusterEngine) -> str:
    name = f"{engine.alias}-{datetime.now(UTC):%Y%m%d%H%M%S%f}"
    engine.send("PUT", f"/{name}", body=shape.index_body())
    return name


def delete(engine: ClusterEngine, name: str) -> None:
    engine.send("DELETE", f"/{name}")


def current(engine: ClusterEngine) -> str:
    return _behind(engine, engine.alias)


def before(engine: ClusterEngine) -> str:
    return _behind(engine, _before(engine))


def settle(engine: ClusterEngine, name: str) -> None:
    """In one piece it is asked in less time; what is written later lies beside it until the engine joins them."""
    engine.send("POST", f"/{name}/_forcemerge", params={"max_num_segments": "1"})


def swap(engine: ClusterEngine, name: str) -> None:
    """From now on `name` is asked: one request, nobody sees both or neither. What was asked so far is kept."""
    old, older = current(engine), before(engine)
    actions = [{"add": {"index": name, "alias": engine.alias}}]
    if older:
        actions.append({"remove": {"index": older, "alias": _before(engine)}})
    if old and old != name:
        actions.append({"remove": {"index": old, "alias": engine.alias}})
        actions.append({"add": {"index": old, "alias": _before(engine)}})
    engine.send("POST", "/_aliases", body={"actions": actions})


def roll_back(engine: ClusterEngine) -> str:
    """The index before is asked again, and the one that was asked is kept in its place."""
    name = before(engine)
    if not name:
        raise NothingBefore
    places.told(engine.alias, 0)  # it knows fewer, and the next run tells it
    swap(engine, name)
    return name


def tidy(engine: ClusterEngine) -> list[str]:
    """Delete what was never finished, and what earlier shapes left but for the last: an earlier release asks that."""
    found = ours(engine)
    others = sorted(
        (name for name, aliases in found.items() if aliases and not name.startswith(engine.alias)),
        key=lambda name: name.rpartition("-")[2],
    )
    gone = [name for name, aliases in found.items() if not aliases] + others[:-1]
    for name in gone:
        delete(engine, name)
    return gone


def count(engine: ClusterEngine, name: str) -> int:
    engine.send("POST", f"/{name}/_refresh")
    return int(engine.send("GET", f"/{name}/_count")["count"])


def _before(engine: ClusterEngine) -> str:
    return f"{engine.alias}-before"


def _behind(engine: ClusterEngine, alias: str) -> str:
    return next((name for name, aliases in ours(engine).items() if alias in aliases), "")


def ours(engine: ClusterEngine) -> dict[str, list[str]]:
    """Index → its aliases; never one of another site on the same cluster."""
    named = re.compile(re.escape(settings.SEARCH_INDEX) + r"-[0-9a-f]{8}-\d{20}")
    try:
        found = engine.send("GET", f"/{settings.SEARCH_INDEX}-*/_alias")
    except Refused as error:
        if error.status == 404:
            return {}
        raise
    return {name: list(one["aliases"]) for name, one in found.items() if named.fullmatch(name)}
