"""Reading what was printed."""

import pypdfium2


def pages(pdf):
    """The text of each page, without line breaks."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded().replace("\r\n", "") for page in document]


def text(pdf):
    return "".join(pages(pdf))
