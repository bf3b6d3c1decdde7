from django.apps import apps
from wagtail.admin.panels import Panel


class ReviewPanel(Panel):
    """Above an explainer's form: why it must be looked at again. Absent when it need not."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "laws/backoffice/review_panel.html"

        def is_shown(self):
            return bool(self.instance.pk and self.instance.review_reason)

        def get_context_data(self, parent_context=None):
            return {**super().get_context_data(parent_context), "reason": self.instance.review_reason}


class TouchedPagesPanel(Panel):
    """Below a figure's form: the explainers that rest on it. Absent while the figure is new."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "laws/backoffice/touched_pages_panel.html"

        def is_shown(self):
            return bool(self.instance.pk)

        def get_context_data(self, parent_context=None):
            explainers = apps.get_model("laws.ExplainerPage").objects.filter(alias_of=None)
            pages = explainers.resting_on(self.instance).select_related("locale").order_by("locale", "title")
            return {**super().get_context_data(parent_context), "pages": pages}
