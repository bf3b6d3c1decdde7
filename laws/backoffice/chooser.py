"""Choosing the article that a page cites: by a piece of the statute's title and the number."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from foundation.regions.script import simplified
from laws.models import Article


class ArticleFilterForm(BaseFilterForm):
    """The search engine's words end at spaces, which Chinese titles do not have: plain containment is right."""

    q = forms.CharField(
        label=_("法律和条号"),
        widget=forms.TextInput(attrs={"placeholder": _("例如：法律援助法 三十一")}),
        required=False,
        max_length=80,
    )

    def filter(self, objects):
        self.search_query = self.cleaned_data["q"].strip()
        self.is_searching = bool(self.search_query)
        for word in simplified(self.search_query).split():
            objects = objects.filter(
                Q(label__icontains=word)
                | Q(number=word)
                | Q(statute__title__icontains=word)
                | Q(statute__short_title__icontains=word)
            )
        return objects


class _ArticleChoice:
    filter_form_class = ArticleFilterForm
    ordering = ["statute__title", "position"]

    def get_object_list(self):
        return Article.objects.select_related("statute")


class ArticleChooseView(_ArticleChoice, chooser.ChooseView):
    pass


class ArticleChooseResultsView(_ArticleChoice, chooser.ChooseResultsView):
    pass


class ArticleChooserViewSet(ChooserViewSet):
    model = Article
    icon = "form"
    choose_one_text = _("选一条")
    choose_another_text = _("换一条")
    edit_item_text = _("修改这一条")
    per_page = 20
    choose_view_class = ArticleChooseView
    choose_results_view_class = ArticleChooseResultsView


article_chooser = ArticleChooserViewSet("article_chooser")
