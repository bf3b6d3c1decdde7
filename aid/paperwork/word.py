"""The Word version of a paper that was issued: from the office's own template of that day, or from the plain one.

It says what the issued paper says, for an office that needs it in its own form; what was issued is the sealed PDF.
"""

import io
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from aid.models import IssuedPaper, PaperTemplate
from aid.paperwork import official
from foundation.paper import word

# What a template may say, and in which words a plain one says it. Of every kind:
COMMON = {
    "title": _("文书的名称"),
    "number": _("文号"),
    "case_number": _("案号"),
    "reference": _("编号"),
    "office": _("机构"),
    "phone": _("机构电话"),
    "matter": _("事项"),
    "issued_on": _("哪天出的"),
    "printed_on": _("哪天打印的"),
    "version": _("第几版"),
    "replaces": _("替换哪天的一版"),
    "correction": _("更正了什么"),
    "demo": _("是不是演示"),
}
# Of single kinds, in the order of a paper.
MORE = {
    "addressee": _("当事人"),
    "to": _("给谁"),
    "received_on": _("收到申请"),
    "accepted_on": _("受理"),
    "decide_by": _("最晚哪天告诉结果"),
    "decided_on": _("作出决定"),
    "ended_on": _("终止"),
    "is_granted": _("是不是同意"),
    "ground": _("先行的情形"),
    "why": _("情形"),
    "reasons": _("理由"),
    "papers": _("材料"),
    "text": _("内容"),
    "law": _("法律依据"),
    "remedy": _("不服怎么办"),
    "deadline": _("期限"),
    "papers_due_on": _("材料最晚哪天"),
    "due_on": _("最晚哪天"),
    "people": _("名单"),
    "kind": _("请对方做什么"),
    "facts": _("事情的大概"),
    "person": _("当事人"),
}
OF_KIND = {
    "receipt": ("addressee", "received_on", "accepted_on", "papers", "decide_by"),
    "supplement": ("addressee", "received_on", "papers", "text", "due_on"),
    "first_aid": (
        *("addressee", "received_on", "decided_on", "is_granted", "ground", "text", "deadline"),
        "papers_due_on",
    ),
    "grant": ("addressee", "received_on", "decided_on", "reasons", "text", "law", "remedy", "people"),
    "refuse": ("addressee", "received_on", "decided_on", "reasons", "text", "law", "remedy", "people"),
    "ending": ("addressee", "received_on", "ended_on", "why", "text", "people"),
    "transfer": ("addressee", "to", "received_on", "text", "due_on"),
    "cooperate": ("to", "kind", "facts", "person", "text", "due_on"),
    "letter": ("to", "text"),
}
# The decision about one of a group is set in the form of the others.
LIKE = {official.GRANT_TO_ONE: "grant", official.REFUSAL_OF_ONE: "refuse"}
_LISTS = ("reasons", "papers", "person")


def names_for(kind: str) -> dict[str, Any]:
    """{name: what it is} of what a template of this kind may say."""
    return COMMON | {name: MORE[name] for name in OF_KIND[LIKE.get(kind, kind)]}


def unknown(kind: str, content: bytes) -> list[str]:
    """What a template of this kind asks for and no such paper says. Raises word.WordRefused."""
    return sorted(word.names(content) - set(names_for(kind)))


def of(paper: IssuedPaper) -> bytes:
    """The .docx of an issued paper. Raises word.WordRefused, PaperFailed."""
    rows = PaperTemplate.objects.of_place(paper.office.region_code, paper.issued_on)
    chosen = rows.filter(kind=LIKE.get(paper.kind, paper.kind)).first()
    return word.fill(bytes(chosen.content) if chosen else starter(paper.kind), paper.facts)


def starter(kind: str) -> bytes:
    """A template with all that a paper of this kind can say: what is used where no office has its own, and to begin one."""
    from docx import Document  # 0.1 s: only when one is asked for
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    kind = LIKE.get(kind, kind)
    paper = Document()
    paper.styles["Normal"].font.size = Pt(12)
    _in_chinese(paper.styles["Normal"])
    top = paper.sections[0].header.paragraphs[0]
    top.text = "{% if demo %}演示：人和事都是编的，这不是真的文书。{% endif %}"
    head = paper.add_paragraph("{{ title }}")
    head.alignment, head.runs[0].font.size = WD_ALIGN_PARAGRAPH.CENTER, Pt(18)
    for line in ("{{ number }}", "编号：{{ reference }}"):
        paper.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _when(paper, "replaces", "更正：本文书第 {{ version }} 版，替换 {{ replaces }} 的一版。{{ correction }}")
    to = next((name for name in ("to", "addressee") if name in OF_KIND[kind]), None)
    if to:
        paper.add_paragraph(f"{{{{ {to} }}}}：")
    if kind not in ("letter", "cooperate"):
        paper.add_paragraph("事项：{{ matter }}")
    for name in OF_KIND[kind]:
        if name not in (to, "people"):
            _say(paper, name)
    foot = paper.add_paragraph("{{ office }}\n（盖章）\n{{ issued_on }}")
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if "people" in OF_KIND[kind]:
        _annex(paper)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _say(paper, name):
    with translation.override(settings.LANGUAGE_CODE):  # papers are in Chinese, whatever the page is in
        label = str(MORE[name])
    if name == "is_granted":
        paper.add_paragraph("{% if is_granted %}同意先行援助。{% else %}不先行援助。{% endif %}")
    elif name in _LISTS:
        for line in (
            f"{{%p if {name} %}}",
            f"{label}：",
            f"{{%p for one in {name} %}}",
            "{{ loop.index }}. {{ one }}",
            "{%p endfor %}",
            "{%p endif %}",
        ):
            paper.add_paragraph(line)
    else:
        _when(paper, name, f"{{{{ {name} }}}}" if name == "text" else f"{label}：{{{{ {name} }}}}")


def _when(paper, name, line):
    """A line that stands only where there is something to say."""
    for words in (f"{{%p if {name} %}}", line, "{%p endif %}"):
        paper.add_paragraph(words)


def _annex(paper):
    paper.add_paragraph("{%p if people %}")
    paper.add_paragraph("附：名单")
    table = paper.add_table(rows=4, cols=3, style="Table Grid")
    for n, cells in enumerate(
        (
            ("姓名", "证件", "证件号码"),
            ("{%tr for one in people %}", "", ""),
            ("{{ one.name }}", "{{ one.id_name }}", "{{ one.id_number }}"),
            ("{%tr endfor %}", "", ""),
        )
    ):
        for cell, words in zip(table.rows[n].cells, cells, strict=True):
            cell.text = words
    paper.add_paragraph("{%p endif %}")


def _in_chinese(style):
    """Word takes the font of Chinese signs from an attribute of its own."""
    from docx.oxml.ns import qn

    style.font.name = "宋体"
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
