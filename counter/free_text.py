"""What people wrote in their own words on the case page: whether numbers are hidden in it."""

from counter import words
from foundation.vault.hiding import hide_numbers


def has_numbers(application, facts=()):
    """Whether something is hidden that could be shown. `facts`: lines of the page as (label, words)."""
    return any(text and hide_numbers(str(text)) != str(text) for text in _texts(application, facts))


def _texts(application, facts):
    yield from (application.narrative, application.supplement_note)
    yield from (said for _label, said in facts)
    for person in application.claimants.all():
        yield from (person.contact_note, person.safe_word)
    for paper in application.evidence.all():
        yield from (paper.name, paper.title, paper.reason)
    for paper in application.wanted.all():
        yield paper.why
    for wish in application.wishes.all():
        yield from (wish.text, wish.answer)
    for word in application.words.all():
        yield word.text
    if application.asked_first:
        yield from (application.asked_first.words, application.asked_first.text)
    for event in application.events.all():
        yield event.note
        yield from words.event_facts(event)
