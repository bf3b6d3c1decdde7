from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from foundation.content.blocks.text import INLINE

LISTS = _("清单")


class StepBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("做什么"), max_length=40)
    text = blocks.RichTextBlock(label=_("怎么做"), features=INLINE, required=False)

    class Meta:
        icon = "order"
        label = _("一步")


class StepsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("标题"), required=False, max_length=40)
    steps = blocks.ListBlock(StepBlock(), label=_("步骤"), min_num=1, max_num=9)

    class Meta:
        icon = "list-ol"
        label = _("步骤")
        group = LISTS
        template = "content/blocks/steps.html"
        preview_value = {
            "heading": "怎么办",
            "steps": [
                {"heading": "把账算清楚", "text": "<p>哪天到哪天、多少工、一天多少钱。</p>"},
                {"heading": "把证据留下来", "text": "<p>不要删聊天记录。</p>"},
            ],
        }


class ChecklistBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("标题"), required=False, max_length=40)
    items = blocks.ListBlock(blocks.CharBlock(max_length=120), label=_("条目"), min_num=1)

    class Meta:
        icon = "tick"
        label = _("备齐清单")
        group = LISTS
        template = "content/blocks/checklist.html"
        preview_value = {"heading": "能当证据的东西", "items": ["工资条、银行流水", "考勤记录、工牌"]}


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("问"), max_length=80)
    answer = blocks.RichTextBlock(label=_("答"), features=["bold", "link", "ul", "ol"])

    class Meta:
        icon = "help"
        label = _("一问一答")


class QuestionsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("标题"), required=False, max_length=40)
    questions = blocks.ListBlock(QuestionBlock(), label=_("问答"), min_num=1)

    class Meta:
        icon = "help"
        label = _("问答")
        group = LISTS
        template = "content/blocks/questions.html"
        preview_value = {
            "heading": "常见问题",
            "questions": [{"question": "要花钱吗？", "answer": "<p>不收钱。</p>"}],
        }


class RowBlock(blocks.StructBlock):
    first = blocks.CharBlock(label=_("第一列"), max_length=60)
    second = blocks.CharBlock(label=_("第二列"), max_length=160)
    third = blocks.CharBlock(label=_("第三列"), max_length=160, required=False)

    class Meta:
        icon = "table"
        label = _("一行")


class TableBlock(blocks.StructBlock):
    """Two or three columns, so that it still reads on a phone; every cell is a word that can be translated."""

    caption = blocks.CharBlock(label=_("表名"), max_length=80)
    headings = RowBlock(label=_("表头"))
    rows = blocks.ListBlock(RowBlock(), label=_("行"), min_num=1)

    class Meta:
        icon = "table"
        label = _("表格")
        group = LISTS
        template = "content/blocks/table.html"
        preview_value = {
            "caption": "找谁",
            "headings": {"first": "事情", "second": "找谁", "third": ""},
            "rows": [{"first": "工资没发", "second": "劳动保障监察大队", "third": ""}],
        }


class DownloadsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("标题"), required=False, max_length=40)
    documents = blocks.ListBlock(DocumentChooserBlock(), label=_("文件"), min_num=1)

    class Meta:
        icon = "download"
        label = _("下载")
        group = LISTS
        template = "content/blocks/downloads.html"
        preview_value = {"heading": "表格下载", "documents": []}
