"""The 法律 menu: topics, statutes and their articles, dated figures, terms."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from foundation.regions.backoffice.any_script import AnyScriptIndexView
from laws.backoffice.panels import TouchedPagesPanel
from laws.models import Article, Parameter, Statute, Term, Topic
from laws.wording import translation_panels, worded_form

Topic.base_form_class = worded_form(Topic)
Term.base_form_class = worded_form(Term)


class TopicViewSet(ModelViewSet):
    model = Topic
    name = "topics_admin"
    url_prefix = "topics"
    icon = "folder-open-inverse"
    menu_label = _("援助事项")
    list_display = [
        "name",
        "plain_name",
        "code",
        "parent",
        "door_order",
        BooleanColumn("is_active", label=_("启用")),
    ]
    index_view_class = AnyScriptIndexView
    search_backend_name = None
    search_fields = ["name", "plain_name", "code"]
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("plain_name")]),
        FieldPanel("help"),
        FieldRowPanel([FieldPanel("code"), FieldPanel("icon"), FieldPanel("apply_matter")]),
        FieldRowPanel([FieldPanel("parent"), FieldPanel("door_order"), FieldPanel("is_active")]),
        FieldPanel("is_sensitive"),
        *translation_panels(Topic),
    ]


class StatuteViewSet(ModelViewSet):
    model = Statute
    name = "statutes_admin"
    copy_view_enabled = False
    url_prefix = "statutes"
    icon = "doc-full"
    menu_label = _("法律法规")
    list_display = ["title", "kind", "issuer", "effective_from", "repealed_on", "read_on"]
    list_filter = ["kind"]
    index_view_class = AnyScriptIndexView
    search_backend_name = None
    search_fields = ["title", "short_title", "code"]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("short_title"), FieldPanel("code")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("issuer")]),
        FieldRowPanel(
            [FieldPanel("promulgated_on"), FieldPanel("effective_from"), FieldPanel("repealed_on")]
        ),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("read_on")], heading=_("文本从哪来")),
    ]


class ArticleFilterSet(WagtailFilterSet):
    statute = django_filters.ModelChoiceFilter(queryset=Statute.objects.all(), label=_("法律法规"))

    class Meta:
        model = Article
        fields = ["statute"]


class ArticleIndexView(AnyScriptIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("statute")


class ArticleViewSet(ModelViewSet):
    model = Article
    name = "articles_admin"
    copy_view_enabled = False
    url_prefix = "articles"
    icon = "form"
    menu_label = _("条文")
    index_view_class = ArticleIndexView
    list_display = ["label", "statute", "number"]
    filterset_class = ArticleFilterSet
    search_backend_name = None
    search_fields = ["label", "statute__title", "versions__text"]
    ordering = ["statute", "position"]
    panels = [
        FieldPanel("statute"),
        FieldRowPanel([FieldPanel("number"), FieldPanel("label"), FieldPanel("position")]),
        InlinePanel(
            "versions",
            heading=_("各个时候的写法"),
            label=_("版本"),
            min_num=1,
            help_text=_("法改了，不要改旧文字：给旧版本填失效日期，再加一个新版本。"),
            panels=[
                FieldPanel("text"),
                FieldRowPanel([FieldPanel("effective_from"), FieldPanel("effective_to")]),
                FieldPanel("source"),
            ],
        ),
    ]


class ParameterViewSet(ModelViewSet):
    model = Parameter
    name = "parameters_admin"
    copy_view_enabled = False
    url_prefix = "parameters"
    icon = "order"
    menu_label = _("法定数额")
    list_display = [
        "name",
        Column("value", label=_("数值"), accessor=lambda figure: f"{figure.value.normalize():f}"),
        "unit",
        "effective_from",
        "effective_to",
        "code",
    ]
    list_filter = ["unit"]
    index_view_class = AnyScriptIndexView
    search_backend_name = None
    search_fields = ["name", "code", "source"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("code")]),
        FieldRowPanel([FieldPanel("value"), FieldPanel("unit")]),
        FieldRowPanel([FieldPanel("effective_from"), FieldPanel("effective_to")]),
        FieldRowPanel([FieldPanel("source"), FieldPanel("article")]),
        FieldPanel("note"),
        TouchedPagesPanel(heading=_("写到它的页面")),
    ]


class TermViewSet(ModelViewSet):
    model = Term
    name = "terms_admin"
    copy_view_enabled = False
    url_prefix = "terms"
    icon = "openquote"
    menu_label = _("名词解释")
    list_display = ["name", "aliases", "definition"]
    index_view_class = AnyScriptIndexView
    search_backend_name = None
    search_fields = ["name", "aliases", "definition"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("code")]),
        FieldPanel("aliases"),
        FieldPanel("definition"),
        FieldRowPanel([FieldPanel("topic"), FieldPanel("article")]),
        *translation_panels(Term),
    ]


class LawGroup(ModelViewSetGroup):
    menu_label = _("法律")
    menu_icon = "doc-full-inverse"
    menu_order = 300
    items = (TopicViewSet, StatuteViewSet, ArticleViewSet, ParameterViewSet, TermViewSet)
