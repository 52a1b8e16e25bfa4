"""A yes is the client's own, to the very words they read; a no needs none and counts at once.

Consent is asked item by item. The practice keeps the words in versions: after new words an earlier
yes does not count until the client has read them. Of a yes and a no of one moment the no stands,
and what stands does not depend on the order in which answers arrive.

The touch agreement says what touch is welcome at most. Only the client signs it, with their own
sign-in. It can become less at any time, by the client, or by staff when the client says or shows
it. From the recorded start of a session until it is over nothing makes it more.

Both are gates: a session does not start without each required yes in its present words, and a
touch agreement ("no touch" is one) signed since the last session. The first texts come with
Longarc. They are plain words, unsigned, and not legal advice.

Each example below is run as a test.
"""

from longarc.care.consent_texts import NAMES, STARTING
from longarc.care.touch import LAWFUL
from longarc.care.touch import NAMES as PLACES
from tests.spec.consent import story
from tests.spec.consent.story import answered as answered  # the rule book prints with it
from tests.spec.story import words

title = "Consent and touch"
notation = story


def texts() -> list[tuple[str, ...]]:
    rows = [("item", "what", "asked", "the first words")]
    for item, one in STARTING.items():
        rows.append((f"`{item}`", NAMES[item], one.asked.value, words(one.text)))
    return rows


def places() -> list[tuple[str, ...]]:
    head = ("place", "in words", *(f"under {code}" for code in LAWFUL))
    rows = [head]
    for place, name in PLACES.items():
        there = ("offered" if place in lawful else "-" for lawful in LAWFUL.values())
        rows.append((f"`{place}`", name, *there))
    return rows


tables = (
    ("The first words", "Longarc's own, unsigned; not legal advice.", texts),
    ("Places of touch", "A practice without a profile is offered all. Check the rule.", places),
)
