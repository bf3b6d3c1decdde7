from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AidConfig(AppConfig):
    name = "aid"
    verbose_name = _("法律援助申请")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from aid import (  # noqa: F401 - what they hold registers itself
            chain,
            checks,
            looks,
            reach,
            rule_policies,
            spoken,
            terms,
            visibility,
            workflow,
        )
        from aid.services import cooperation, transfer
        from foundation.accounts.models import Role
        from foundation.accounts.roles import add_permissions
        from foundation.notices import gate
        from foundation.vault import heads

        visibility.ways_in += [transfer.BY_OFFER, *cooperation.BY_LETTER]

        gate.ask_of(reach.how_to_reach)
        heads.register(chain.EventLog())
        for role in (Role.SUPERVISOR, Role.OPERATOR):
            add_permissions(role, *(f"aid.{act}_readytext" for act in ("view", "add", "change")))
        for model in (
            "localmatter",
            "hardshipstandard",
            "localexemption",
            "localpaperdays",
            "localreopendays",
            "informedbody",
            "papertemplate",
            "localcutoff",
            "localwarndays",
            "approvalchain",
            "stepcheck",
        ):
            add_permissions(Role.EDITOR, *(f"aid.{act}_{model}" for act in ("view", "add", "change")))
            add_permissions(
                Role.OPERATOR, *(f"aid.{act}_{model}" for act in ("view", "add", "change", "delete"))
            )
        for model in rule_policies.OF_SUPERVISORS:
            add_permissions(Role.SUPERVISOR, *(f"aid.{act}_{model}" for act in ("view", "add", "change")))
