from wagtail import hooks

from aid.backoffice.local import LocalGroup


@hooks.register("register_admin_viewset")
def register_local_menu():
    return LocalGroup()
