"""What was changed in a local rule, from what to what: kept in Wagtail's log, shown in the history of the row."""

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.actions.edit import EditAction
from wagtail.admin.views import generic
from wagtail.log_actions import LogFormatter, log

from foundation.accounts.backoffice.only_own import OnlyOwn

ACTION = "aid.change_rule"


class _SilentEdit(EditAction):
    """The view says more than that something was edited."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{**kwargs, "log_action": False})


class RuleEditView(OnlyOwn, generic.EditView):
    action_class = _SilentEdit

    def save_instance(self):
        own = {field.name for field in self.model._meta.concrete_fields}
        names = [name for name in self.form.changed_data if name in own]
        before = _said(self.model._default_manager.get(pk=self.form.instance.pk), names)
        instance = super().save_instance()
        after = _said(instance, names)
        changed = [{"field": name, "from": before[name], "to": after[name]} for name in names]
        log(
            instance=instance,
            action=ACTION,
            user=self.request.user,
            content_changed=bool(changed),
            data={"model": instance._meta.label_lower, "changed": changed},
        )
        return instance


def _said(instance, names):
    return {name: _value(instance, name) for name in names}


def _value(instance, name):
    """As people read it; JSON for the log."""
    value = getattr(instance, name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    display = getattr(instance, f"get_{name}_display", None)
    return str(display() if display else value)


class ChangeFormatter(LogFormatter):
    label = gettext_lazy("改了当地规定")

    def format_message(self, log_entry):
        model = apps.get_model(log_entry.data["model"])
        said = [
            _("%(field)s：%(old)s → %(new)s")
            % {
                "field": model._meta.get_field(one["field"]).verbose_name,
                "old": one["from"] or "—",
                "new": one["to"] or "—",
            }
            for one in log_entry.data["changed"]
        ]
        return "；".join(said) or _("保存了，没有改")
