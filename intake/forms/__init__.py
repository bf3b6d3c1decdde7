"""The pages of the application: one matter each, in the words of the person who fills them in."""

from intake.forms.base import NO, YES, StepForm
from intake.forms.claim import EmployerForm, OwedForm, PlaceForm, StoryForm
from intake.forms.doors import CheckForm, ResumeForm, TrackForm
from intake.forms.papers import AddPapersForm, PapersForm
from intake.forms.people import ContactForm, StartForm, WhoForm, YouForm

__all__ = [
    "NO",
    "YES",
    "AddPapersForm",
    "CheckForm",
    "ContactForm",
    "EmployerForm",
    "OwedForm",
    "PapersForm",
    "PlaceForm",
    "ResumeForm",
    "StartForm",
    "StepForm",
    "StoryForm",
    "TrackForm",
    "WhoForm",
    "YouForm",
]
