"""What will happen in a session, minute by minute, as both sides read it.

A step is one line: a time and words. The time is a clock time (`10:30`), or how long after the
start (`+0:30`), or left out. The template is Longarc's own; each practice writes over it.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from longarc.care.text import Text, msg

#: The most letters of one step. Source: Longarc's own starting rule, unsigned.
LONGEST_STEP = 400
#: The most steps of one plan. Source: Longarc's own starting rule, unsigned.
MOST_STEPS = 40
#: How long a session is planned for, from arriving to leaving, until somebody says otherwise.
#: Source: the last line of Longarc's own template, unsigned.
USUAL_MINUTES = 480

_TIMED = re.compile(r"(\+?)(\d{1,2}):(\d\d)\s+(\S.*)")


@dataclass(frozen=True, slots=True)
class Step:
    """One line: `when` is "", "HH:MM" or "+H:MM" after the start."""

    when: str
    words: str

    @property
    def line(self) -> str:
        return f"{self.when} {self.words}".strip()

    def at(self, starts_at: datetime | None, zone: str) -> str:
        """The clock time in `zone`, or the time after the start when that is not known."""
        if not self.when.startswith("+") or starts_at is None:
            return self.when
        hours, minutes = self.when[1:].split(":")
        moment = starts_at + timedelta(hours=int(hours), minutes=int(minutes))
        return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def read(text: str) -> tuple[Step, ...]:
    """The steps of what somebody typed, one on each line that is not empty.

    Raises:
        NotSteps: a line is too long, or there are too many.

    >>> read("+0:30 You rest.")
    (Step(when='+0:30', words='You rest.'),)
    """
    found = tuple(_step(line.strip()) for line in text.splitlines() if line.strip())
    if len(found) > MOST_STEPS or any(len(one.words) > LONGEST_STEP for one in found):
        raise NotSteps
    return found


def _step(line: str) -> Step:
    timed = _TIMED.fullmatch(line)
    if timed is None:
        return Step("", line)
    plus, hours, minutes, words = timed.groups()
    if int(minutes) > 59 or (not plus and int(hours) > 23):
        return Step("", line)
    when = f"+{int(hours)}:{minutes}" if plus else f"{int(hours):02}:{minutes}"
    return Step(when, words)


class NotSteps(ValueError):
    """Nothing was kept; `text` says why."""

    text = Text(
        msg("Nothing was kept yet. At most %(n)s steps, each of at most %(limit)s letters."),
        {"n": MOST_STEPS, "limit": LONGEST_STEP},
    )


#: The template: a time after the start and a sentence for the client. The project's own words.
TEMPLATE: tuple[tuple[str, str], ...] = (
    ("+0:00", msg("You arrive. We show you the room, the toilet and every door.")),
    ("+0:10", msg("You choose the light, the warmth and the sound. You can change them any time.")),
    ("+0:20", msg("We ask how you are today. You can still say: not today.")),
    ("+0:35", msg("We go through how to say stop: the word stop, or a raised hand. Then we stop.")),
    ("+0:45", msg("When you say you are ready, you take the medicine.")),
    ("+1:00", msg("You rest. One of us stays in the room. You can talk or be quiet.")),
    ("+5:30", msg("As it grows quiet, there is water and something to eat.")),
    ("+6:30", msg("We talk, as much as you like. Nothing has to make sense yet.")),
    ("+7:30", msg("We look together at whether you are ready to leave.")),
    ("+8:00", msg("The person who takes you home is here. You do not drive today.")),
)
