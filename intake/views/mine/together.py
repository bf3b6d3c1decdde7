"""What one of a group sees of it: their own row, how many they are; how they leave.

Nobody else by name, but whoever speaks for them sees who and how much, as those who joined were told.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from aid import services
from aid.acts import TransitionNotAllowed
from aid.models import Group
from aid.workflow import UNDECIDED
from intake import stages
from intake.views.joining import join_address


def of(request, application, own):
    """The totals of the group of an application, None for one alone; for who speaks for them the way to join."""
    if len(application.claimants.all()) < 2:
        return None
    # Who is refused apart from the others still counts here: that is nobody's but theirs.
    people = [person for person in application.claimants.all() if person.withdrawn_at is None]
    amounts = [person.amount_owed for person in people if person.amount_owed is not None]
    group = None
    if own.is_representative and application.status in UNDECIDED:
        group = Group.objects.filter(application=application).first()
    return {
        "count": len(people),
        "may_return": own in application.may_return(timezone.now()),
        "amount": sum(amounts) if amounts else None,
        "members": application.claimants.all() if own.is_representative and own.takes_part else (),
        "join_code": group and group.join_code,
        "join_url": group and join_address(request, group),
    }


def leave(request, application, own):
    """One of them leaves; the application goes on for the others."""
    if "leave_group" not in stages.own_actions(application):
        messages.error(request, _("现在不能在网上退出了。想不办了，请打 12348 或者找承办人。"))
        return redirect("intake:status")
    if request.method != "POST":
        speaking = [person for person in application.people if person.is_representative]
        context = {"application": application, "own": own, "speaks_alone": speaking == [own]}
        return render(request, "intake/leave.html", context)
    try:
        note = request.POST.get("reason", "").replace("\x00", "")[:1000]
        services.leave_group(application, claimant=own, note=note)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    except (TransitionNotAllowed, PermissionDenied):
        messages.error(request, _("您的申请刚刚有了变化，没有退出。请看看现在的情况。"))
    else:
        messages.success(
            request, _("您已经退出，别人的接着办。改了主意，明天结束以前可以在这里回来；以后也可以单独申请。")
        )
    return redirect("intake:status")


def come_back(request, application, own):
    """Who has left takes part again."""
    try:
        services.undo_leaving(application, claimant=own)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    except (TransitionNotAllowed, PermissionDenied):
        messages.error(request, _("您的申请刚刚有了变化，没有恢复。请看看现在的情况。"))
    else:
        messages.success(request, _("您回来了，跟大家一起接着办。"))
    return redirect("intake:status")
