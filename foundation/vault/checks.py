from django.core.checks import Error, register

from foundation.vault.errors import BadKeyring
from foundation.vault.keyring import index_key, keyring


@register()
def check_keys(app_configs, **kwargs):
    """Keys must be readable, 32 bytes each, and the index key one of its own."""
    errors = []
    ring = own = None
    try:
        ring = keyring()
    except BadKeyring as error:
        errors.append(Error(str(error), id="vault.E001"))
    try:
        own = index_key()
    except BadKeyring as error:
        errors.append(Error(str(error), id="vault.E002"))
    if ring and own in ring.keys.values():
        errors.append(Error("VAULT_INDEX_KEY must differ from every key in VAULT_KEYS.", id="vault.E004"))
    return errors
