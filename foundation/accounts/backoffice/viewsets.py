"""The office tree and who does what in it, each keeper seeing their own part."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.model import ModelViewSet

from foundation.accounts import keeping, services
from foundation.accounts.backoffice.forms import MembershipForm, OfficeForm
from foundation.accounts.models import Membership, Office
from foundation.regions.backoffice.any_script import AnyScriptIndexView


class KeptObjectMixin:
    """A foreign id is not found, as if it did not exist."""

    def get_object(self, *args, **kwargs):
        instance = super().get_object(*args, **kwargs)
        office = instance if isinstance(instance, Office) else instance.office
        if not services.offices_kept_by(self.request.user).filter(pk=office.pk).exists():
            raise Http404
        return instance


class KeptEditView(KeptObjectMixin, generic.EditView):
    pass


class KeptDeleteView(KeptObjectMixin, generic.DeleteView):
    pass


class KeptHistoryView(KeptObjectMixin, history.HistoryView):
    pass


class KeptUsageView(KeptObjectMixin, usage.UsageView):
    pass


class KeeperViewSet(ModelViewSet):
    edit_view_class = KeptEditView
    delete_view_class = KeptDeleteView
    history_view_class = KeptHistoryView
    usage_view_class = KeptUsageView
    copy_view_enabled = False
    add_to_settings_menu = True
    list_export = []


class OfficeIndexView(AnyScriptIndexView):
    def get_base_queryset(self):
        return services.offices_kept_by(self.request.user).select_related("region")


class OfficeViewSet(KeeperViewSet):
    model = Office
    icon = "home"
    menu_label = _("机构")
    menu_order = 700
    url_prefix = "offices"
    index_view_class = OfficeIndexView
    list_display = [
        "name",
        "short_name",
        "code",
        Column("get_kind_display", label=_("类型")),
        "region",
        BooleanColumn("is_active", label=_("启用")),
    ]
    search_fields = ["name", "short_name", "code"]
    search_backend_name = None
    ordering = ["path"]

    def get_form_class(self, for_update=False):
        return OfficeForm


class MembershipIndexView(generic.IndexView):
    def get_base_queryset(self):
        kept = services.offices_kept_by(self.request.user)
        return Membership.objects.filter(office__in=kept).select_related("user", "office")


class MembershipCreateView(generic.CreateView):
    def save_instance(self):
        return self.form.save()

    def save_action(self):
        if self.form.proposal is None:
            return super().save_action()
        messages.success(self.request, _("提出来了。这个职务要另一位督导或运维同意，才算任上。"))
        return redirect("people_proposals")


class MembershipDeleteView(KeptDeleteView):
    def get_object(self, *args, **kwargs):
        membership = super().get_object(*args, **kwargs)
        if not keeping.may_take(self.request.user, membership):
            raise PermissionDenied
        return membership

    def delete_action(self):
        keeping.take_role(self.object, actor=self.request.user)

    @property
    def confirmation_message(self):
        return _("这个任职马上就没有了，办过的事还记在他名下。是承办人的，手上的案子请另外换承办人。")


class MembershipViewSet(KeeperViewSet):
    model = Membership
    add_view_class = MembershipCreateView
    delete_view_class = MembershipDeleteView
    icon = "group"
    menu_label = _("任职")
    menu_order = 710
    url_prefix = "memberships"
    index_view_class = MembershipIndexView
    list_display = ["user", "office", Column("get_role_display", label=_("角色"))]
    list_filter = ["role"]
    ordering = ["office__path", "user__last_name"]

    def get_form_class(self, for_update=False):
        return MembershipForm


offices = OfficeViewSet("offices")
memberships = MembershipViewSet("memberships")
