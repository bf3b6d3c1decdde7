"""What the pages of the application have in common."""

from foundation.content.forms import PlainForm

YES, NO, GROUP = "yes", "no", "group"


def is_empty(value):
    """Whether nothing was answered. An income of 0 is an answer."""
    return value is None or value is False or value in ("", [])


class StepForm(PlainForm):
    """`only_if`: field → (the field it depends on, the answers for which it is asked). What is not asked is
    empty, whatever was typed there before. `needed`: fields that must be filled in when they are asked."""

    only_if = {}
    needed = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.needed:
            # So that the template does not call it optional.
            self.fields[name].needed_when_asked = True

    @property
    def looks_alike(self):
        """Whether it looks the same for everybody: nothing is filled in, and nothing was added when it was made."""
        return not self.is_bound and not self.initial and type(self).__init__ is StepForm.__init__

    def asks(self, name):
        """Whether the answers so far ask for the field."""
        if name not in self.only_if:
            return True
        other, answers = self.only_if[name]
        given = self.cleaned_data.get(other)
        return bool(set(given if isinstance(given, list) else [given]) & answers)

    def clean(self):
        cleaned = super().clean()
        for name in self.only_if:
            if not self.asks(name):
                self.errors.pop(name, None)
                cleaned[name] = getattr(self.fields[name], "empty_value", None)
        for name, message in self.needed.items():
            if self.asks(name) and is_empty(cleaned.get(name)) and name not in self.errors:
                self.add_error(name, message)
        return cleaned
