"""我的申请: everything after sending."""

from intake.views.mine.papers import add_papers, paper
from intake.views.mine.prove import prove
from intake.views.mine.status import close, status
from intake.views.mine.track import track
from intake.views.mine.withdraw import withdraw

__all__ = ["add_papers", "close", "paper", "prove", "status", "track", "withdraw"]
