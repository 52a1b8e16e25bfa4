"""What is suggested for the next step, with every reason; and the list of safety and container.

These are the project's own starting rules. None has been validated and no clinician has signed
them here; a practice can sign each number (see [numbers](numbers.md)), and a suggestion names the
numbers that spoke.

There are four answers: integrate first, slow down, keep preparing, ready to talk about it. The
first that has a reason is the suggestion, and every reason that applies is listed, also those of
later answers. It is a suggestion and no gate: it names no dose, never says that it is safe, and
"ready to talk about it" is the most it says. The therapist decides. What the program suggested
and what was decided are both kept, and a decision otherwise than suggested has a reason. The
client reads the decision and the reason, never the suggestion.

Not known is told apart from not met, and never counts as met. A session without enough reports,
a cycle without a plan of contacts, a flag that nobody answered, a capacity without facts are each
a reason, marked as not known. What no rule can do anything with (facts that are not kept here) is
listed as not known, and no more follows from it.

Each example below is run as a test, and the sentences in it are what the program says.
"""

from tests.spec.pacing import story
from tests.spec.pacing.story import answered as answered  # the rule book prints with it

title = "Readiness and pacing"
notation = story
asks = ("about",)
