"""存下的列表: an address of the queue under a name. It holds codes and days; anything else is left out of it."""

import re

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid import saved_lists
from aid.models import SavedList
from counter import queue
from counter.filters import ApplicationFilterSet
from counter.views import CounterView

KEPT = ("show", "sort", "dense", *ApplicationFilterSet.base_filters)
_CODE = re.compile(r"[a-z0-9_-]{1,30}")


def cleaned(query):
    """What of an address is the state of a list: known names, and codes for values. In one order."""
    asked = QueryDict(query)
    found = QueryDict(mutable=True)
    for name in KEPT:
        value = asked.get(name, "")
        if _CODE.fullmatch(value) and (name != "show" or value in queue.VIEWS):
            found[name] = value
    return found.urlencode()


def chips(user, query):
    """(list, address, whether it is what is looked at) of the lists that `user` has."""
    now = cleaned(query)
    return [
        (one, f"{reverse('applications:index')}?{one.query}", one.query == now)
        for one in SavedList.objects.for_user(user)
    ]


class ListForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("叫什么"), max_length=20)
    office = forms.ModelChoiceField(
        label=gettext_lazy("给谁用"), queryset=None, required=False, empty_label=gettext_lazy("只有我")
    )
    query = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = saved_lists.offices_of(user)


class ListsView(CounterView):
    """Those one has, and a form for each of one's own; above them the one that is to be kept."""

    template_name = "counter/lists.html"
    page_title = gettext_lazy("存下的列表")
    header_icon = "list-ul"

    def get(self, request):
        query = cleaned(request.META.get("QUERY_STRING", ""))
        return self.show(ListForm(user=request.user, initial={"query": query}) if query else None)

    def post(self, request):
        form = ListForm(request.POST, user=request.user)
        if form.is_valid():
            query = cleaned(form.cleaned_data["query"])
            kept = {"name": form.cleaned_data["name"], "office": form.cleaned_data["office"]}
            try:
                saved_lists.keep(request.user, query=query, **kept, at=timezone.now())
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("存好了，在列表的上面。"))
                return redirect(f"{reverse('applications:index')}?{query}")
        return self.show(form, status=422)

    def show(self, form, failed=None, status=200):
        lists = SavedList.objects.for_user(self.request.user).select_related("owner", "office")
        rows = [(one, self.form_of(one, failed)) for one in lists]
        return self.render_to_response(self.get_context_data(form=form, rows=rows), status=status)

    def form_of(self, one, failed):
        if one.owner_id != self.request.user.pk:
            return None
        if failed and failed.prefix == f"list-{one.pk}":
            return failed
        initial = {"name": one.name, "office": one.office_id}
        return ListForm(user=self.request.user, initial=initial, prefix=f"list-{one.pk}")


class ListView(ListsView):
    """POST: another name, other readers, or gone."""

    def get(self, request, pk):
        return redirect("applications:lists")

    def post(self, request, pk):
        one = get_object_or_404(SavedList, pk=pk, owner=request.user)
        if "forget" in request.POST:
            saved_lists.forget(one, user=request.user)
            messages.success(request, _("删掉了。"))
            return redirect("applications:lists")
        form = ListForm(request.POST, user=request.user, prefix=f"list-{pk}")
        if form.is_valid():
            kept = {"name": form.cleaned_data["name"], "office": form.cleaned_data["office"]}
            try:
                saved_lists.change(one, **kept, user=request.user)
            except ValidationError as error:
                form.add_error(None, " ".join(error.messages))
            else:
                messages.success(request, _("改好了。"))
                return redirect("applications:lists")
        return self.show(None, failed=form, status=422)
