from django.utils.functional import cached_property
from wagtail.admin.views import generic

from foundation.regions.script import simplified


class AnyScriptIndexView(generic.IndexView):
    """A list whose rows are written in simplified characters, searched by whoever types traditional ones."""

    @cached_property
    def search_query(self):
        return simplified(super().search_query)
