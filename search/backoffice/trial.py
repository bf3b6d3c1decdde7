"""试搜: what a question finds, why each hit stands where it does, and how good an editor thinks it is."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from foundation.content.spreadsheets import csv_file
from search import judgements
from search.models import Judgement
from search.services import look_up
from search.sources import declaring, documents_at
from search.why import reasons

MOST = 10


class TrialForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("怎么问"), max_length=200)
    group = forms.ChoiceField(
        label=gettext_lazy("哪一类问法"), choices=Judgement.Group.choices, required=False, initial="slang"
    )


def _may(user):
    return user.has_perm("search.add_judgement")


@require_safe
def trial(request):
    if not _may(request.user):
        raise PermissionDenied
    query = request.GET.get("q", "").strip()
    known = Judgement.objects.filter(query=query).first()
    group = request.GET.get("group") or (known.group if known else Judgement.Group.SLANG)
    form = TrialForm({"q": query, "group": group} if query else None)
    context = {
        "form": form,
        "page_title": _("试搜"),
        "header_icon": "glasses",
        "grades": Judgement.Grade.choices,
        "judged": Judgement.objects.count(),
        "questions": Judgement.objects.values("query").distinct().count(),
    }
    if query and form.is_valid():
        context.update(_tried(query))
    return render(request, "search/backoffice/trial.html", context)


def _tried(query):
    asked, results = look_up(query, locale=settings.LANGUAGE_CODE)
    grades = dict(Judgement.objects.filter(query=query).values_list("url", "grade"))
    rows = [
        {"place": place, "hit": hit, "reasons": _reasons(asked, hit), "grade": grades.pop(hit.url, None)}
        for place, hit in enumerate(results.hits, 1)
    ]
    missed = Judgement.objects.filter(query=query, url__in=grades, grade__gt=0)
    return {"query": query, "asked": asked, "results": results, "rows": rows, "missed": missed}


def _reasons(asked, hit):
    """From the thing itself: not every engine gives back what people call it."""
    model = next((model for model in declaring() if model.search_kind.code == hit.kind), None)
    found = [one for one in documents_at(model, [hit.pk]) if one.locale == hit.locale] if model else []
    return reasons(asked, found[0]) if found else []


@require_POST
def judge(request):
    if not _may(request.user):
        raise PermissionDenied
    form = TrialForm(request.POST)
    back = reverse("search_trial:index")
    if not form.is_valid() or not form.cleaned_data["group"]:
        return redirect(back)
    query, group = form.cleaned_data["q"], form.cleaned_data["group"]
    grades = {}
    for place in range(1, MOST + 1):
        grade, url = request.POST.get(f"grade-{place}", ""), request.POST.get(f"url-{place}", "")
        if url and grade in {str(value) for value in Judgement.Grade.values}:
            grades[url] = int(grade)
    count = judgements.judge(query, group, grades, judge=request.user)
    messages.success(
        request, ngettext("记下了 %(count)d 个评分。", "记下了 %(count)d 个评分。", count) % {"count": count}
    )
    return redirect(f"{back}?{urlencode({'q': query, 'group': group})}")


@require_safe
def export(request):
    if not _may(request.user):
        raise PermissionDenied
    return csv_file(judgements.table(), "judgements.csv")


class TrialViewSet(ViewSet):
    name = "search_trial"
    url_prefix = "search-trial"
    icon = "glasses"
    menu_label = gettext_lazy("试搜")

    def get_urlpatterns(self):
        return [
            path("", trial, name="index"),
            path("judge/", judge, name="judge"),
            path("export/", export, name="export"),
        ]

    @property
    def menu_item_class(self):
        class TrialMenuItem(MenuItem):
            def is_shown(self, request):
                return _may(request.user)

        return TrialMenuItem
