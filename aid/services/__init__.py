"""Every change of an application, one function per act, each in one transaction.

lock → policy → repeat? → still the page that was shown? → transition → write → event → message on commit.
"""

from aid.acts import TransitionNotAllowed
from aid.services.decide import grant, refuse, review, send_back
from aid.services.drafts import DraftGone, add_paper, lack_paper, remove_paper
from aid.services.drafts import change as change_draft
from aid.services.evidence import add_evidence, add_part, hand_in, open_original, open_preview, settle_papers
from aid.services.group import GroupChanged
from aid.services.intake import (
    ClaimantFacts,
    Submission,
    accept,
    add_supplement,
    ask_supplement,
    lapse,
    submit,
)
from aid.services.members import change_reps, join_group, leave_group, undo_leaving
from aid.services.perform import AlreadyAsked, NoOffice, StaleApplication
from aid.services.privacy import print_paper, reveal, reveal_text
from aid.services.wishes import answer, order_review, uphold
from aid.services.withdrawal import undo_withdrawal, withdraw

__all__ = [
    "AlreadyAsked",
    "ClaimantFacts",
    "DraftGone",
    "GroupChanged",
    "NoOffice",
    "StaleApplication",
    "Submission",
    "TransitionNotAllowed",
    "accept",
    "add_evidence",
    "add_paper",
    "add_part",
    "add_supplement",
    "answer",
    "ask_supplement",
    "change_draft",
    "change_reps",
    "grant",
    "hand_in",
    "join_group",
    "lack_paper",
    "lapse",
    "leave_group",
    "open_original",
    "open_preview",
    "order_review",
    "print_paper",
    "refuse",
    "remove_paper",
    "reveal",
    "reveal_text",
    "review",
    "send_back",
    "settle_papers",
    "submit",
    "undo_leaving",
    "undo_withdrawal",
    "uphold",
    "withdraw",
]
