"""The rows that hang on an explainer: its further topics, its articles, its figures, and what to read next."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable

from laws.models.citations import Citation
from laws.models.topics import PageTopic


class ExplainerTopic(PageTopic):
    """A further topic under whose door the page is shown too."""

    page = ParentalKey(
        "laws.ExplainerPage", on_delete=models.CASCADE, related_name="extra_topics", verbose_name=_("页面")
    )

    class Meta(PageTopic.Meta):
        verbose_name = _("还归到")
        verbose_name_plural = _("还归到")


class ExplainerCitation(Citation):
    page = ParentalKey(
        "laws.ExplainerPage", on_delete=models.CASCADE, related_name="citations", verbose_name=_("页面")
    )

    class Meta(Citation.Meta):
        verbose_name = _("法律依据")
        verbose_name_plural = _("法律依据")


class ExplainerFigure(Orderable):
    """A figure that the page states, whichever of its rows was chosen: they share the code."""

    page = ParentalKey(
        "laws.ExplainerPage", on_delete=models.CASCADE, related_name="figures", verbose_name=_("页面")
    )
    figure = models.ForeignKey(
        "laws.Parameter",
        models.PROTECT,
        related_name="+",
        verbose_name=_("数额"),
        help_text=_("数额一改，这一页就进“待核对的页面”。引了依据条文的数额不用再选。"),
    )

    panels = [FieldPanel("figure")]

    class Meta(Orderable.Meta):
        verbose_name = _("写到的法定数额")
        verbose_name_plural = _("写到的法定数额")

    def __str__(self):
        return str(self.figure)


class ExplainerRelation(Orderable):
    page = ParentalKey(
        "laws.ExplainerPage", on_delete=models.CASCADE, related_name="related", verbose_name=_("页面")
    )
    target = models.ForeignKey(
        "laws.ExplainerPage", models.CASCADE, related_name="led_from", verbose_name=_("页面")
    )

    panels = [PageChooserPanel("target", "laws.ExplainerPage")]

    class Meta(Orderable.Meta):
        verbose_name = _("接着看")
        verbose_name_plural = _("接着看")

    def __str__(self):
        return str(self.target)
