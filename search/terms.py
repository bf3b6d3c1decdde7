"""How long counted questions and clicks are kept."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.retention import kinds
from foundation.retention.kinds import Initial, Unit
from search.models import SearchClick, SearchQuery

QUESTIONS = "search"


def _over(at, term):
    last = term.before(timezone.localdate(at))
    return [model.objects.filter(day__lte=last) for model in (SearchQuery, SearchClick)]


kinds.of_rows(
    QUESTIONS,
    _("站内搜索的词和点击（只是计数）"),
    since=_("那一天"),
    over=_over,
    initial=Initial(90, Unit.DAYS, "本站的设计"),
)
