"""Exercises as a client reads them."""

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy

from longarc.care.arc import State
from longarc.care.exercise_list import BY_CODE, EXERCISES, Exercise, Kind, Suits, title_of
from longarc.care.exercises import Effect

KINDS = {
    Kind.ORIENTING: gettext_lazy("Looking around"),
    Kind.GROUNDING: gettext_lazy("Feeling the ground"),
    Kind.BREATH: gettext_lazy("Breath and sound"),
    Kind.CONTAINMENT: gettext_lazy("Holding"),
    Kind.PENDULATION: gettext_lazy("Going there and back"),
    Kind.MOVEMENT: gettext_lazy("Moving"),
    Kind.CO_REGULATION: gettext_lazy("With someone"),
}
EFFECTS = {
    Effect.HELPED: gettext_lazy("It helped"),
    Effect.SAME: gettext_lazy("No change"),
    Effect.WORSE: gettext_lazy("It made it worse"),
}
_MORE_FOR = {Suits.UP: (State.UP, State.WAY_UP), Suits.DOWN: (State.DOWN, State.WAY_DOWN)}

Labels = dict[State, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """One exercise in the active language.

    Args:
        suits: the states it is more for, in the client's own words; empty: for any.
        instead: another one, for those for whom this one is a trigger: (code, title), or None.
        stop_if: when to stop and call for help.
        together_first: it is done with someone of the care team first.
    """

    code: str
    kind: str
    title: str
    minutes: int
    steps: tuple[str, ...]
    leave_if: str
    suits: str
    steadier: bool
    instead: tuple[str, str] | None
    stop_if: str
    together_first: bool


def shown(one: Exercise, labels: Labels) -> Shown:
    other = BY_CODE.get(one.instead)
    return Shown(
        code=one.code,
        kind=str(KINDS[one.kind]),
        title=gettext(one.title),
        minutes=one.minutes,
        steps=tuple(gettext(step) for step in one.steps),
        leave_if=gettext(one.leave_if),
        suits=", ".join(labels[state] for state in _MORE_FOR.get(one.suits, ())),
        steadier=one.steadier,
        instead=(other.code, gettext(other.title)) if other else None,
        stop_if=gettext(one.stop_if) if one.stop_if else "",
        together_first=one.together_first,
    )


def listed(labels: Labels) -> tuple[Shown, ...]:
    """All of them, kind by kind."""
    order = list(Kind)
    return tuple(shown(one, labels) for one in sorted(EXERCISES, key=lambda e: order.index(e.kind)))


def title(code: str) -> str:
    return gettext(title_of(code))


def effects() -> tuple[tuple[str, str], ...]:
    return tuple((str(code), str(label)) for code, label in EFFECTS.items())
