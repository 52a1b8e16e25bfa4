"""The relationship: what is worth asking about, and when a rupture stands.

These are the project's own starting rules. None has been validated and no clinician has signed
them. A rating is compared with the same person's own past and with nobody else's. What the rule
finds is worth asking about, never an alert: it comes last on the list, is behind the list's limit,
and goes only when someone records what was talked about. A rupture that somebody named stands
until a repair is recorded, and as long as the client says that it is not mended. No button answers
either. The four questions are Longarc's own, not a validated scale. How near or far it felt is
shown beside the ratings and is part of no rule.

What a client names for themselves alone is not known to any rule.

Each example below is run as a test, and the sentences in it are what the program says.
"""

from tests.spec.relationship import story
from tests.spec.relationship.story import answered as answered  # the rule book prints with it

title = "Relationship: ratings, ruptures, repairs"
notation = story
