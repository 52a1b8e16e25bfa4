"""Exercises that are suggested, and the evidence for the five capacities.

These are the project's own starting rules. None has been validated and no clinician has signed
them. They count what was really done and what both sides say; nothing is added up to a score, and
nothing here decides whether anyone goes on. Not known is told apart from not met: a fact that is
too old is no longer known, and a part that nobody has told of was never known.

The client reads the same facts in plain words, without "met" or "not met". What the client said
made it worse is left out of their list until they bring it back, is never suggested again, and
stands before the therapist until someone answers it.

Each example below is run as a test, and the sentences in it are what the program says.
"""

from tests.spec.preparation import story
from tests.spec.preparation.story import answered as answered  # the rule book prints with it

title = "Preparation: exercises and the five capacities"
notation = story
asks = ("about", "now")
