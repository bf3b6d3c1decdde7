"""The one-time links at which a password is set."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator


class LinkTokens(PasswordResetTokenGenerator):
    """Django's, and dead as soon as its owner becomes something else: a link that a keeper kept opens no approver."""

    key_salt = "foundation.accounts.tokens.LinkTokens"

    def _make_hash_value(self, user, timestamp):
        held = sorted(user.memberships.values_list("office_id", "role")) if user.pk else []
        return f"{super()._make_hash_value(user, timestamp)}{held}{user.is_superuser}{user.is_active}"


link_tokens = LinkTokens()
