from wagtail import hooks
from wagtail.permissions import register_permission_policy

from search.backoffice.viewsets import SearchGroup, SynonymPolicy
from search.models import Synonym
from search.picks import waiting_items

register_permission_policy(Synonym, SynonymPolicy(Synonym))


@hooks.register("register_waiting_items")
def register_waiting_items():
    return [waiting_items]


@hooks.register("register_admin_viewset")
def register_search_menu():
    return SearchGroup()
