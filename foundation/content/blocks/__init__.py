"""Blocks that every page type may use. Each has a template in content/blocks/ and something to preview."""

from foundation.content.blocks.body import StandardBody
from foundation.content.blocks.lists import (
    ChecklistBlock,
    DownloadsBlock,
    QuestionsBlock,
    StepsBlock,
    TableBlock,
)
from foundation.content.blocks.media import ImageBlock
from foundation.content.blocks.text import CalloutBlock, HeadingBlock, ParagraphBlock, PhoneBlock

__all__ = [
    "CalloutBlock",
    "ChecklistBlock",
    "DownloadsBlock",
    "HeadingBlock",
    "ImageBlock",
    "ParagraphBlock",
    "PhoneBlock",
    "QuestionsBlock",
    "StandardBody",
    "StepsBlock",
    "TableBlock",
]
