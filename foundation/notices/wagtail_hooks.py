from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_actions(actions):
    actions.register_action("notices.resend", _("重发消息"), _("重发了消息"))
