"""Safety screening of one client: 20 medicines against the table, as the page and the gate ask it.

Recognised names are looked up; each name that is not is compared with those that look like it.
"""

import time
from collections.abc import Sequence
from datetime import UTC, date, datetime

from common import machine, repeat

from longarc.care.conditions import CONDITIONS
from longarc.care.screening import may_start, rows
from longarc.care.screening_facts import (
    MEDICINES,
    Answer,
    Facts,
    Judgement,
    Kind,
    Medicine,
    Said,
    Taken,
)
from longarc.care.sources import Level, Substance
from longarc.records import medicines

AT = datetime(2030, 5, 1, 9, tzinfo=UTC)
ON = date(2030, 5, 20)
ROUNDS = 200
KNOWN = (
    "lithium",
    "Lamictal 200 mg",
    "Depakote",
    "phenelzine",
    "Zoloft",
    "Effexor XR 75 mg",
    "Wellbutrin XL",
    "amitriptyline",
    "tramadol",
    "Imitrex",
    "Seroquel",
    "Ritalin",
    "Xanax",
    "Norvir",
    "amiodarone",
    "Prozac",
    "methadone",
    "citalopram",
    "haloperidol",
    "Remeron",
)
MISSPELT = [name.replace("i", "y").replace("o", "u") + "n" for name in KNOWN]
NEVER_HEARD = [f"vitamin {letter} drops" for letter in "abcdefghijklmnopqrst"]


def told(names: Sequence[str]) -> Facts:
    """20 medicines, all conditions answered, 40 earlier judgements."""
    taken = tuple(Medicine(name, Taken.NOW, None, AT) for name in names)
    answers = tuple(Answer(code, Said.NO, AT, by_staff=True) for code in CONDITIONS)
    whole = Answer(MEDICINES, Said.ALL, AT)
    judged = tuple(
        Judgement(f"medicine:ssri:{n}", Kind.DECIDED, Level.HARD, Substance.MDMA, AT, "Pat", "why")
        for n in range(40)
    )
    return Facts(taken, (*answers, whole), Substance.MDMA, judged)


def once(names: Sequence[str]) -> float:
    """Microseconds of processor time of one screening, rows and gate."""
    facts, known = told(names), medicines.known()
    began = time.process_time()
    for _ in range(ROUNDS):
        may_start(rows(facts, names=known, on=ON))
    return (time.process_time() - began) / ROUNDS * 1e6


def main() -> None:
    began = time.perf_counter()
    medicines.known()
    print(machine())
    print(f"reading the names once: {(time.perf_counter() - began) * 1e3:.1f} ms")
    for title, names in (
        ("20 recognised names", KNOWN),
        ("20 misspelt names", MISSPELT),
        ("20 names never heard of", NEVER_HEARD),
        ("none", ()),
    ):
        assert len(names) in (0, 20)
        print(f"{title}: {repeat(5, lambda names=names: once(names))} microseconds")


if __name__ == "__main__":
    main()
