"""Names and words of the demonstration. Nobody is called like this; nobody said these things."""

from longarc.care.access import Role
from longarc.care.arc import State

PRACTICE = "Harbor Lane Demonstration Practice"
ZONE = "America/Los_Angeles"
#: Numbers from 555-0100 to 555-0199 are kept for fiction in the North American plan.
PHONE = "+1 503 555 0142"
HOURS = "Monday to Friday, 9 am to 5 pm"
LOOKED_BY = "by 9:00 on the next working day"
PLACE = "Room 2, 12 Harbor Lane"

STAFF: tuple[tuple[str, tuple[Role, ...]], ...] = (
    ("Thea Samplewood", (Role.THERAPIST,)),
    ("Tom Madeuphill", (Role.THERAPIST,)),
    ("Tess Inventley", (Role.THERAPIST,)),
    ("Olive Fictional", (Role.OWNER,)),
    ("Cora Pretendson", (Role.COORDINATOR,)),
    ("Simon Exampleton", (Role.SUPERVISOR,)),
    ("Sage Wouldbe-Contact", (Role.SAFEGUARDING,)),
    ("Otto Outsideville", (Role.SAFEGUARDING,)),
    ("Petra Nonesuch", (Role.PRESCRIBER,)),
)
THERAPISTS = 3
OWNER = next(n for n, (_, roles) in enumerate(STAFF) if Role.OWNER in roles)
PRESCRIBER = next(n for n, (_, roles) in enumerate(STAFF) if Role.PRESCRIBER in roles)

FIRST = (  # noqa: SIM905 - a list of names reads better as words
    "Ada Ben Cleo Dov Elif Femi Greta Hugo Ines Jonas Kaya Leo Mina Nils Oona Pavel Quinn Rosa Sami"
    " Tilda Uma Vito Wren Xenia Yusuf Zora Amal Bram Carla Dina Emil Fleur Gil Hana Ivo Juno Kofi "
    "Lena Milo Nadia"
).split()
LAST = (  # noqa: SIM905
    "Invented Samplewood Madeupson Fictional Examplehill Pretendfield Imaginary Makebelieve "
    "Notreal Demonstrand Placeholder Storybrook Fabledale Mockingham Pseudonym Inventley "
    "Sketchwell Draftman Modelson Templeton-Sample Seedling Stand-In Dummyforth Fantasio "
    "Hypotheto Artificial Supposely Maybeck Wouldbe Someoneson Anybodyton"
).split()

WORDS = (
    "A heavy morning. It got lighter after the walk.",
    "I kept looking at the door during the meeting.",
    "Slept through. First time in weeks.",
    "My sister called. I could stay on the phone.",
    "Everything felt far away this afternoon.",
    "The breathing helped a little, the cold water more.",
    "I was short with people and then sorry for it.",
    "Quiet evening. I read and did not drift off.",
    "Something from the session came back on the bus. I let it pass.",
    "I said no to one thing today.",
    "Numb since lunch. Not sure why.",
    "The dog noticed before I did.",
    "I rested without feeling that I had to earn it.",
    "Too many people, too much light.",
    "I wrote two pages and burned them.",
    "Hands shaky before work. Fine once I had started.",
)
CONCERN = (
    "In a meeting in spring my hand was held although I had said that I did not want that. I could "
    "not say it again. I do not want the person to be told that it was me."
)
ANSWER = (
    "Thank you for writing this. I believe you. I will not speak to anyone here about it before "
    "you agree. Would you rather write here, or talk to me by phone?"
)
NOTE = "Could you ring me today? After two is good."

#: Some clients call the states by names of their own.
OWN_NAMES: tuple[dict[State, tuple[str, str]], ...] = (
    {
        State.WAY_UP: ("Storm", "everything at once"),
        State.UP: ("Wind", "restless, quick"),
        State.WITHIN: ("Harbor", "I can be with it"),
        State.DOWN: ("Fog", "far away"),
        State.WAY_DOWN: ("Ice", "nothing moves"),
    },
    {
        State.UP: ("Buzzing", "thoughts run ahead"),
        State.WITHIN: ("Here", ""),
        State.DOWN: ("Underwater", "slow, muffled"),
    },
)


def client_name(number: int) -> str:
    """Different for each of the first 1,240 clients; then a number is added."""
    around, n = divmod(number, len(FIRST) * len(LAST))
    first, last = FIRST[n % len(FIRST)], LAST[(n // len(FIRST) + n) % len(LAST)]
    return f"{first} {last} {around + 1}" if around else f"{first} {last}"
