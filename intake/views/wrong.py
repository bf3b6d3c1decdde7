"""“Wrong? Tell us”, on a station: here, beside the other forms of the public, for their guard."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from intake import guard
from intake.forms.wrong import WrongForm
from intake.views.visit import private, sent
from stations import services
from stations.models import Station


@private
def wrong(request, code):
    station = get_object_or_404(Station.objects.open_to_public(), code=code)
    form = WrongForm(*sent(request)[:1])
    status = 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        problem = guard.too_many(request, said["key"], said["website"], "report")
        if not problem:
            services.reports.report(station, what=said["what"], story=said["story"], key=said["key"])
            messages.success(request, _("记下了，谢谢您。管这个站的人会去核对。"))
            return redirect("intake:wrong", code=station.code)
        form.add_error(None, problem)
        status = 429
    context = {
        "form": form,
        "station": station,
        "form_title": _("哪里不对？告诉我们"),
        "button": _("告诉我们"),
        "carried": guard.carried(request, form["key"].value()),
        "back_url": station.get_absolute_url(),
    }
    return render(request, "intake/wrong.html", context, status=status)
