"""Wagtail's own screens of users shut nobody out who still has something in hand: it is given over first."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from foundation.accounts import handover


def before_edit(request, user):
    """The rest of what was changed is saved; the account stays open, and the page says where to go."""
    if (
        request.method == "POST"
        and user.is_active
        and "is_active" not in request.POST
        and _says(request, [user])
    ):
        request.POST = request.POST.copy()
        request.POST["is_active"] = "on"


def before_delete(request, user):
    if _says(request, [user]):
        return redirect("people_active", user.pk)
    return None


def before_bulk(request, action_type, objects, action):
    shuts = action_type == "delete" or (
        action_type == "set_active_state" and request.POST.get("mark_as_active") == "False"
    )
    is_of_users = getattr(getattr(action, "model", None), "_meta", None) is handover.User._meta
    if shuts and is_of_users and _says(request, objects):
        return redirect("wagtailusers_users:index")
    return None


def _says(request, users):
    """Whether one of them still has something in hand; then it is said, with the page where it is given over."""
    found = [(user, held) for user in users if (held := handover.held_by(user))]
    for user, held in found:
        said = format_html(
            '{} <a href="{}">{}</a>',
            _("没有停用 %(name)s：手上还有%(held)s。")
            % {"name": user, "held": "、".join(one.words for one in held)},
            reverse("people_active", args=[user.pk]),
            _("去交接"),
        )
        messages.error(request, said)
    return bool(found)
