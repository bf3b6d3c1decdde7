"""What other apps announce and people are told."""

from django.db.models import Q
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from foundation.accounts.changes import account_changed
from foundation.accounts.models import Role, User
from foundation.notices import services


@receiver(account_changed)
def tell_of_the_account(sender, notice, addresses, **kwargs):
    """Inside the site, and to each address of theirs, the one before a change as well."""
    context = {
        "what": str(notice),
        "who": notice.actor_label or "系统",
        "at": f"{localtime(notice.at):%Y-%m-%d %H:%M}",
    }
    services.queue(
        key=f"account:{notice.pk}",
        channel="staff",
        to=notice.person,
        template="staff_account",
        context=context,
        link=reverse("account_changes"),
    )
    for number, address in enumerate(addresses):
        services.queue(
            key=f"account:{notice.pk}:{number}",
            channel="email",
            to=address,
            template="staff_account",
            context=context,
        )


def tell_of_broken_log(sender, problem, **kwargs):
    """Into the inbox of each superuser and operator, once a day: what was found stands in the system log."""
    keepers = User.objects.filter(Q(is_superuser=True) | Q(memberships__role=Role.OPERATOR), is_active=True)
    day = timezone.localdate()
    recipients = {f"vault.log_broken:{day}:{user.pk}": user for user in keepers.distinct()}
    services.queue_all(recipients, channel="staff", template="log_broken", context={})


def tell_of_terms(sender, rule, actor, **kwargs):
    """Whoever keeps an office or the site, but not who has done it."""
    keepers = User.objects.filter(
        Q(is_superuser=True) | Q(memberships__role__in=[Role.SUPERVISOR, Role.OPERATOR]), is_active=True
    ).exclude(pk=actor.pk)
    state = "withdrawn" if rule.withdrawn_at else "entered"
    context = {"who": str(actor), "what": rule.label, "term": rule.said, "day": rule.valid_from.isoformat()}
    services.queue_all(
        {f"retention:{rule.pk}:{state}:{user.pk}": user for user in keepers.distinct()},
        channel="staff",
        template="staff_term_withdrawn" if rule.withdrawn_at else "staff_term",
        context=context if rule.withdrawn_at else {**context, "source": rule.source},
        link=reverse("retention_kind", args=[rule.kind]),
    )
