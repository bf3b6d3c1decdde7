"""Whoever looks at too much in a short time: the supervisor and the auditors are told, once for each burst.

What an officer opens, reveals, prints or takes away is an entry of the access log already; here it is counted.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.models import Membership, Role
from foundation.accounts.scope import above, of_offices
from foundation.notices.services import queue
from foundation.vault import said
from foundation.vault.models import AccessEntry
from foundation.vault.said import Sort
from foundation.vault.services import record_access

BURST = "aid.looked_a_lot"
TEMPLATE = "staff_looked_a_lot"
# About nobody in particular: each is another question, where a case that is opened again is opened once.
QUESTIONS = ("aid.search_", "aid.desk_alike", "aid.open_call_backs")


def limits():
    """[(how many, of which kind)] within settings.LOOKS_MINUTES."""
    return ((settings.LOOKS_MOST_REVEALS, True), (settings.LOOKS_MOST_OPENINGS, False))


@receiver(post_save, sender=AccessEntry)
def watch(sender, instance, created, **kwargs):
    if not created or instance.actor_id is None or not _is_look(instance.action):
        return
    since = instance.at - timedelta(minutes=settings.LOOKS_MINUTES)
    most = max(number for number, _clear in limits())
    # By number, as the index has them; the newest are enough. Other writers wait meanwhile: what is older is left out
    # by the database, however long the log.
    newest = AccessEntry.objects.filter(actor=instance.actor_id).order_by("-number").values("pk")[: 3 * most]
    rows = AccessEntry.objects.filter(pk__in=newest, at__gt=since).order_by("-number")
    lately = list(rows.values_list("action", "object_label", "object_id"))
    if any(action == BURST for action, *_thing in lately):
        return
    looks = [look for look in lately if _is_look(look[0])]
    in_clear = sum(said.of(action).sort in (Sort.CLEAR, Sort.TAKE) for action, *_thing in looks)
    # A player asks for a recording piece by piece: what is opened again is opened once.
    asked = [look for look in looks if look[0].startswith(QUESTIONS)]
    opened = len(asked) + len(set(looks) - set(asked))
    for (number, of_clear), count in zip(limits(), (in_clear, opened), strict=True):
        if count > number:
            _tell(instance, count, of_clear)
            return


def _is_look(action):
    return action.startswith("aid.") and said.of(action).sort != Sort.OTHER


def _tell(entry, count, in_clear):
    actor = entry.actor
    what = _("看了明文、打印、导出") if in_clear else _("打开了申请、材料")
    words = _("%(minutes)d 分钟里%(what)s %(count)d 次")
    purpose = words % {"minutes": settings.LOOKS_MINUTES, "what": what, "count": count}
    written = record_access(actor, BURST, actor, purpose)
    for user in told_of(actor):
        queue(
            key=f"{BURST}:{written.number}:{user.pk}",
            channel="staff",
            to=user,
            template=TEMPLATE,
            context={"who": str(actor), "what": purpose},
            link=reverse("wagtailadmin_home"),
        )


def told_of(actor):
    """Who answers for `actor`, and whoever may read the access log; never `actor`."""
    paths = actor.memberships.values_list("office__path", flat=True)
    over = {one for path in paths for one in above(path)}
    supervisors = Membership.objects.filter(role=Role.SUPERVISOR, office__path__in=over).values("user")
    auditors = get_user_model().objects.with_perm(
        "vault.view_accessentry", backend="django.contrib.auth.backends.ModelBackend"
    )
    people = get_user_model().objects.filter(Q(pk__in=supervisors) | Q(pk__in=auditors.values("pk")))
    return people.filter(is_active=True).exclude(pk=actor.pk).distinct()


def bursts_seen_by(user, since):
    """The bursts since then of whom `user` answers for; all for whoever may read the access log."""
    found = AccessEntry.objects.filter(action=BURST, at__gte=since).exclude(actor=user.pk)
    if user.has_perm("vault.view_accessentry"):
        return found.order_by("-number")
    kept = user.memberships.filter(role=Role.SUPERVISOR).values_list("office__path", flat=True)
    people = Membership.objects.filter(of_offices(kept)).values("user")
    return found.filter(actor__in=people).order_by("-number")
