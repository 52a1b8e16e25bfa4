"""Every number of readiness, pacing, plans and ratings, with what is allowed.

These are Longarc's own starting numbers: not validated, and unsigned. They speak in a practice
until somebody there signs others.

**How a practice signs.** A therapist or a prescriber opens Rules, looks at one rule, and changes a
number or ticks it as it stands. A change needs a reason. Who signed what, when and why is kept for
good and can be read by everyone who may read a record here, and by the owner; it is never
overwritten. The newest signature of a number speaks, for all clients of the practice, from then
on. If two people sign the same number at once, the second is told what the first signed and
decides again. A plan that stands is not changed by a new number.

A suggestion names the numbers that it rests on: "Longarc 1, unsigned", or how many of them are
signed, with the day and the name of the last signature.

"Asks for more" says which way a number is stricter. Tests show for 1,200 invented cases that a
number that asks for more never turns a capacity to met, and for 60 of each number that it never
takes a reason away from a suggestion.
"""

from longarc.care.numbers import ABOUT, NOT_MORE_THAN, Area, Asks

title = "Numbers that a practice signs"
AREAS = {
    Area.CAPACITIES: ("The five capacities", "Stories: [preparation](preparation.md)."),
    Area.SAFETY: ("Safety and container", "What stands beside the capacities."),
    Area.PACING: ("Pacing", "What is suggested for the next step. A person decides."),
    Area.PLAN: ("Meetings in a plan", "For one cycle. Stories: [contacts](contacts.md)."),
    Area.RELATIONSHIP: ("Ratings of the meetings", "Worth asking about, never an alert."),
}
ASKS = {Asks.HIGHER: "when higher", Asks.LOWER: "when lower", Asks.EITHER: "either way"}


def rows_of(area: Area) -> list[tuple[str, ...]]:
    """Printed here and nowhere else: what is allowed, and which way asks for more."""
    from tests.spec.rulebook import starts

    head = ("number", "value", "allowed", "asks for more", "what it decides", "source", "signed")
    found = [(number, about) for number, about in ABOUT.items() if about.area is area]
    return [
        head,
        *(
            (
                f"`{number}`",
                starts(number),
                about.allowed.plain(),
                ASKS[about.asks],
                f"{about.means}.",
                about.source,
                "unsigned",
            )
            for number, about in found
        ),
    ]


def together() -> list[tuple[str, ...]]:
    return [("never more", "than"), *((f"`{low}`", f"`{high}`") for low, high in NOT_MORE_THAN)]


tables = [
    *((*AREAS[area], lambda area=area: rows_of(area)) for area in Area),
    (
        "Numbers that go together",
        "Otherwise a rule could never be met, or someone who needs more would be given less.",
        together,
    ),
]
