"""Model fields that are sealed in the database and plain in Python.

    phone = EncryptedTextField(_("电话"), max_length=30)
    phone_index = models.CharField(max_length=64, db_index=True)   # blind_index(phone, "phone")

The column is bytea; see cipher.py. The binding is "app.Model.field"; after renaming a model or a field pass
the old one as `binding=`. Searching goes through a blind index; only `__isnull` works on the field itself.
A value that cannot be opened raises `Tampered` or `UnknownKey` where the attribute is read, not where the
row is loaded, and saving such a row keeps the sealed bytes as they are.
"""

import base64
import binascii
import json

from django.core import checks
from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.lookups import IsNull
from django.db.models.query_utils import DeferredAttribute
from django.utils.functional import cached_property

from foundation.vault import cipher
from foundation.vault.errors import VaultError

_SERIALISED = "vault:"


class Unopened:
    """Stands for a sealed value that did not open; keeps the bytes and the reason."""

    __slots__ = ("error", "token")

    def __init__(self, token, error):
        self.token = token
        self.error = error

    def __repr__(self):
        return "<sealed value that does not open>"

    def __str__(self):
        raise self.error


class EncryptedAttribute(DeferredAttribute):
    """Raises on reading what did not open. Has `__set__`, so that `__get__` is asked every time."""

    def __get__(self, instance, cls=None):
        value = super().__get__(instance, cls)
        if isinstance(value, Unopened):
            raise value.error
        return value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class SealedFieldMixin:
    """What both fields share; the subclass says how a value becomes bytes."""

    descriptor_class = EncryptedAttribute
    empty_strings_allowed = False

    def __init__(self, *args, binding="", **kwargs):
        self.binding = binding
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.binding:
            kwargs["binding"] = self.binding
        return name, path, args, kwargs

    def check(self, **kwargs):
        errors = super().check(**kwargs)
        if self.unique or self.db_index or self.primary_key:
            errors.append(
                checks.Error(
                    "A sealed field is different each time it is written; index a blind_index() beside it.",
                    obj=self,
                    id="vault.E003",
                )
            )
        return errors

    def get_internal_type(self):
        return "BinaryField"

    def db_type(self, connection):
        return models.BinaryField().db_type(connection)

    @property
    def sealed_binding(self):
        return self.binding or f"{self.model._meta.concrete_model._meta.label}.{self.name}"

    # --- to the database ------------------------------------------------------------------------
    def pre_save(self, model_instance, add):
        # Past the descriptor: saving another field of the row must not fail, nor lose the sealed bytes.
        if self.attname in model_instance.__dict__:
            return model_instance.__dict__[self.attname]
        return getattr(model_instance, self.attname)

    def get_prep_value(self, value):
        return value

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is None or hasattr(value, "as_sql"):
            return value
        token = value.token if isinstance(value, Unopened) else self.seal(value)
        return connection.Database.Binary(token)

    def get_db_prep_save(self, value, connection):
        return self.get_db_prep_value(value, connection)

    def seal(self, value):
        return cipher.seal(self.to_bytes(value), self.sealed_binding)

    # --- from the database ----------------------------------------------------------------------
    def from_db_value(self, value, expression, connection):
        if value is None:
            return None
        token = bytes(value)
        try:
            return self.from_bytes(cipher.unseal(token, self.sealed_binding))
        except VaultError as error:
            return Unopened(token, error)

    def value_to_string(self, obj):
        """dumpdata and revisions carry the sealed form, never the plain one."""
        value = self.value_from_object(obj)
        return None if value is None else _SERIALISED + base64.b64encode(self.seal(value)).decode()

    def to_python(self, value):
        if isinstance(value, str) and value.startswith(_SERIALISED):
            try:
                token = base64.b64decode(value.removeprefix(_SERIALISED), validate=True)
                return self.from_bytes(cipher.unseal(token, self.sealed_binding))
            except (VaultError, binascii.Error, ValueError):
                pass  # somebody typed the prefix: it is their text
        return super().to_python(value)

    # --- lookups --------------------------------------------------------------------------------
    def get_lookup(self, lookup_name):
        if lookup_name == "isnull":
            return IsNull
        raise FieldError(
            f"{self.name} is sealed and cannot be looked up by '{lookup_name}'; "
            "filter on a blind_index() column, or use __isnull."
        )

    def get_transform(self, lookup_name):
        raise FieldError(f"{self.name} is sealed; '{lookup_name}' cannot look inside.")


class EncryptedTextField(SealedFieldMixin, models.TextField):
    description = "Text, sealed with AES-256-GCM"

    @cached_property
    def validators(self):
        own = [] if self.max_length is None else [MaxLengthValidator(self.max_length)]
        return [*super().validators, *own]

    def to_bytes(self, value):
        return str(value).encode()

    def from_bytes(self, data):
        return data.decode()


class EncryptedJSONField(SealedFieldMixin, models.JSONField):
    """Any JSON value. `None` is SQL NULL; dates and decimals become strings (DjangoJSONEncoder)."""

    description = "JSON, sealed with AES-256-GCM"

    def __init__(self, *args, encoder=DjangoJSONEncoder, **kwargs):
        super().__init__(*args, encoder=encoder, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("encoder") is DjangoJSONEncoder:
            del kwargs["encoder"]
        return name, path, args, kwargs

    def to_bytes(self, value):
        return json.dumps(value, cls=self.encoder, ensure_ascii=False, separators=(",", ":")).encode()

    def from_bytes(self, data):
        return json.loads(data, cls=self.decoder)
