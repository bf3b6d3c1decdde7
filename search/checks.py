from django.conf import settings
from django.core.checks import Error, register
from django.utils.module_loading import import_string

from search.engines import POSTGRESQL, chosen_path

METHODS = ("write", "remove", "find", "suggest", "similar")


@register()
def check_search_engine(app_configs, **kwargs):
    """The chosen engine exists, has all that is asked of one, and where it listens is said."""
    path = chosen_path()
    try:
        engine = import_string(path)
    except ImportError as error:
        return [Error(f"SEARCH_ENGINE is {settings.SEARCH_ENGINE!r}: {error}.", id="search.E001")]
    if missing := [name for name in METHODS if not callable(getattr(engine, name, None))]:
        return [
            Error(f"SEARCH_ENGINE {settings.SEARCH_ENGINE} lacks {', '.join(missing)}.", id="search.E002")
        ]
    if path.startswith("search.") and path != POSTGRESQL and not settings.SEARCH_URL:
        return [
            Error(f"SEARCH_ENGINE is {settings.SEARCH_ENGINE} and SEARCH_URL is empty.", id="search.E003")
        ]
    return []
