"""Choosing a division by its name, code or pinyin: a list of all seven thousand helps nobody."""

from django import forms
from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from foundation.regions.models import Region


class RegionFilterForm(BaseFilterForm):
    q = forms.CharField(
        label=_("地名、代码或拼音"),
        widget=forms.TextInput(attrs={"placeholder": _("例如：章贡、360702、zhanggong")}),
        required=False,
        max_length=80,
    )

    def filter(self, objects):
        self.search_query = self.cleaned_data["q"].strip()
        self.is_searching = bool(self.search_query)
        return _likeliest_first(objects, self.search_query) if self.is_searching else objects


def _likeliest_first(objects, text):
    found = [match.division.pk for match in objects.as_divisions().matching(text)]
    place = Case(*(When(pk=pk, then=n) for n, pk in enumerate(found)), default=0)
    return objects.filter(pk__in=found).order_by(place)


def _home_of(user):
    """The code of the division that the user's office serves; "" for who has no office. Accounts stand above."""
    held = user.memberships.select_related("office__region").order_by("office__path").first()
    return held.office.region_code if held else ""


class _RegionChoice:
    filter_form_class = RegionFilterForm
    ordering = ["code"]

    def get_object_list(self):
        return Region.objects.in_force()

    def apply_object_list_ordering(self, objects):
        """What is near one's own office first: its county, its city, its province, then the country by code."""
        home = _home_of(self.request.user)
        if not home:
            return super().apply_object_list_ordering(objects)
        near = Case(
            *(When(code__startswith=home[:size], then=Value(-size)) for size in (6, 4, 2)), default=Value(0)
        )
        return objects.order_by(near, *self.ordering)

    @property
    def columns(self):
        return [*super().columns, Column("code", label=_("代码"))]


class RegionChooseView(_RegionChoice, chooser.ChooseView):
    pass


class RegionChooseResultsView(_RegionChoice, chooser.ChooseResultsView):
    pass


class RegionChooserViewSet(ChooserViewSet):
    model = Region
    icon = "site"
    choose_one_text = _("选地区")
    choose_another_text = _("换地区")
    per_page = 20
    choose_view_class = RegionChooseView
    choose_results_view_class = RegionChooseResultsView


region_chooser = RegionChooserViewSet("region_chooser")
