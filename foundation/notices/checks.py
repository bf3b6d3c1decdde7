from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, register

from foundation.notices.adapters import SMS_ADAPTERS


@register()
def check_sms_settings(app_configs, **kwargs):
    """The chosen adapter exists; a gateway has a key and, beyond this machine, HTTPS."""
    if settings.SMS_ADAPTER not in SMS_ADAPTERS:
        known = ", ".join(SMS_ADAPTERS)
        return [Error(f"SMS_ADAPTER is {settings.SMS_ADAPTER!r}; known: {known}.", id="notices.E001")]
    if settings.SMS_ADAPTER != "http":
        return []
    errors = []
    address = urlsplit(settings.SMS_GATEWAY_URL)
    if not (address.scheme == "https" or (address.scheme == "http" and _is_here(address.hostname))):
        errors.append(Error("SMS_GATEWAY_URL must be https://…: phone numbers go there.", id="notices.E002"))
    if len(settings.SMS_GATEWAY_KEY) < 16:
        errors.append(Error("SMS_GATEWAY_KEY needs at least 16 characters.", id="notices.E003"))
    return errors


def _is_here(host):
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False
