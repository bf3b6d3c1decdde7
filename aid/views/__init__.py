from aid.views.apply import start, step
from aid.views.resume import resume, saved
from aid.views.send import check, submitted
from aid.views.track import add_papers, status, track, withdraw

__all__ = [
    "add_papers",
    "check",
    "resume",
    "saved",
    "start",
    "status",
    "step",
    "submitted",
    "track",
    "withdraw",
]
