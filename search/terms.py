"""How long counted questions and clicks are kept, and what would go now."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.retention import kinds, services
from foundation.retention.kinds import Initial, Kind, Plan, Unit
from search.models import SearchClick, SearchQuery

QUESTIONS = "search"


def _over(at, term):
    last = term.before(timezone.localdate(at))
    return [model.objects.filter(day__lte=last) for model in (SearchQuery, SearchClick)]


def forget(at) -> int:
    """Delete what is over its term. Returns how many rows."""
    term = services.term(QUESTIONS, at)
    return sum(rows.delete()[0] for rows in _over(at, term)) if term else 0


kinds.add(
    Kind(
        QUESTIONS,
        _("站内搜索的词和点击（只是计数）"),
        since=_("那一天"),
        plan=lambda at, term, user: Plan(sum(rows.count() for rows in _over(at, term))),
        initial=Initial(90, Unit.DAYS, "本站的设计"),
    )
)
