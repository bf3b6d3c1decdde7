from foundation.content.signing import SigningForm

# The buttons after which others see the page: publish (at once or later) and hand in for approval.
_LEAVING_THE_DESK = ("action-publish", "action-submit", "action-restart-workflow")


class CaseForm(SigningForm):
    """A draft may hold anything; what leaves the desk must be masked and consented to."""

    def clean(self):
        cleaned = super().clean()
        if any(button in self.data for button in _LEAVING_THE_DESK) and not self.errors:
            # construct_instance has not run yet: look at the page as it would be saved.
            for name, value in cleaned.items():
                if name in (
                    "title",
                    "official_title",
                    "summary",
                    "lesson",
                    "evidence",
                    "sections",
                    "has_consent",
                    "is_demo",
                ):
                    setattr(self.instance, name, value)
            for name, message in self.instance.publishing_problems().items():
                self.add_error(name if name in self.fields else None, message)
        return cleaned
