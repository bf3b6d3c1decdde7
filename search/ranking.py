"""What a place in the rank is made of: the numbers that every engine adds up, each in its own language.

No engine's own measure is among them, so that all rank alike. Those of a word are multiplied by its share of what was
asked (`Query.shares`): what was asked for beats where it stands, and the title beats the text. Which of several words
for the same was typed decides among equal titles alone: whoever says it otherwise finds the same.
"""

ANYWHERE = 10.0
TITLE = 4.0
WORDS = 6.0  # what people call it
BESIDE = 3.0  # the line below its title, and SearchDocument.beside
AT_THE_START, AS_TYPED = 0.5, 0.3  # the title begins with it, has the very word
ALIKE = 2.0  # has it or what says the same, where it leads to other words too

# Whole ones, for a document.
WHOLE = 0.5  # all that was typed, side by side
UNKNOWN, UNKNOWN_IN_TITLE = 0.5, 1.0  # a word that we do not know and that only ranks
NEAR = 0.6  # for the visitor's city, and again for the district
OWN_LANGUAGE = 0.5
FRESH, FADES = 0.4, 700  # half of it after so many days
LEADS = 0.6  # where an editor begins with it in its matter
OVER = 6.0  # what is not over, before all that is
