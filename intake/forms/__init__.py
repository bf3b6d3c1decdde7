"""The pages of the application: one matter each, in the words of the person who fills them in."""

from intake.forms.agent import AgentForm, GuardianForm, HelperForm, TheirForm
from intake.forms.base import NO, YES, StepForm
from intake.forms.call_back import CallBackForm
from intake.forms.claim import DaysForm, EmployerForm, OwedForm, StoryForm, TellForm
from intake.forms.doors import CheckForm, ReceiptCodeForm, ResumeForm, SmsCodeForm, TrackForm
from intake.forms.papers import AddPapersForm, PapersForm, SlotForm
from intake.forms.people import CallForm, ContactForm, StartForm, WhoForm, YouForm
from intake.forms.place import PlaceForm, WhereForm

__all__ = [
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
    "OwedForm",
    "PapersForm",
    "PlaceForm",
    "ReceiptCodeForm",
    "ResumeForm",
    "SlotForm",
    "SmsCodeForm",
    "StartForm",
    "StepForm",
    "StoryForm",
    "TellForm",
    "TheirForm",
    "TrackForm",
    "WhereForm",
    "WhoForm",
    "YouForm",
]
