from wagtail import hooks
from wagtail.permissions import register_permission_policy

from search.backoffice.viewsets import SearchGroup, SynonymPolicy
from search.models import Synonym

register_permission_policy(Synonym, SynonymPolicy(Synonym))


@hooks.register("register_admin_viewset")
def register_search_menu():
    return SearchGroup()
