"""Words of the table of acts for a yes in a chain: of what, and where in it. What they mean: aid.approval."""

DECISION, FIRST_AID, MEMBER, END = "decision", "first_aid", "member", "end"
LAST, MIDDLE, ANY = "last", "middle", "any"
