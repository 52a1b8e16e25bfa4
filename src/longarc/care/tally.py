"""What became of a practice's flags, and what a flag does and does not say."""

from dataclasses import dataclass
from datetime import timedelta

from longarc.care.text import Text, msg

#: The tally counts back so far: the time that the budget is meant for.
#: Source: window-model, "Flags".
SPAN = timedelta(weeks=26)
#: No numbers before so many clients, so that none of them speaks of one person.
#: Source: experience 5.8.
LEAST_CLIENTS = 5


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


def level_only() -> Text:
    """What a flag does and does not say, with the present model."""
    return Text(
        msg(
            "In simulation most flags stood on a usual level that had really moved in that "
            "direction. But usual levels also drift in people to whom nothing has happened, and "
            "most of them are never flagged. So a flag tells that the level has most likely "
            "moved; it does not tell why, whether it lasts, or whether it matters. A small or a "
            "slow move is mostly not flagged at all."
        )
    )
