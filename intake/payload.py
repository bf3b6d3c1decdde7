"""The checked answers of all pages as what aid.services.submit takes."""

from aid.matters import FACTS, stored
from aid.services import ClaimantFacts, Submission
from aid.services.first_aid import Urgency
from foundation.content.kept import kept
from intake import forms, group, notice
from intake.forms.base import is_empty
from intake.forms.matter import UNSURE
from intake.pages import URGENT
from laws.models import Topic

# Answers that are kept under the name they were asked by.
_PLAIN = (
    *("name", "phone", "id_type", "id_number"),
    *("employer", "foreman", "employer_phone", "project"),
    *("work_kind", "amount_owed", "pay_type", "owed_from", "owed_to"),
)


def to_submission(answers, draft, matter, topic, members=(), drafts=()):
    """`answers`: {slug: cleaned data} of the pages asked. `topic`: the code of the door or page it began at.

    `members`: the rows of a roster (aid.roster.Member), the first that of whoever fills it in.
    `drafts`: of those who joined from their own phones.
    """
    said = {name: value for page in answers.values() for name, value in page.items()}
    claimant = ClaimantFacts(
        **{name: said[name] for name in _PLAIN if said.get(name) is not None},
        workplace=" ".join(filter(None, [said["place"], said.get("workplace", "")])),
        still_working=said.get("still_working") == forms.YES,
        # The day on which the year begins in which arbitration can be asked for.
        left_on=said.get("left_on") or said.get("told_on"),
        facts={name: stored(said[name]) for name in FACTS if not is_empty(said.get(name))},
        **forms.ContactForm.rules(answers["contact"]),
        **forms.CallForm.rules(answers.get("call", {})),
    )
    people, joined = group.everybody(claimant, members, drafts) if members else ([claimant], [])
    helper = answers.get("helper", {})
    asked = not is_empty(said.get("household"))
    return Submission(
        claimants=tuple(people),
        joined=tuple(joined),
        narrative=said.get("narrative", ""),
        first_aid=_urgency(answers.get(URGENT)),
        by_other=said["by_other"] == forms.YES,
        agent_type=said.get("agent_type", ""),
        **{name: helper.get(name, "") for name in ("helper_relation", "helper_name", "helper_phone")},
        helper_authority=bool(helper.get("helper_authority")),
        region_code=said["region_code"],
        topic_code=topic,
        matter=matter,
        extra_matter=_extra(said.get("extra_matter", "")),
        means_status=said.get("status", ""),
        means={"household": said["household"], "income": str(said["income"]), "pledged": True}
        if asked
        else {},
        notice_version=draft.answers.get("notice", notice.version()),
        consents=tuple(draft.answers.get("consents", ())),
    )


def _urgency(urgent):
    """What cannot wait, of the page that asks it."""
    if not urgent:
        return None
    return Urgency(urgent["ground"], urgent["deadline"], urgent["words"])


def _extra(chosen):
    """pk of the LocalMatter, None for 都不是."""
    return int(chosen) if chosen.isdigit() else None


def topic_for(matter, carried):
    """The code of the topic to file under: the one it began at when it is about this matter, else the broadest."""
    topics = sorted(_topics(matter), key=lambda topic: (topic.code != carried, topic.parent_id is not None))
    return topics[0].code if topics else UNSURE


@kept
def _topics(matter):
    return list(Topic.objects.filter(apply_matter=matter).order_by("pk"))
