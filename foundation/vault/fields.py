"""Model fields that are sealed in the database and plain in Python.

    phone = EncryptedTextField(_("电话"), max_length=30)
    phone_index = models.CharField(max_length=64, db_index=True)   # blind_index(phone, "phone")

The column is bytea; see cipher.py. The model is a `SealedRow` (rows.py), to whose `seal_id` each value is bound,
together with "app.Model.field"; after renaming a model or a field pass the old name as `binding=`. Searching goes
through a blind index; only `__isnull` works on the field itself.
A value is opened where the attribute is first read. One that cannot be opened raises `Tampered` or `UnknownKey`
there, not where the row is loaded, and saving such a row keeps the sealed bytes as they are. `values()` gives
`Sealed` objects, which only their row can open; `update()` cannot seal, for it knows no row: save each.
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

from foundation.vault import bound, cipher
from foundation.vault.errors import Tampered

_SERIALISED = "vault:"


class Sealed:
    """A value as it lies in the database; the row it belongs to opens it."""

    __slots__ = ("token",)

    def __init__(self, token):
        self.token = token

    def __repr__(self):
        return "<sealed value>"

    def __str__(self):
        raise Tampered("a sealed value was read without its row")


class EncryptedAttribute(DeferredAttribute):
    """Opens what was loaded when it is first read. Has `__set__`, so that `__get__` is asked every time."""

    def __get__(self, instance, cls=None):
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = instance.__dict__[self.field.attname] = self.field.open(value.token, instance)
        return value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


def seal_id_of(row):
    """The id that the sealed values of `row` are bound to; "" for models of migrations before there was one."""
    return row.seal_id.hex if hasattr(row, "seal_id") else ""


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
        if not hasattr(self.model, "seal_id"):
            errors.append(
                checks.Error("A model with sealed fields is a SealedRow.", obj=self, id="vault.E009")
            )
        return errors

    def get_internal_type(self):
        return "BinaryField"

    def db_type(self, connection):
        return models.BinaryField().db_type(connection)

    @property
    def sealed_label(self):
        """What is bound to its rows, and what is not yet, is told apart by the names of today."""
        return f"{self.model._meta.concrete_model._meta.label}.{self.name}"

    @property
    def sealed_binding(self):
        return self.binding or self.sealed_label

    # --- to the database ------------------------------------------------------------------------
    def pre_save(self, model_instance, add):
        # Past the descriptor: saving another field of the row must not fail, nor lose the sealed bytes.
        if self.attname in model_instance.__dict__:
            return self.sealed(model_instance.__dict__[self.attname], model_instance)
        return self.sealed(getattr(model_instance, self.attname), model_instance)

    def sealed(self, value, row):
        """`value` as it goes to the database with `row`."""
        if value is None or isinstance(value, Sealed) or hasattr(value, "resolve_expression"):
            return value
        return Sealed(self.seal(value, row))

    def seal(self, value, row):
        return cipher.seal(self.to_bytes(value), self.sealed_binding, seal_id_of(row))

    def open(self, token, row):
        """The value of `row` that was sealed as `token`. Raises Tampered, UnknownKey."""
        return self.from_bytes(self.unsealed(token, seal_id_of(row)))

    def unsealed(self, token, row_id):
        if row_id and not cipher.is_bound(token) and bound.is_done(self.sealed_label):
            raise Tampered(f"{self.sealed_binding}: a value that is bound to no row, where all are bound")
        return cipher.unseal(token, self.sealed_binding, row_id)

    def get_prep_value(self, value):
        return value

    def get_db_prep_value(self, value, connection, prepared=False):
        if isinstance(value, Sealed):
            return connection.Database.Binary(value.token)
        if value is None or hasattr(value, "as_sql"):
            return value
        if self.model.__module__ == "__fake__":  # the default of a column that a migration adds
            return connection.Database.Binary(cipher.seal(self.to_bytes(value), self.sealed_binding))
        raise FieldError(f"{self.name} is sealed for one row: set the attribute and save the row.")

    def get_db_prep_save(self, value, connection):
        return self.get_db_prep_value(value, connection)

    # --- from the database ----------------------------------------------------------------------
    def from_db_value(self, value, expression, connection):
        return None if value is None else Sealed(bytes(value))

    def value_to_string(self, obj):
        """dumpdata and revisions carry the sealed form, never the plain one."""
        value = self.value_from_object(obj)
        return None if value is None else _SERIALISED + base64.b64encode(self.seal(value, obj)).decode()

    def to_python(self, value):
        """What a deserialiser reads: the sealed form, which its row opens."""
        if isinstance(value, str) and value.startswith(_SERIALISED):
            try:
                return Sealed(base64.b64decode(value.removeprefix(_SERIALISED), validate=True))
            except (binascii.Error, ValueError):
                pass
        return super().to_python(value)

    def clean(self, value, model_instance):
        """What somebody typed is their text, whatever it begins with."""
        value = super().to_python(value)
        self.validate(value, model_instance)
        self.run_validators(value)
        return value

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
