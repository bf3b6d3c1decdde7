from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("搜索")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from foundation.accounts.models import Role
        from foundation.accounts.roles import add_permissions
        from foundation.accounts.rooms import open_to
        from search import checks, signals, terms  # noqa: F401 - checks register themselves

        signals.connect()
        open_to("search.change_pick", "wagtailadmin_choose_page")  # which page stands above
        for role in (Role.EDITOR, Role.SUPERVISOR, Role.OPERATOR):
            add_permissions(role, "search.view_searchquery")
        add_permissions(Role.OPERATOR, "search.add_indexcheck")
        for model in ("synonym", "pick", "judgement"):
            add_permissions(Role.EDITOR, *(f"search.{act}_{model}" for act in ("view", "add", "change")))
            add_permissions(
                Role.OPERATOR, *(f"search.{act}_{model}" for act in ("view", "add", "change", "delete"))
            )
