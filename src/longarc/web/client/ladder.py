"""The six rows of the ladder as a client sees them: in their own words, or in literal ones."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from longarc.care.access import Actor
from longarc.care.arc import POSITION, ROW_HEIGHT, State
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.today import Own, own_words

LABELS = {
    State.WAY_UP: gettext_lazy("Way up"),
    State.UP: gettext_lazy("Up"),
    State.WITHIN: gettext_lazy("Within reach"),
    State.DOWN: gettext_lazy("Down"),
    State.WAY_DOWN: gettext_lazy("Way down"),
    State.MIXED: gettext_lazy("Both at once, or hard to tell"),
}
HINTS = {
    State.WAY_UP: gettext_lazy("heart racing, flooded"),
    State.UP: gettext_lazy("wound up, on guard"),
    State.WITHIN: gettext_lazy("I can feel and think at once"),
    State.DOWN: gettext_lazy("flat, foggy, slow"),
    State.WAY_DOWN: gettext_lazy("shut down, far away"),
}
SIDES = {
    State.WAY_UP: "up",
    State.UP: "up",
    State.WITHIN: "in",
    State.DOWN: "down",
    State.WAY_DOWN: "down",
    State.MIXED: "",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `low` is the lowest position in it, empty where there is none."""

    state: State
    label: str
    hint: str
    side: str
    low: int | str


def rows(own: Own) -> tuple[Row, ...]:
    """All six, from the top of the screen down."""
    return tuple(_row(state, own) for state in State)


def label(state: State, own: Own) -> str:
    """What the client calls this state."""
    mine, _ = own.get(state, ("", ""))
    return mine or str(LABELS[state])


def labels(client: ClientRef, *, viewer: Actor) -> dict[State, str]:
    """What the client calls each state. One query."""
    own = own_words(client, viewer=viewer)
    return {state: label(state, own) for state in State}


def _row(state: State, own: Own) -> Row:
    position = POSITION[state]
    return Row(
        state=state,
        label=label(state, own),
        hint=_hint(state, own),
        side=SIDES[state],
        low="" if position is None else position - ROW_HEIGHT // 2,
    )


def _hint(state: State, own: Own) -> str:
    """Their own hint; ours only under our own label, which theirs may contradict."""
    mine, hint = own.get(state, ("", ""))
    if mine or hint or state not in HINTS:
        return hint
    return str(HINTS[state])
