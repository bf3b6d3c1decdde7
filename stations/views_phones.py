"""电话导图: what has happened → where → whom to call, when, and what to say."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.content.models import SiteIdentity
from stations import phone_tree
from stations.forms import FinderForm
from stations.models import Problem


@require_safe
def hotlines(request):
    """All problems, and all numbers below them."""
    context = _context(request)
    lines = context["numbers"]
    context |= {
        "hotlines": [line for line in lines if not line.is_emergency],
        "emergencies": [line for line in lines if line.is_emergency],
        "tree": phone_tree.tree(lines),
        "crumbs": [(_("找援助站"), reverse("stations:list")), (_("电话导图"), "")],
    }
    return render(request, "stations/hotlines.html", context)


@require_safe
def problem(request, code):
    """Whom to call for one problem."""
    asked = get_object_or_404(Problem.objects.active(), code=code)
    context = _context(request)
    context |= {
        "problem": asked,
        "lines": phone_tree.lines_for(asked, context["numbers"]),
        "crumbs": [
            (_("找援助站"), reverse("stations:list")),
            (_("电话导图"), reverse("stations:hotlines")),
            (_(asked.label), ""),
        ],
    }
    context["thread"] |= {"topic": asked.topic} if asked.topic else {}
    return render(request, "stations/problem.html", context)


def _context(request):
    form = FinderForm(request.GET)
    form.is_valid()  # What is not valid is left out, and said beside the field.
    asked = form.cleaned_data
    here = phone_tree.where(
        asked.get("place", ""),
        asked.get("region", ""),
        SiteIdentity.for_request(request).home_region,
    )
    told = here.code if not here.is_home else ""
    numbers = phone_tree.numbers(here.code)
    return {
        "form": form,
        "here": here,
        "place": asked.get("place", ""),
        "numbers": numbers,
        "has_own": any(line.region_id for line in numbers),
        "thread": {"topic": asked.get("topic", ""), "region": told},
    }
