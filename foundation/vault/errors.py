"""What can go wrong with sealed data. Every error here is a `VaultError`; none carries plaintext."""


class VaultError(Exception):
    """Something about keys or sealed data is wrong."""


class BadKeyring(VaultError):
    """settings.VAULT_KEYS, AUDIT_KEYS or VAULT_INDEX_KEY cannot be read. Shown by the system check at start."""


class UnknownKey(VaultError):
    """The value names a key that the keyring does not hold: a key was removed before `rotate_keys` ended."""

    def __init__(self, key_id: int) -> None:
        super().__init__(f"Key {key_id} is not in VAULT_KEYS; put it back, run rotate_keys, then remove it.")
        self.key_id = key_id


class Tampered(VaultError):
    """The sealed value was changed, cut short, or moved here from another field.

    Reading such an attribute raises this; rows beside it stay readable. A view that has nothing better to
    say lets it pass: `vault.middleware.UnreadableMiddleware` answers with settings.VAULT_UNREADABLE_VIEW, a
    503 page with 12348 and the reference, and logs where it was found. A list that must go on writes
    `try: row.phone; except VaultError: "读不出"`.
    """
