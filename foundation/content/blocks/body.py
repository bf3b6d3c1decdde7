from wagtail import blocks

from foundation.content.blocks.lists import (
    ChecklistBlock,
    DownloadsBlock,
    QuestionsBlock,
    StepsBlock,
    TableBlock,
)
from foundation.content.blocks.media import ImageBlock
from foundation.content.blocks.text import CalloutBlock, HeadingBlock, ParagraphBlock, PhoneBlock


class StandardBody(blocks.StreamBlock):
    """The body of a plain page. Other page types take from these blocks what their readers need."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    callout = CalloutBlock()
    steps = StepsBlock()
    checklist = ChecklistBlock()
    questions = QuestionsBlock()
    table = TableBlock()
    phone = PhoneBlock()
    image = ImageBlock()
    downloads = DownloadsBlock()
