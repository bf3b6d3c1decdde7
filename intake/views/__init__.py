from intake.views.apply import start, step
from intake.views.call_back import call_back, call_back_asked
from intake.views.papers import paper
from intake.views.prints import printed
from intake.views.resume import resume, saved
from intake.views.send import check, submitted
from intake.views.track import add_papers, status, track, withdraw

__all__ = [
    "add_papers",
    "call_back",
    "call_back_asked",
    "check",
    "paper",
    "printed",
    "resume",
    "saved",
    "start",
    "status",
    "step",
    "submitted",
    "track",
    "withdraw",
]
