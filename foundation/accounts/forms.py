from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm

from foundation.accounts import guesses
from foundation.guessing import tries


class LoginForm(WagtailLoginForm):
    """Wagtail's, with every label in words of ours and without a second label inside the box."""

    error_messages = {
        **WagtailLoginForm.error_messages,
        "invalid_login": _("用户名或密码不对，请再看一遍。"),
        "proof": _("这个账号今天被试错过很多次密码。这台电脑要先算一会儿，算好了再输一次密码、登录。"),
    }
    challenge = ""  # what must be worked out before this account is tried once more

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("用户名")
        self.fields["password"].label = _("密码")
        for name in ("username", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["username"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"

    def clean(self):
        name, device = guesses.account(self.cleaned_data.get("username")), ""
        if name and self.cleaned_data.get("password"):
            device = guesses.device_of(self.request, name)
            self.challenge = guesses.challenge(self.request, guesses.PASSWORD, name, device)
            if self.challenge:
                raise ValidationError(self.error_messages["proof"], code="proof")
        try:
            return super().clean()
        except ValidationError:
            if name and not getattr(self.request, "axes_locked_out", False):
                tries.failed(self.request, guesses.PASSWORD, name, device)
            raise
