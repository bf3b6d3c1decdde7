from wagtail import hooks
from wagtail.permissions import register_permission_policy

from aid.backoffice import changes
from aid.backoffice.group import LocalGroup
from aid.backoffice.ready import ReadyTextViewSet
from aid.rule_policies import RulePolicy

for viewset in LocalGroup.items:
    register_permission_policy(viewset.model, RulePolicy(viewset.model))


@hooks.register("register_admin_viewset")
def register_local_menu():
    return LocalGroup()


@hooks.register("register_admin_viewset")
def register_ready_texts():
    return ReadyTextViewSet()


@hooks.register("register_log_actions")
def register_actions(actions):
    actions.register_action(changes.ACTION)(changes.ChangeFormatter)
