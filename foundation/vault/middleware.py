import logging

from django.conf import settings
from django.utils.module_loading import import_string

from foundation.vault.errors import VaultError

log = logging.getLogger(__name__)


class UnreadableMiddleware:
    """Answer with a page that says what to do when sealed data does not open, instead of an error 500."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, VaultError):
            return None
        log.error("sealed data unreadable: %s", exception)
        return import_string(settings.VAULT_UNREADABLE_VIEW)(request)
