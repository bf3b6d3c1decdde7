"""我的申请: everything after sending."""

from intake.views.mine.again import again
from intake.views.mine.first_aid import ask_first_aid
from intake.views.mine.letters import letter
from intake.views.mine.lost import lost
from intake.views.mine.papers import add_papers, paper
from intake.views.mine.prove import prove
from intake.views.mine.sent import answers, copy, correct
from intake.views.mine.status import close, status
from intake.views.mine.track import track
from intake.views.mine.wishes import ask
from intake.views.mine.withdraw import undo, withdraw

__all__ = [
    "add_papers",
    "again",
    "answers",
    "ask",
    "ask_first_aid",
    "close",
    "copy",
    "correct",
    "letter",
    "lost",
    "paper",
    "prove",
    "status",
    "track",
    "undo",
    "withdraw",
]
