from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.permissions import policy_registry

from stations import keepers, services
from stations.models import Station


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request, pk):
    """Say that address, phone and hours of a station were checked today."""
    station = keepers.stations_of(request.user).filter(pk=pk).first()
    policy = policy_registry.get_by_type(Station)
    if station is None or not policy.user_has_permission(request.user, "change"):
        raise Http404
    if request.method == "POST":
        services.confirm_facts(station, actor=request.user, on=timezone.localdate())
        messages.success(request, _("记下了：%(name)s 今天核对过。") % {"name": station.name})
        return redirect("station_register:index")
    return render(request, "stations/admin/verify.html", {"station": station})
