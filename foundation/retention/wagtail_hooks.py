from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from foundation.retention.backoffice import views


@hooks.register("register_admin_urls")
def register_retention():
    return [
        path("retention/", views.index, name="retention"),
        path("retention/rules/<int:pk>/withdraw/", views.withdraw, name="retention_withdraw"),
        path("retention/<str:code>/", views.kind, name="retention_kind"),
        path("retention/<str:code>/add/", views.add, name="retention_add"),
        path("retention/<str:code>/stop/", views.stop, name="retention_stop"),
    ]


@hooks.register("register_settings_menu_item")
def register_retention_menu_item():
    return views.RetentionMenuItem(
        _("保存期限"), reverse_lazy("retention"), name="retention", icon_name="history", order=920
    )


@hooks.register("register_log_actions")
def register_actions(actions):
    actions.register_action("retention.plan", _("定保存期限"), _("定了新的保存期限"))
    actions.register_action("retention.stop", _("停止删除"), _("停止了到期删除"))
    actions.register_action("retention.withdraw", _("撤回保存期限"), _("撤回了还没起用的保存期限"))
