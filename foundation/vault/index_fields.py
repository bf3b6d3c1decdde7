"""Blind indexes that fill themselves, on every way to the database.

    class Person(IndexedModel):
        phone = EncryptedTextField(_("电话"), max_length=30)
        phone_index = BlindIndexField(_("电话检索值"), of="phone", kind="phone", db_index=True)
        objects = IndexedQuerySet.as_manager()

`save`, `save(update_fields=["phone"])`, `create`, `bulk_create` and `bulk_update` bring the index along; writing it by
hand, or a value that is not known before the database runs, is a FieldError, and so is `update(phone=…)`.
"""

from django.core import checks
from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db import models

from foundation.vault.errors import VaultError
from foundation.vault.fields import Sealed
from foundation.vault.index import blind_index
from foundation.vault.rows import SealedRow, as_sealed, sealed_fields_of


class BlindIndexField(models.CharField):
    """The blind index of the field `of`. `kind`: the purpose, or a function of the row that says it.

    Where the value is None or does not open, the index stays as it is.
    """

    description = "Blind index of a sealed field"

    def __init__(self, *args, of, kind, **kwargs):
        self.of, self.kind = of, kind
        super().__init__(*args, **{"max_length": 64, "editable": False, "blank": True, **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of, "kind": self.kind}

    def check(self, **kwargs):
        return [*super().check(**kwargs), *self._check_surroundings()]

    def _check_surroundings(self):
        try:
            self.model._meta.get_field(self.of)
        except FieldDoesNotExist:
            yield checks.Error(f"There is no field “{self.of}” to index.", obj=self, id="vault.E005")
        manager = self.model._default_manager
        if not (issubclass(self.model, IndexedModel) and isinstance(manager.all(), IndexedQuerySet)):
            yield checks.Error(
                "A model with a blind index is an IndexedModel with an IndexedQuerySet.",
                obj=self,
                id="vault.E006",
            )

    def kind_for(self, row):
        return self.kind(row) if callable(self.kind) else self.kind

    def value_for(self, row):
        """The index that belongs to the row as it is; None when that cannot be known."""
        plain = row.__dict__.get(self.of)  # past the descriptor; absent when deferred
        if isinstance(plain, Sealed):
            try:
                plain = getattr(row, self.of)
            except VaultError:
                return None
        if plain is None:
            return None
        if hasattr(plain, "resolve_expression"):
            raise FieldError(f"{self.name} cannot be made of an expression for {self.of}.")
        return blind_index(plain, self.kind_for(row))

    def pre_save(self, model_instance, add):
        value = self.value_for(model_instance)
        if value is not None:
            setattr(model_instance, self.attname, value)
        return super().pre_save(model_instance, add)


def indexes(model):
    return [field for field in model._meta.concrete_fields if isinstance(field, BlindIndexField)]


def with_indexes(model, names):
    """`names` of fields, and those of the indexes that follow from them."""
    return list(dict.fromkeys([*names, *(field.name for field in indexes(model) if field.of in names)]))


class IndexedQuerySet(models.QuerySet):
    def update(self, **kwargs):
        for field in indexes(self.model):
            if field.name in kwargs:
                raise FieldError(f"{field.name} fills itself: set {field.of}.")
            if field.of in kwargs:
                raise FieldError(f"update() cannot know {field.name}: save each row, or use bulk_update().")
        return super().update(**kwargs)

    update.alters_data = True

    def bulk_update(self, objs, fields, batch_size=None):
        objs, names = tuple(objs), with_indexes(self.model, fields)
        for field in indexes(self.model):
            if field.name in names:
                for row in objs:
                    if field.value_for(row) is None:
                        raise FieldError(f"bulk_update() cannot know {field.name} of {row.pk}.")
                    field.pre_save(row, add=False)
        sealed = [field for field in sealed_fields_of(self.model) if field.name in names]
        with as_sealed(objs, sealed):
            return _plain(self).bulk_update(objs, names, batch_size)

    bulk_update.alters_data = True

    def bulk_create(self, objs, *args, update_fields=None, **kwargs):
        if update_fields is not None:
            if any(field.name in update_fields for field in sealed_fields_of(self.model)):
                raise FieldError(
                    "What is sealed for a new row does not open in the one that is there: save that."
                )
            update_fields = with_indexes(self.model, update_fields)
        return super().bulk_create(objs, *args, update_fields=update_fields, **kwargs)

    bulk_create.alters_data = True


def _plain(queryset):
    """The same rows without the care of IndexedQuerySet: for values that were computed already."""
    return models.QuerySet(queryset.model, queryset.query.chain(), queryset.db)


class IndexedModel(SealedRow):
    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        if update_fields is None and not self._state.adding and (deferred := self.get_deferred_fields()):
            # Django saves what was loaded; the index of a loaded value belongs to it.
            loaded = [
                f for f in self._meta.concrete_fields if not f.primary_key and f.attname not in deferred
            ]
            update_fields = [field.name for field in loaded]
        if update_fields is not None:
            update_fields = with_indexes(type(self), update_fields)
        super().save(*args, update_fields=update_fields, **kwargs)

    def validate_constraints(self, exclude=None):
        for field in indexes(type(self)):
            field.pre_save(self, add=False)
        super().validate_constraints(exclude=exclude)
