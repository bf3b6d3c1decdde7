"""The roster of a group: on a page, and as a table to take away."""

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from aid import paperwork, sla
from aid.policies import application_policy
from counter import case, forms_share, group
from counter.views import CounterView, forbidden, opens
from foundation.accounts import proof, scope
from foundation.vault.services import record_access

PER_PAGE = 50


class RosterView(SpreadsheetExportMixin, CounterView):
    """The roster of one application; as a table to take away for whoever may export."""

    template_name = "counter/roster.html"
    list_export = list(group.HEADINGS)
    export_headings = group.HEADINGS

    @opens
    def get(self, request, pk):
        application = self.get_application(pk)
        prefetch_related_objects([application], "shares")
        if request.GET.get("export") in self.FORMATS:
            return self.take_away(application, request.GET["export"])
        found = group.lines(application)
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        offered = application_policy.next_acts(scope.of(request.user), request.user, application)
        codes = [act for act in offered if forms_share.fits(act, application)]
        self.page_title = case.title(application)
        context = self.get_context_data(
            application=application,
            page_obj=page,
            rows=[(line, group.acts_for(application, line.claimant, codes, timezone.now())) for line in page],
            roster=group.summary(application),
            today=sla.local_day(timezone.now()),
            to_print=paperwork.offered(application),
            may_export=self.may_export,
            case_url=reverse("applications:inspect", args=[pk]),
        )
        response = self.render_to_response(context).render()
        record_access(request.user, "aid.open_roster", application, request=request)
        return response

    @cached_property
    def may_export(self):
        return application_policy.user_has_permission(self.request.user, "export")

    def take_away(self, application, format):
        allowed = type(application).objects.filter(pk=application.pk).to_export(self.request.user).exists()
        if not allowed:
            return forbidden(self.request, _("导出表格由审批人和督导来做。"))
        if answer := proof.ask(self.request):
            return answer
        record_access(self.request.user, "aid.export", application, f"{format} roster", self.request)
        self.application = application
        return self.as_spreadsheet(group.lines(application), format)

    def get_filename(self):
        return f"roster-{self.application.reference}"

    def to_row_dict(self, item):
        return item.cells
