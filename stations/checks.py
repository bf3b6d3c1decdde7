from django.core.checks import Error, register

from stations.tiles import configured


@register()
def check_map_tiles(app_configs, **kwargs):
    """A provider of map pictures is complete: an address, whose they are, and their 审图号."""
    found = configured()
    return [Error(problem, id="stations.E001") for problem in (found.problems if found else [])]
