"""A form whose rows somebody else, or its own second press, has stored before: it comes back as typed, and says so."""

from django.db import IntegrityError
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation
from wagtail.admin.views.generic import CreateView, EditView


class MeanwhileMixin:
    """A form compares its rows with those it was opened with; what came since, only the database knows."""

    def form_valid(self, form):
        pk = form.instance.pk
        try:
            return super().form_valid(form)
        except IntegrityError as error:
            if not isinstance(error.__cause__, UniqueViolation):
                raise
            form.instance.pk = pk
            form.add_error(
                None,
                _(
                    "没有保存：这一页打开以后，同样的内容已经存过了（别人、您的另一个窗口，或者保存按了两次）。"
                    "您填的都还在下面；另开一个窗口重新打开看看，再照着改。"
                ),
            )
            self.produced_error_code, self.produced_error_message = (
                "stored_meanwhile",
                self.get_error_message(),
            )
            return self.form_invalid(form)


class MeanwhileCreateView(MeanwhileMixin, CreateView):
    pass


class MeanwhileEditView(MeanwhileMixin, EditView):
    pass
