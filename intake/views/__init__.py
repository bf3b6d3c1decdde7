from intake.views.apply import start, step
from intake.views.call_back import call_back, call_back_asked
from intake.views.joining import join, joined
from intake.views.joining import prove as prove_phone
from intake.views.papers import paper
from intake.views.prints import authority, printed
from intake.views.resume import resume, saved
from intake.views.roster import roster_sheet
from intake.views.send import check, submitted
from intake.views.wrong import wrong

__all__ = [
    "authority",
    "call_back",
    "call_back_asked",
    "check",
    "join",
    "joined",
    "paper",
    "printed",
    "prove_phone",
    "resume",
    "roster_sheet",
    "saved",
    "start",
    "step",
    "submitted",
    "wrong",
]
