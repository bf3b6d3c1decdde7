from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

INLINE = ["bold", "link"]
PARAGRAPH = ["bold", "link", "ul", "ol"]
WORDS = _("文字")


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("小标题")
        group = WORDS
        template = "content/blocks/heading.html"
        preview_value = "怎么办"
        form_classname = "title"


class ParagraphBlock(blocks.RichTextBlock):
    """Words, bold, links and lists. No colours, no sizes, no headings: those are blocks of their own."""

    def __init__(self, features=None, **kwargs):
        super().__init__(features=features or PARAGRAPH, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("段落")
        group = WORDS
        template = "content/blocks/paragraph.html"
        preview_value = "<p>老板不发工资，可以去劳动监察大队投诉，<b>不收钱</b>。</p>"


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        choices=[("info", _("知道一下")), ("warning", _("小心")), ("good", _("好消息"))],
        default="info",
        label=_("语气"),
    )
    heading = blocks.CharBlock(label=_("标题"), required=False, max_length=40)
    text = blocks.RichTextBlock(label=_("正文"), features=INLINE)

    class Meta:
        icon = "warning"
        label = _("提示框")
        group = WORDS
        template = "content/blocks/callout.html"
        preview_value = {
            "tone": "warning",
            "heading": "别签空白的纸",
            "text": "<p>让你先签字再填数的，不要签。</p>",
        }


class PhoneBlock(blocks.StructBlock):
    """A number to call, with what it is for and when somebody answers."""

    number = blocks.CharBlock(
        label=_("电话"),
        max_length=20,
        validators=[RegexValidator(r"^[\d\-+() ]{3,20}$", _("电话只写数字和短横线。"))],
    )
    name = blocks.CharBlock(label=_("谁接"), max_length=40)
    hours = blocks.CharBlock(label=_("几点有人"), required=False, max_length=60)
    say = blocks.CharBlock(label=_("怎么说"), required=False, max_length=120)

    class Meta:
        icon = "mobile-alt"
        label = _("电话")
        group = WORDS
        template = "content/blocks/phone.html"
        preview_value = {
            "number": "12348",
            "name": "公共法律服务热线",
            "hours": "",
            "say": "我在工地干活，老板欠工资，想问怎么办。",
        }
