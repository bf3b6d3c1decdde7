"""常用的话: sentences that officers choose from when they write to people."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.viewsets.model import ModelViewSet

from aid.models import ReadyText


class ReadyTextViewSet(ModelViewSet):
    model = ReadyText
    name = "ready_texts_admin"
    url_prefix = "ready-texts"
    icon = "comment"
    menu_label = _("常用的话")
    menu_order = 311
    add_to_admin_menu = True
    copy_view_enabled = False
    search_backend_name = None
    search_fields = ["title", "text"]
    list_display = ["title", "valid_from", "valid_to"]
    panels = [
        FieldPanel("title"),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
    ]
