from wagtail import hooks

from aid.backoffice.group import LocalGroup
from aid.backoffice.ready import ReadyTextViewSet


@hooks.register("register_admin_viewset")
def register_local_menu():
    return LocalGroup()


@hooks.register("register_admin_viewset")
def register_ready_texts():
    return ReadyTextViewSet()
