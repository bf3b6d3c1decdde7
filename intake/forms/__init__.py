"""The pages of the application: one matter each, in the words of the person who fills them in."""

from intake.forms.agent import AgentForm, GuardianForm, HelperForm, TheirForm
from intake.forms.base import GROUP, NO, YES, StepForm
from intake.forms.call_back import CallBackForm, HowToCallForm
from intake.forms.claim import DaysForm, EmployerForm, OwedForm, PayForm, StoryForm, TellForm
from intake.forms.doors import CheckForm, ReceiptCodeForm, ResumeForm, SmsCodeForm, TrackForm
from intake.forms.group import PasteForm, RosterFileForm
from intake.forms.papers import AddPapersForm, PapersForm, SlotForm
from intake.forms.people import CallForm, ContactForm, StartForm, TogetherForm, WhoForm, YouForm
from intake.forms.place import PlaceForm, WhereForm

__all__ = [
    "GROUP",
    "NO",
    "YES",
    "AddPapersForm",
    "AgentForm",
    "CallBackForm",
    "CallForm",
    "CheckForm",
    "ContactForm",
    "DaysForm",
    "EmployerForm",
    "GuardianForm",
    "HelperForm",
    "HowToCallForm",
    "OwedForm",
    "PapersForm",
    "PasteForm",
    "PayForm",
    "PlaceForm",
    "ReceiptCodeForm",
    "ResumeForm",
    "RosterFileForm",
    "SlotForm",
    "SmsCodeForm",
    "StartForm",
    "StepForm",
    "StoryForm",
    "TellForm",
    "TheirForm",
    "TogetherForm",
    "TrackForm",
    "WhereForm",
    "WhoForm",
    "YouForm",
]
