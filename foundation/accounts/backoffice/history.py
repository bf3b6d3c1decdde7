"""The history of the whole site: of rows that an office or a place says whose they are, each reads what is theirs."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils.decorators import method_decorator
from wagtail.admin.auth import permission_denied, require_admin_access, user_has_any_page_permission
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.models import ModelLogEntry
from wagtail.permissions import policy_registry

_ANY = ["add", "change", "delete", "view"]


@method_decorator(require_admin_access, name="dispatch")
class OwnHistoryView(LogEntriesView):
    """Wagtail's shows whoever may change one row of a kind what was done to every row of it, the export too."""

    def dispatch(self, request, *args, **kwargs):
        if not user_has_any_page_permission(request.user):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def filter_queryset(self, queryset):
        if queryset.model is ModelLogEntry and not self.request.user.is_superuser:
            queryset = queryset.exclude(_of_others(self.request.user))
        return super().filter_queryset(queryset)


def _of_others(user) -> Q:
    """Entries about rows that are not `user`'s, where not all of a kind are. Of a row that is gone nobody says whose it was."""
    found = Q(pk__in=[])
    kinds = ModelLogEntry.objects.order_by().values_list("content_type", flat=True).distinct()
    for kind in ContentType.objects.filter(pk__in=kinds):
        if model := kind.model_class():
            theirs = policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, _ANY)
            if theirs.query.where:
                keys = theirs.order_by().values_list(Cast("pk", CharField()), flat=True)
                found |= Q(content_type=kind) & ~Q(object_id__in=keys)
    return found
