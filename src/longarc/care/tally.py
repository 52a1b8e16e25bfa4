"""What became of a practice's flags, and how many of them are to be expected to be real."""

from dataclasses import dataclass
from datetime import timedelta

from longarc.care.text import Text, msg

#: The tally counts back so far: the time that the budget is meant for.
#: Source: window-model, "Flags".
SPAN = timedelta(weeks=26)
#: No numbers before so many clients, so that none of them speaks of one person.
#: Source: experience 5.8.
LEAST_CLIENTS = 5
#: Of all clients so many are taken to worsen truly in that time.
#: Source: window-model, "Flags".
WORSEN = 0.15
#: Of these so many are found within 30 days, at three check-ins a week on the ladder, if the usual
#: level moves by one swing.
#: Source: simulation with known truth, usual levels drifting (benchmarks/window_rows.py).
FOUND = 0.12
#: The same, if it moves by two swings.
#: Source: simulation with known truth, usual levels drifting (benchmarks/window_rows.py).
FOUND_TWO = 0.37
#: Of the others so many get a false flag in that time, at the starting budget.
#: Source: window-model, "Flags".
FALSE = 0.20


@dataclass(frozen=True, slots=True)
class Tally:
    """Flags of a practice over `SPAN`.

    Args:
        raised: all of them.
        confirmed, unanswered: went to the therapist after more check-ins, or after silence.
        closed: by an answer back in the usual range; no therapist saw them.
        not_useful: marks of therapists.
        clients: of the practice.
    """

    raised: int
    confirmed: int
    unanswered: int
    closed: int
    not_useful: int
    clients: int

    @property
    def shown(self) -> bool:
        return self.clients >= LEAST_CLIENTS

    @property
    def asking(self) -> int:
        """Those whose two days are not over."""
        return max(self.raised - self.confirmed - self.unanswered - self.closed, 0)


def expected_real(found: float = FOUND) -> float:
    """The share of flags that stand for a client who truly worsened, at the starting budget.

    >>> round(expected_real(), 2), round(expected_real(FOUND_TWO), 2)
    (0.1, 0.25)
    """
    real = WORSEN * found
    return real / (real + (1 - WORSEN) * FALSE)


def share_expected() -> Text:
    """The same in words, with what it rests on."""
    return Text(
        msg(
            "About %(real)s of 100 flags are to be expected to be real, if %(worsen)s of 100 "
            "clients truly worsen by one swing in 26 weeks, and %(two)s if by two swings: in "
            "simulation %(found)s and %(found_two)s of 100 of these were found within 30 days at "
            "three check-ins a week, and %(false)s of 100 of the others got a false flag."
        ),
        {
            "real": round(100 * expected_real()),
            "two": round(100 * expected_real(FOUND_TWO)),
            "worsen": round(100 * WORSEN),
            "found": round(100 * FOUND),
            "found_two": round(100 * FOUND_TWO),
            "false": round(100 * FALSE),
        },
    )
