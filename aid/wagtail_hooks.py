from wagtail import hooks

from aid.backoffice import changes
from aid.backoffice.group import LocalGroup
from aid.backoffice.ready import ReadyTextViewSet


@hooks.register("register_admin_viewset")
def register_local_menu():
    return LocalGroup()


@hooks.register("register_admin_viewset")
def register_ready_texts():
    return ReadyTextViewSet()


@hooks.register("register_log_actions")
def register_actions(actions):
    actions.register_action(changes.ACTION)(changes.ChangeFormatter)
