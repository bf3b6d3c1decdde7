from django.core.checks import Error, register

from foundation.vault.errors import BadKeyring
from foundation.vault.keyring import audit_keyring, index_key, keyring


@register()
def check_keys(app_configs, **kwargs):
    """Keys must be readable, 32 bytes each, and those of the index and the logs of their own."""
    errors = []
    ring = own = audit = None
    try:
        ring = keyring()
    except BadKeyring as error:
        errors.append(Error(str(error), id="vault.E001"))
    try:
        own = index_key()
    except BadKeyring as error:
        errors.append(Error(str(error), id="vault.E002"))
    try:
        audit = audit_keyring()
    except BadKeyring as error:
        errors.append(Error(str(error), id="vault.E007"))
    if audit and {*audit.keys.values()} & {own, *(ring.keys.values() if ring else ())}:
        errors.append(Error("AUDIT_KEYS must differ from every other key.", id="vault.E008"))
    if ring and own in ring.keys.values():
        errors.append(Error("VAULT_INDEX_KEY must differ from every key in VAULT_KEYS.", id="vault.E004"))
    return errors
