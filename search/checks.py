from django.conf import settings
from django.core.checks import Error, register
from django.utils.module_loading import import_string

METHODS = ("write", "remove", "find", "suggest", "similar")


@register()
def check_search_engine(app_configs, **kwargs):
    """The chosen engine exists and has all that is asked of one."""
    try:
        engine = import_string(settings.SEARCH_ENGINE)
    except ImportError as error:
        return [Error(f"SEARCH_ENGINE is {settings.SEARCH_ENGINE!r}: {error}.", id="search.E001")]
    if missing := [name for name in METHODS if not callable(getattr(engine, name, None))]:
        return [
            Error(f"SEARCH_ENGINE {settings.SEARCH_ENGINE} lacks {', '.join(missing)}.", id="search.E002")
        ]
    return []
