"""One page for each kind of paper: why it helps, how to keep it, send it or say that there is none."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import redirect, render

from aid import services, slots
from aid.choices import PaperKind
from aid.services import arrivals
from intake import forms
from intake.steps import Walk
from intake.views.files import take_files
from intake.views.pieces import still_coming, with_arrived
from intake.views.prints import is_entrusted
from intake.views.visit import filling, private
from intake.views.ways import Way


@dataclass(frozen=True)
class Place:
    """A slot, where its page is, and what is in it: how many files, or that there is none, and why."""

    slot: slots.Slot
    url: str
    count: int
    is_without: bool
    why: str


def places(way, walk, papers):
    """The places of the matter, each with its state."""
    kinds, without = [paper.kind for paper in papers], walk.draft.answers.get("without", {})
    return [
        Place(
            slot,
            way.url("paper", slot.number),
            kinds.count(slot.kind),
            slot.kind in without,
            without.get(slot.kind, ""),
        )
        for slot in slots.of_matter(walk.matter, walk.agent_type)
    ]


@private
@filling
def paper(request, draft, number):
    return turn_paper(Way(request, draft), number)


def turn_paper(way, number):
    """The page of one kind of paper, on whichever way; 404 for one that does not belong to the matter."""
    request, walk = way.request, Walk(way.draft)
    places = slots.of_matter(walk.matter, walk.agent_type)
    slot = next((slot for slot in places if slot.number == number), None)
    if slot is None:
        raise Http404
    form = forms.SlotForm(*with_arrived(request, way.draft, {"files": slot.kind}))
    if request.method == "POST" and form.is_valid() and _kept(request, way.draft, form, slot):
        return redirect(way.url("step", "papers"))
    context = {
        "walk": walk,
        "form": form,
        "pieces_url": way.pieces_url,
        "coming": still_coming(way.draft, {"files": slot.kind}),
        "form_title": slot.name,
        "slot": slot,
        "papers": walk.papers().filter(kind=slot.kind),
        "way": way,
        "back_url": way.url("step", "papers"),
        "print_url": way.print_url if slot.kind == PaperKind.AUTHORITY and is_entrusted(walk) else "",
    }
    status = 429 if form.is_bound and form.has_error("files", "crowded") else 200
    return render(request, "intake/paper.html", context, status=status)


def _kept(request, draft, form, slot):
    """Whether all of it was taken; what is wrong with a file is said at the form, the others are kept."""
    why = form.cleaned_data["why"]

    def keep(checked, kind):
        services.add_paper(draft, checked, kind=kind)

    added = take_files(request, form, keep, [("files", slot.kind)])
    arrivals.forget(form.settled)
    if why and not added:
        services.lack_paper(draft, slot.kind, why)
    return form.is_valid()
