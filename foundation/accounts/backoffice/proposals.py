"""What waits for a second keeper: the list, and the page on which they say yes or no."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import permission_denied

from foundation.accounts import keeping, proposals
from foundation.accounts.backoffice import people
from foundation.accounts.models import Proposal


@require_safe
def waiting(request):
    if not people.is_keeper(request.user):
        return permission_denied(request)
    return render(request, "accounts/proposals.html", {"proposals": proposals.waiting_for(request.user)})


@never_cache
@require_http_methods(["GET", "POST"])
def proposal(request, pk):
    """Who proposes what for whom, and what the second has to know before a yes."""
    if not people.is_keeper(request.user):
        return permission_denied(request)
    asked = get_object_or_404(
        Proposal.objects.waiting().select_related("person", "office", "proposed_by"), pk=pk
    )
    is_own = asked.proposed_by_id == request.user.pk
    if not is_own and not proposals.may_confirm(request.user, asked):
        raise PermissionDenied
    if request.method == "POST" and "yes" in request.POST:
        settled, result = proposals.confirm(pk, actor=request.user)
        return people.done(request, proposals.wish_of(settled), result)
    if request.method == "POST":
        proposals.refuse(pk, actor=request.user)
        messages.success(request, _("撤回了。") if is_own else _("没有同意，事情没有做。"))
        return redirect("people_proposals")
    context = {
        "proposal": asked,
        "is_own": is_own,
        "memberships": asked.person.memberships.select_related("office"),
        "changes": asked.person.notices.all()[:10],
        "is_fresh": keeping.is_fresh(asked.person),
    }
    return render(request, "accounts/proposal.html", context)
