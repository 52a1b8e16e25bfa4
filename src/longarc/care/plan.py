"""How many meetings a cycle holds, from which support this person needs.

The description of that support is for the care team and in words; a client reads the words, never
the name of a row. A number may go up at any time. It goes down only with a written reason, which
the client reads. The numbers that follow from the support are in `care.numbers`: a practice can
sign its own.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from longarc.care.decision import ALLOWED, Decision, refuse
from longarc.care.numbers import STARTING, Number, Numbers
from longarc.care.text import Text, msg

#: Integration contacts are planned over so many weeks after a session.
#: Source: care rules, contacts in a plan; Longarc's own starting rule, unsigned.
INTEGRATION_WEEKS = 12
#: The first follow-up is so many weeks after a session; the same for everyone.
#: Source: care rules, contacts in a plan; Longarc's own starting rule, unsigned.
FOLLOW_UP_WEEKS = 4
#: Further follow-ups are so many months after it, then one each year; the same for everyone.
#: Source: care rules, contacts in a plan; Longarc's own starting rule, unsigned.
FOLLOW_UP_MONTHS = (3, 6, 12)
#: No plan holds fewer contacts of either kind, whatever the reason.
#: Source: Longarc's own starting rule, unsigned.
FEWEST = 1
#: No plan holds more contacts of either kind: beyond it a number was mistyped.
#: Source: Longarc's own starting rule, unsigned.
MOST = 60


class Needs(StrEnum):
    """Which support this person needs now. Stored with a plan, never shown to the client."""

    STABLE = "stable_seeker"
    BETWEEN = "in_between"
    LONG = "long_suffering"


@dataclass(frozen=True, slots=True)
class Contacts:
    """Planned contacts of one cycle: to prepare, and to take it in over the first 12 weeks."""

    preparation: int
    integration: int

    @property
    def possible(self) -> bool:
        return all(FEWEST <= n <= MOST for n in (self.preparation, self.integration))


_NUMBERS = {
    Needs.STABLE: (Number.STABLE_PREPARATION, Number.STABLE_INTEGRATION),
    Needs.BETWEEN: (Number.BETWEEN_PREPARATION, Number.BETWEEN_INTEGRATION),
    Needs.LONG: (Number.LONG_PREPARATION, Number.LONG_INTEGRATION),
}


def contacts(needs: Needs, numbers: Numbers = STARTING) -> Contacts:
    """What follows from the support: Longarc's own numbers, or what the practice signed.

    >>> contacts(Needs.LONG)
    Contacts(preparation=8, integration=12)
    """
    preparation, integration = _NUMBERS[needs]
    return Contacts(numbers[preparation], numbers[integration])


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody of the care team kept about the plan; `why`: the reason for a lower number."""

    needs: Needs
    contacts: Contacts
    why: str = ""

    @property
    def has_reason(self) -> bool:
        """A reason has words: signs alone tell the client nothing."""
        return any(sign.isalpha() for sign in self.why)


def least(needs: Needs, stands: Step | None, numbers: Numbers = STARTING) -> Contacts:
    """The lowest numbers that need no reason: what stands, and what follows from the support.

    While the support stays the same, a number that was lowered with a reason needs no new one,
    and numbers that the practice signs later change nothing that stands.

    >>> least(Needs.LONG, Step(Needs.STABLE, Contacts(3, 4)))
    Contacts(preparation=8, integration=12)
    """
    if stands is None:
        return contacts(needs, numbers)
    if stands.needs is needs:
        return stands.contacts
    return _higher(contacts(needs, numbers), stands.contacts)


def _higher(one: Contacts, other: Contacts) -> Contacts:
    return Contacts(
        max(one.preparation, other.preparation), max(one.integration, other.integration)
    )


def lowers(step: Step, stands: Step | None, numbers: Numbers = STARTING) -> bool:
    """Whether a number of this step lies below what needs no reason."""
    return _higher(step.contacts, least(step.needs, stands, numbers)) != step.contacts


def may_keep(step: Step, stands: Step | None, numbers: Numbers = STARTING) -> Decision:
    """Whether this step may be kept on top of what stands."""
    if not step.contacts.possible:
        return refuse(
            "not_possible",
            Text(
                msg("Nothing was kept yet. Plan %(fewest)s to %(most)s meetings of each kind."),
                {"fewest": FEWEST, "most": MOST},
            ),
        )
    if not lowers(step, stands, numbers) or step.has_reason:
        return ALLOWED
    return refuse("lowered", Text(_LOWERED, _facts(least(step.needs, stands, numbers))))


_LOWERED = msg(
    "Nothing was kept yet. Below %(preparation)s meetings to prepare or %(integration)s to take "
    "it in, a plan needs a reason. The client reads it."
)


def after(step: Step, stands: Step | None, numbers: Numbers = STARTING) -> Step:
    """What stands after this step.

    A number that the step would lower without a reason stays where it was, whichever way the
    step came to be kept.
    """
    if step.has_reason:
        return step
    return replace(step, contacts=_higher(step.contacts, least(step.needs, stands, numbers)))


def in_words(contacts: Contacts) -> tuple[Text, ...]:
    """What is planned, as both sides read it; the last sentence is the same for everyone."""
    facts = _facts(contacts)
    return (
        Text(msg("Meetings to prepare: %(preparation)s."), facts),
        Text(
            msg("Meetings to take it in: %(integration)s, over the first %(weeks)s weeks."), facts
        ),
        follow_up(),
    )


def follow_up() -> Text:
    three, six, twelve = FOLLOW_UP_MONTHS
    return Text(
        msg(
            "After that we talk at %(weeks)s weeks, and at %(three)s, %(six)s and %(twelve)s "
            "months. Then once a year."
        ),
        {"weeks": FOLLOW_UP_WEEKS, "three": three, "six": six, "twelve": twelve},
    )


def _facts(contacts: Contacts) -> dict[str, "str | int"]:
    return {
        "preparation": contacts.preparation,
        "integration": contacts.integration,
        "weeks": INTEGRATION_WEEKS,
    }
