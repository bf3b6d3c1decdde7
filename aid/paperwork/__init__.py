"""Papers to print from an application: 申请表, 诚信承诺书, 经济困难状况说明, 授权委托书, 受理回执, 确认书, 副本.

    made = paperwork.make("confirmation", application, typed_by="张三")     # raises PaperFailed
    made.content, made.filename                                           # a PDF, "申请内容确认书.pdf"

    for paper in paperwork.offered(application):                           # what there is to print now
        paper.code, paper.name, paper.hint

Of a group, `make(…, claimant=one)` tells one member of nobody else. `make` asks nobody whether they may: the services
`print_paper` and the guards of the pages do. The wording lies in templates/papers/ (docs/papers.md).
"""

from aid.paperwork.papers import PAPERS, Made, Paper, make, offered

__all__ = ["PAPERS", "Made", "Paper", "make", "offered"]
