from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from foundation.accounts import guesses, scope
from foundation.accounts.middleware import SEEN_AT, SIGNED_IN_AT
from foundation.accounts.models import Membership, User
from foundation.guessing import tries


@receiver([post_save, post_delete], sender=Membership)
def follow_memberships(sender, instance, **kwargs):
    from foundation.accounts import services

    if Membership.user.is_cached(instance):
        scope.forget(instance.user)
    if not kwargs.get("raw") and User.objects.filter(pk=instance.user_id).exists():
        services.sync_groups_of(instance.user_id)


@receiver(user_logged_in)
def start_the_clock(sender, request, **kwargs):
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = timezone.now().timestamp()


@receiver(user_logged_in)
def know_the_address(sender, request, user, **kwargs):
    tries.succeeded(request, guesses.PASSWORD, guesses.account(user.get_username()))
