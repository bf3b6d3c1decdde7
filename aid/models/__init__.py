from aid.models.absence import Absence
from aid.models.application import Application
from aid.models.approval import ApprovalChain
from aid.models.arrival import Arrival
from aid.models.attachment import Attachment
from aid.models.away_form import AwayForm
from aid.models.call_back import Call, CallBack
from aid.models.checklist import StepCheck
from aid.models.claimant import Claimant
from aid.models.concern import BodyNotice, CareNote, Concern, InformedBody, Watch
from aid.models.cooperation import Letter
from aid.models.decision import Decision
from aid.models.desk import DeskEntry
from aid.models.draft import Draft
from aid.models.erasure import ErasureRequest
from aid.models.evidence import Evidence
from aid.models.first_aid import FirstAid
from aid.models.group import Group
from aid.models.issued import IssuedPaper
from aid.models.local import HardshipStandard, LocalExemption, LocalMatter, LocalPaperDays, LocalReopenDays
from aid.models.local_times import LocalCutoff, LocalWarnDays
from aid.models.one_time import OneTimeCode
from aid.models.paper_template import PaperTemplate
from aid.models.queue import BulkItem, BulkRun, QueueColumns, SavedList
from aid.models.record import ConsentRecord, Deadline, Event, NumberSeries
from aid.models.redacted import RedactedCopy
from aid.models.serving import Serving
from aid.models.share import Share
from aid.models.solo import SoloOffice
from aid.models.suspension import Suspension
from aid.models.termination import EndReason, Termination
from aid.models.tie import Tie
from aid.models.visit_copy import VisitCopy
from aid.models.visit_task import VisitTask
from aid.models.wanted import WantedPaper
from aid.models.warned import ClockWarning
from aid.models.wish import Wish
from aid.models.word import ReadyText, Word

__all__ = [
    "Absence",
    "Application",
    "ApprovalChain",
    "Arrival",
    "Attachment",
    "AwayForm",
    "BodyNotice",
    "BulkItem",
    "BulkRun",
    "Call",
    "CallBack",
    "CareNote",
    "Claimant",
    "ClockWarning",
    "Concern",
    "ConsentRecord",
    "Deadline",
    "Decision",
    "DeskEntry",
    "Draft",
    "EndReason",
    "ErasureRequest",
    "Event",
    "Evidence",
    "FirstAid",
    "Group",
    "HardshipStandard",
    "InformedBody",
    "IssuedPaper",
    "Letter",
    "LocalCutoff",
    "LocalExemption",
    "LocalMatter",
    "LocalPaperDays",
    "LocalReopenDays",
    "LocalWarnDays",
    "NumberSeries",
    "OneTimeCode",
    "PaperTemplate",
    "QueueColumns",
    "ReadyText",
    "RedactedCopy",
    "SavedList",
    "Serving",
    "Share",
    "SoloOffice",
    "StepCheck",
    "Suspension",
    "Termination",
    "Tie",
    "VisitCopy",
    "VisitTask",
    "WantedPaper",
    "Watch",
    "Wish",
    "Word",
]
