from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from django.utils import timezone

from foundation.accounts import changes, guesses, scope
from foundation.accounts.middleware import SEEN_AT, SIGNED_IN_AT
from foundation.accounts.models import AccountNotice, Membership, User
from foundation.guessing import tries


@receiver([post_save, post_delete], sender=Membership)
def follow_memberships(sender, instance, **kwargs):
    from foundation.accounts import services

    if Membership.user.is_cached(instance):
        scope.forget(instance.user)
    person = None if kwargs.get("raw") else User.objects.filter(pk=instance.user_id).first()
    if person is None:
        return
    services.sync_groups_of(person.pk)
    what = f"{instance.office} {instance.get_role_display()}"
    if kwargs.get("created"):
        changes.tell(person, AccountNotice.Kind.ROLE_GIVEN, what)
    elif "created" not in kwargs:
        changes.tell(person, AccountNotice.Kind.ROLE_TAKEN, what)


@receiver(pre_save, sender=User)
def remember_the_account(sender, instance, raw=False, update_fields=None, **kwargs):
    instance._was = {} if raw else changes.before(instance, update_fields)


@receiver(post_save, sender=User)
def tell_of_the_account(sender, instance, **kwargs):
    changes.tell_what_changed(instance, instance._was)


@receiver(user_logged_in)
def start_the_clock(sender, request, **kwargs):
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = timezone.now().timestamp()


@receiver(user_logged_in)
def know_the_address(sender, request, user, **kwargs):
    if request is not None:
        tries.succeeded(request, guesses.PASSWORD, guesses.account(user.get_username()))
