from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

# What a page says of its check. Whoever changes one of them in the form has signed.
SIGNED = {"reviewed_on", "reviewer"}


class SigningForm(WagtailAdminPageForm):
    """The one place where a check of a page is signed: by the person who fills it in, never by a program."""

    def clean_reviewed_on(self):
        day = self.cleaned_data["reviewed_on"]
        if day and day > timezone.localdate():
            self.add_error("reviewed_on", _("核对日期不能是以后的日子。"))
        return day

    def save(self, commit=True):
        if SIGNED.intersection(self.changed_data):
            self.instance.reviewed_by = self.for_user if self.instance.reviewed_on else None
        return super().save(commit)
