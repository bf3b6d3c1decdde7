"""What the law and the rules of the place make of a submission on the day it is received."""

from datetime import date

from aid import local, matters


def settled(submission, received_on: date, *, is_group: bool) -> dict[str, object]:
    """Fields of Application: the region, whether income is asked and why not, what the place adds, in its words of that day."""
    rules = local.rules_of(submission.region_code, received_on)
    basis = matters.basis(
        submission.matter,
        status=submission.means_status,
        retrial=submission.claimants[0].facts.get("retrial") == matters.Answer.YES,
        is_group=is_group,
        local=rules.widenings,
    )
    extra = next((row for row in rules.matters if row.pk == submission.extra_matter), None)
    # Income is kept of nobody whom it does not decide about.
    means = {} if basis.exemption else dict(submission.means)
    if means and rules.standard:
        means["standard"] = rules.standard.as_said()
    return {
        "region": rules.region,
        "exemption": basis.exemption,
        "exemption_article": basis.article,
        "lane": matters.lane(basis.exemption),
        "means": means,
        "local_matter": extra.title if extra else "",
        "local_matter_source": extra.whole_source if extra else "",
    }
