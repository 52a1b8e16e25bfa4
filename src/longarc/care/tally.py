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
#: Of all clients so many are taken to worsen truly, by one swing, in that time.
#: Source: window-model, "Flags".
WORSEN = 0.15
#: Of these so many are found within 30 days, at three check-ins a week.
#: Source: simulation with known truth, usual levels drifting (benchmarks/window_detection.py).
FOUND = 0.25
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


def expected_real() -> float:
    """The share of flags that stand for a client who truly worsened, at the starting budget.

    >>> round(expected_real(), 2)
    0.18
    """
    real = WORSEN * FOUND
    return real / (real + (1 - WORSEN) * FALSE)


def share_expected() -> Text:
    """The same in words, with what it rests on."""
    return Text(
        msg(
            "About %(real)s of 100 flags are to be expected to be real, if %(worsen)s of 100 "
            "clients truly worsen in 26 weeks: in simulation %(found)s of 100 of these were found "
            "within 30 days at three check-ins a week, and %(false)s of 100 of the others got a "
            "false flag."
        ),
        {
            "real": round(100 * expected_real()),
            "worsen": round(100 * WORSEN),
            "found": round(100 * FOUND),
            "false": round(100 * FALSE),
        },
    )
