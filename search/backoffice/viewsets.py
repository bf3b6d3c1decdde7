"""The 搜索 menu: what people call things, what stands on top, why a hit is where it is."""

from datetime import timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy

from foundation.regions.backoffice.any_script import AnyScriptIndexView
from search.backoffice.index import IndexViewSet
from search.backoffice.trial import TrialViewSet
from search.models import Pick, Synonym
from search.synonyms import MOST_TRIED, effects


class SynonymForm(WagtailAdminModelForm):
    tried = forms.CharField(
        label=_("拿这几句试"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("一行一句，最多 6 句；空着就拿上面的说法试。只是试，不保存。"),
    )

    def queries(self):
        typed = [line.strip() for line in self.cleaned_data["tried"].splitlines() if line.strip()]
        return (typed or self.instance.examples)[:MOST_TRIED]


Synonym.base_form_class = SynonymForm


class TriesFirst:
    """A second button shows what the results would be and saves nothing."""

    tried = None

    def post(self, request, *args, **kwargs):
        if "try" not in request.POST:
            return super().post(request, *args, **kwargs)
        self.object = self.get_object() if "pk" in self.kwargs else None
        self.form = self.get_form()
        if not self.is_valid(self.form):
            return self.form_invalid(self.form)
        self.tried = effects(self.form.instance, self.form.queries())
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        return super().get_context_data(effects=self.tried, **kwargs)


class AddSynonym(TriesFirst, generic.CreateView):
    pass


class EditSynonym(TriesFirst, generic.EditView):
    pass


class DeleteSynonym(generic.DeleteView):
    def dispatch(self, request, *args, **kwargs):
        if not self.user_has_permission_for_instance("delete", self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class SynonymPolicy(ModelPermissionPolicy):
    """What came with the site is switched off: deleted, it would come again."""

    def user_has_permission_for_instance(self, user, action, instance):
        if action == "delete" and instance.code:
            return False
        return super().user_has_permission_for_instance(user, action, instance)


def _origin(row):
    if not row.code:
        return _("编辑加的")
    return _("随网站来的，改过") if row.is_changed else _("随网站来的")


class SynonymViewSet(ModelViewSet):
    model = Synonym
    name = "synonyms_admin"
    url_prefix = "synonyms"
    icon = "list-ul"
    menu_label = _("同义词")
    copy_view_enabled = False
    index_view_class = AnyScriptIndexView
    add_view_class = AddSynonym
    edit_view_class = EditSynonym
    delete_view_class = DeleteSynonym
    create_template_name = edit_template_name = "search/backoffice/synonym_form.html"
    list_display = [
        "__str__",
        Column("means", label=_("也去找")),
        Column("get_way_display", label=_("怎么通"), sort_key="way"),
        Column("origin", label=_("从哪来"), accessor=_origin),
        BooleanColumn("is_active", label=_("启用")),
    ]
    list_filter = ["way", "is_active"]
    list_per_page = 50
    search_backend_name = None
    search_fields = ["said", "means", "note"]
    panels = [
        FieldPanel("way"),
        FieldPanel("said"),
        FieldPanel("means"),
        FieldPanel("is_active"),
        FieldPanel("note"),
        MultiFieldPanel(
            [FieldPanel("tried")], heading=_("先看看效果"), help_text=_("按“看看效果”，下面列出结果怎么变。")
        ),
    ]


class PickIndex(AnyScriptIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("owner").prefetch_related("pages__page")


class AddPick(generic.CreateView):
    def get_initial_form_instance(self):
        return Pick(owner=self.request.user, expires_on=timezone.localdate() + timedelta(days=90))


def _standing(pick):
    if not pick.is_active:
        return _("停用")
    return _("过期了") if pick.expires_on < timezone.localdate() else _("在用")


class PickViewSet(ModelViewSet):
    model = Pick
    name = "picks_admin"
    url_prefix = "search-picks"
    icon = "thumbtack"
    menu_label = _("置顶")
    copy_view_enabled = False
    index_view_class = PickIndex
    add_view_class = AddPick
    list_display = [
        "__str__",
        Column("pages", label=_("页面"), accessor=lambda pick: "；".join(map(str, pick.pages.all()))),
        "owner",
        "expires_on",
        Column("standing", label=_("现在"), accessor=_standing),
    ]
    list_filter = ["owner", "expires_on", "is_active"]
    search_backend_name = None
    search_fields = ["asked", "note", "pages__page__title"]
    panels = [
        FieldPanel("asked"),
        InlinePanel("pages", heading=_("显示哪几页"), label=_("页面"), min_num=1, max_num=3),
        FieldRowPanel([FieldPanel("owner"), FieldPanel("expires_on")]),
        FieldPanel("is_active"),
        FieldPanel("note"),
    ]


class SearchGroup(ModelViewSetGroup):
    menu_label = _("站内搜索")
    menu_name = "search-words"
    menu_icon = "search"
    menu_order = 320
    items = (SynonymViewSet, PickViewSet, TrialViewSet, IndexViewSet)
