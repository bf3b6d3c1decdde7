"""谁看过, page by page; reading it is an entry as well."""

from django.urls import reverse
from django.utils.translation import gettext as _

from counter import case, paging, who_saw
from counter.views import CounterView, forbidden, opens
from foundation.vault.hiding import hide_numbers
from foundation.vault.services import record_access

PER_PAGE = 50


class WhoSawView(CounterView):
    template_name = "counter/who_saw.html"

    @opens
    def get(self, request, pk):
        application = self.get_application(pk)
        if not who_saw.may_read(request.user, application):
            return forbidden(request, _("谁看过由督导、审计来查。"))
        self.page_title = _("谁看过：%(title)s") % {"title": case.title(application)}
        page = paging.KeysetPaginator(who_saw.entries(application).order_by("-number"), PER_PAGE).get_page(
            request.GET.get("after")
        )
        called = {str(paper.pk): hide_numbers(str(paper.label)) for paper in application.evidence.all()}
        context = self.get_context_data(
            application=application,
            page=page,
            rows=[who_saw.seen(entry, called) for entry in page.object_list],
            case_url=reverse("applications:inspect", args=[pk]),
        )
        response = self.render_to_response(context).render()
        record_access(request.user, "aid.open_who_saw", application, request=request)
        return response
