from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from foundation.accounts import views
from foundation.accounts import views_keys as keys
from foundation.accounts.backoffice import leavers, people, proposals
from foundation.accounts.backoffice.policies import MembershipPolicy, OfficePolicy
from foundation.accounts.backoffice.viewsets import memberships, offices
from foundation.accounts.models import Membership, Office

register_permission_policy(Office, OfficePolicy(Office))
register_permission_policy(Membership, MembershipPolicy(Membership))


@hooks.register("register_admin_viewset")
def register_offices():
    return [offices, memberships]


@hooks.register("register_admin_urls")
def register_second_factor():
    return [
        path("second-factor/", views.code, name="second_factor"),
        path("second-factor/setup/", views.setup, name="second_factor_setup"),
        path("second-factor/reset/<int:user_id>/", people.reset_second_factor, name="second_factor_reset"),
        path("second-factor/key/", keys.key, name="second_factor_key"),
        path("second-factor/keys/", keys.keys, name="security_keys"),
        path("second-factor/prove/", views.prove, name="prove"),
        path("account/sessions/", views.sessions, name="own_sessions"),
        path("account/changes/", views.changes, name="account_changes"),
        path("people/", people.PeopleView.as_view(), name="people"),
        path("people/results/", people.PeopleView.as_view(results_only=True), name="people_results"),
        path("people/add/", people.add, name="people_add"),
        path("people/proposals/", proposals.waiting, name="people_proposals"),
        path("people/proposals/<int:pk>/", proposals.proposal, name="people_proposal"),
        path("people/<int:pk>/name/", people.name, name="people_name"),
        path("people/<int:pk>/link/", people.link, name="people_link"),
        path("people/<int:pk>/active/", people.active, name="people_active"),
    ]


hooks.register("before_edit_user", leavers.before_edit)
hooks.register("before_delete_user", leavers.before_delete)
hooks.register("before_bulk_action", leavers.before_bulk)


@hooks.register("register_account_menu_item")
def register_own_sessions(request):
    return {
        "url": reverse("own_sessions"),
        "label": _("登录着的地方"),
        "help_text": _("看自己在哪里登录着，退出不用的。"),
    }


@hooks.register("register_account_menu_item")
def register_security_keys(request):
    return {
        "url": reverse("security_keys"),
        "label": _("安全密钥"),
        "help_text": _("插上或者内置的密钥，登录时按一下，不用输六位数。"),
    }


@hooks.register("register_account_menu_item")
def register_own_changes(request):
    return {
        "url": reverse("account_changes"),
        "label": _("账号变动"),
        "help_text": _("谁什么时候改过您的密码、验证、任职。"),
    }


@hooks.register("register_settings_menu_item")
def register_people_menu_item():
    return people.PeopleMenuItem(
        _("工作人员"), reverse_lazy("people"), name="people", icon_name="user", order=705
    )


@hooks.register("register_log_actions")
def register_actions(actions):
    actions.register_action("accounts.reset_second_factor", _("重设手机验证"), _("重设了手机验证和备用码"))
    actions.register_action("accounts.propose", _("提出来，等另一位同意"), _("提出来，等另一位同意"))
    actions.register_action("accounts.confirmed", _("同意了提出来的事"), _("同意了提出来的事"))
    actions.register_action("accounts.declined", _("没同意提出来的事"), _("没同意提出来的事"))
    actions.register_action("accounts.withdrawn", _("撤回了提出来的事"), _("撤回了提出来的事"))
    actions.register_action("accounts.appoint", _("任职"), _("给了任职"))
    actions.register_action("accounts.dismiss", _("免职"), _("去掉了任职"))
    actions.register_action("accounts.rename", _("改姓名邮箱"), _("改了姓名或邮箱"))
    actions.register_action("accounts.open", _("开账号"), _("开了账号"))
    actions.register_action("accounts.welcome", _("给设密码的链接"), _("给了设密码的链接"))
    actions.register_action("accounts.set_password", _("设密码"), _("用链接设了密码"))
    actions.register_action("accounts.activate", _("恢复账号"), _("恢复了账号"))
    actions.register_action("accounts.deactivate", _("停用账号"), _("停用了账号"))
