"""Words of the table of acts for a yes in a chain: of what, and where in it. What they mean: aid.approval."""

DECISION, FIRST_AID = "decision", "first_aid"
LAST, MIDDLE, ANY = "last", "middle", "any"
