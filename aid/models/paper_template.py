import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from aid.models.local import LocalRow


class PaperTemplate(LocalRow):
    """文书的 Word 模板 of a place: in its own words, from a day on. What it says is never changed, another is added.

    The file itself is in the row: it names nobody, is small, and is restored with the database.
    """

    kind = models.CharField(_("哪一种文书"), max_length=12)
    content = models.BinaryField(_("模板文件"))
    sha256 = models.CharField(_("摘要"), max_length=64, editable=False)

    class Meta(LocalRow.Meta):
        verbose_name = _("文书的 Word 模板")
        verbose_name_plural = _("文书的 Word 模板")

    def __str__(self):
        return self.source

    def save(self, *args, **kwargs):
        self.sha256 = hashlib.sha256(self.content).hexdigest()
        super().save(*args, **kwargs)
