from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock


class ImageBlock(blocks.StructBlock):
    """A picture that tells something, with its words beside it: who cannot see it, or waits for it, misses nothing."""

    image = ImageChooserBlock(label=_("图片"))
    alt = blocks.CharBlock(
        label=_("图上是什么"),
        max_length=120,
        help_text=_("念给看不见的人听的一句话，比如：工地入口的维权信息告示牌。"),
    )
    words = blocks.RichTextBlock(
        label=_("图旁的文字"),
        features=["bold", "link", "ul"],
        help_text=_("图里说的事，这里用文字再说一遍。"),
    )
    caption = blocks.CharBlock(label=_("出处或说明"), required=False, max_length=120)

    class Meta:
        icon = "image"
        label = _("图片和文字")
        group = _("图片")
        template = "content/blocks/image.html"
        preview_value = {
            "image": None,
            "alt": "工地入口的维权信息告示牌",
            "words": "<p>牌子上写着总包单位、工资发放日和投诉电话，拍下来就是证据。</p>",
            "caption": "",
        }
