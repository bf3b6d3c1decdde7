from aid.views.apply import check, resume, saved, start, step, submitted
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
