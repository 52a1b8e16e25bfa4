"""Living: behaviour beside mood and insight.

Insight and better mood do not by themselves change behaviour (care model, row 14). One trial is
the model case: after a single dose with brief therapy for alcohol, craving and temptation fell
and drinking did not (Rieser 2025, n=37). Two doses with twelve weeks of therapy went with fewer
heavy drinking days (Bogenschutz 2022). These are different trials, and no proof.

So the program sets both side by side at some times after each session. Where mood or insight
moved, and no behaviour that is known did, it says so on the page of that client for the care team.
It is worth asking about: no alert, on no list. The client sees what they said, and never this.

These are the project's own starting rules. None has been validated and no clinician has signed
them. Questions and steps are Longarc's own. Which way is wanted belongs to what is asked: fewer
days with a drink, more of all else. What "heavy" drinking is stands nowhere here: no definition
was confirmed. A day left open is not known, and never a day without a drink.

Each example below is run as a test, and the sentences in it are what the program says.
"""

from tests.spec.living import story
from tests.spec.living.story import answered as answered  # the rule book prints with it

title = "Living: behaviour beside mood and insight"
notation = story
