from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from foundation.accounts import views
from foundation.accounts.backoffice.policies import KeeperPolicy, OfficePolicy
from foundation.accounts.backoffice.viewsets import memberships, offices
from foundation.accounts.models import Membership, Office

register_permission_policy(Office, OfficePolicy(Office))
register_permission_policy(Membership, KeeperPolicy(Membership))


@hooks.register("register_admin_viewset")
def register_offices():
    return [offices, memberships]


@hooks.register("register_admin_urls")
def register_second_factor():
    return [
        path("second-factor/", views.code, name="second_factor"),
        path("second-factor/setup/", views.setup, name="second_factor_setup"),
        path("second-factor/reset/<int:user_id>/", views.reset, name="second_factor_reset"),
    ]


@hooks.register("register_log_actions")
def register_actions(actions):
    actions.register_action("accounts.reset_second_factor", _("重设手机验证"), _("重设了手机验证和备用码"))
