"""The exercises that Longarc brings, in its own words; none follows a published protocol.

Codes are stored with what clients did: never renamed, never removed. No exercise says what it
will do for anyone: whether it helps is asked each time (`care.exercises`).
"""

from dataclasses import dataclass
from enum import StrEnum

from longarc.care.arc import EXTREME, State
from longarc.care.text import msg


class Kind(StrEnum):
    """What sort of exercise it is, in the field's words."""

    ORIENTING = "orienting"
    GROUNDING = "grounding"
    BREATH = "breath"
    CONTAINMENT = "containment"
    PENDULATION = "pendulation"
    MOVEMENT = "movement"
    CO_REGULATION = "co_regulation"


class Suits(StrEnum):
    """For which side of the ladder it is offered."""

    UP = "up"
    DOWN = "down"
    BOTH = "both"


_SIDE = dict.fromkeys((State.WAY_UP, State.UP), Suits.UP)
_SIDE |= dict.fromkeys((State.DOWN, State.WAY_DOWN), Suits.DOWN)


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise.

    Args:
        minutes: about how long it takes.
        steps: what to do, one short step each.
        leave_if: when to leave it.
        steadier: it goes near something hard; not offered when way up, way down or both at once.
        instead: the code of another one, for those for whom this one is a trigger.
        stop_if: when not to pick another exercise, but to call for help.
        never_in, once_helped_in: not in these states; in these only after it has helped once.
        straining: it asks for standing or strength; not on the days of a session.
        together_first: only after it was done once with someone of the care team.
    """

    code: str
    kind: Kind
    suits: Suits
    minutes: int
    title: str
    steps: tuple[str, ...]
    leave_if: str
    steadier: bool = False
    instead: str = ""
    stop_if: str = ""
    never_in: frozenset[State] = frozenset()
    once_helped_in: frozenset[State] = frozenset()
    straining: bool = False
    together_first: bool = False

    def fits(self, state: State | None) -> bool:
        """Whether it is offered in this state. Not known, or both at once: only what suits both."""
        if (self.steadier and (state is None or state in EXTREME)) or state in self.never_in:
            return False
        if state is State.WITHIN:
            return True
        return self.suits in {Suits.BOTH, _SIDE.get(state) if state else None}


_CHEST = msg("If your chest hurts, stop and call for help.")

EXERCISES = (
    Exercise(
        "look_around",
        Kind.ORIENTING,
        Suits.BOTH,
        2,
        msg("Look around slowly"),
        (
            msg("Let your eyes go to one corner of the room."),
            msg("Move on slowly, as if you were new here."),
            msg("Stay a moment with each thing you meet."),
            msg("Find one thing that is nice to look at."),
            msg("Rest your eyes there for a while."),
        ),
        msg("Leave it if looking around makes you more on guard."),
    ),
    Exercise(
        "near_and_far",
        Kind.ORIENTING,
        Suits.UP,
        2,
        msg("Near and far"),
        (
            msg("Look at your hand. See the lines in it."),
            msg("Look up at the thing farthest away from you."),
            msg("Go back to your hand, then far away again."),
            msg("Do it slowly, four or five times."),
            msg("Then look at whatever you like."),
        ),
        msg("Leave it if your eyes get tired or you feel dizzy."),
    ),
    Exercise(
        "here_and_now",
        Kind.ORIENTING,
        Suits.BOTH,
        1,
        msg("Say where you are"),
        (
            msg("Say the name of this place, aloud or in your head."),
            msg("Say what day it is today."),
            msg("Name one thing that tells you it is today."),
            msg("Touch something near you and say what it is."),
        ),
        msg("Leave it if it feels like a test. Just sit then."),
    ),
    Exercise(
        "feet_down",
        Kind.GROUNDING,
        Suits.BOTH,
        2,
        msg("Feet on the floor"),
        (
            msg("Put both feet flat on the floor."),
            msg("Press down for a slow count of three. Let go."),
            msg("Do that three more times."),
            msg("Rock a little from heels to toes."),
            msg("Notice where your feet meet the floor now."),
        ),
        msg("Leave it if your legs hurt or you feel trapped."),
    ),
    Exercise(
        "hold_a_thing",
        Kind.GROUNDING,
        Suits.BOTH,
        2,
        msg("Hold one small thing"),
        (
            msg("Take something small: a stone, a key, a cup."),
            msg("Feel how heavy it is."),
            msg("Is it warm or cool? Rough or smooth?"),
            msg("Turn it over. Find a part you had not seen."),
            msg("Put it down, or keep it with you."),
        ),
        msg("Leave it if the thing brings back something hard. Take another."),
    ),
    Exercise(
        "let_the_chair",
        Kind.GROUNDING,
        Suits.UP,
        3,
        msg("Let the chair hold you"),
        (
            msg("Sit so that your back meets the chair."),
            msg("Keep your eyes open, if you like."),
            msg("Let your back lean in a little more."),
            msg("Let your legs be heavy."),
            msg("Let your hands rest where they are."),
            msg("Stay as long as it is all right."),
        ),
        msg("Leave it if being still makes it harder. Stand up and move."),
        steadier=True,
    ),
    Exercise(
        "long_out",
        Kind.BREATH,
        Suits.UP,
        2,
        msg("A longer out-breath"),
        (
            msg("Let one breath come in by itself."),
            msg("Let it go out slowly, as if you cooled soup."),
            msg("Let the next one come when it comes."),
            msg("Do that six times. No need to breathe deeply."),
        ),
        msg("Leave it if you feel dizzy, or if watching your breath is hard."),
        instead="press_palms",
        once_helped_in=frozenset({State.WAY_UP}),
    ),
    Exercise(
        "hum",
        Kind.BREATH,
        Suits.BOTH,
        2,
        msg("Hum one note"),
        (
            msg("Close your lips without pressing."),
            msg("Hum one low note, as long as is easy."),
            msg("Let the air come back by itself."),
            msg("Hum again, five or six times."),
            msg("Notice where you can feel the sound."),
        ),
        msg("Leave it if your throat feels tight, or if the sound is too much."),
        instead="hold_a_thing",
    ),
    Exercise(
        "press_palms",
        Kind.GROUNDING,
        Suits.UP,
        2,
        msg("Press and let go"),
        (
            msg("Put your palms together in front of you."),
            msg("Press for a slow count of five."),
            msg("Let go. Let your arms hang."),
            msg("Wait a little, then press again."),
            msg("Do that four times. Keep breathing."),
        ),
        msg("Leave it if your hands or arms hurt."),
        stop_if=_CHEST,
        straining=True,
    ),
    Exercise(
        "arms_around",
        Kind.CONTAINMENT,
        Suits.BOTH,
        3,
        msg("Your own arms around you"),
        (
            msg("Lay each hand on the other arm, above the elbow."),
            msg("Hold as firmly as feels right."),
            msg("Feel that there is an edge: this is me."),
            msg("Move your hands up or down, if you like."),
            msg("Let go when you have had enough."),
        ),
        msg("Leave it if touch is too much just now."),
        instead="hold_a_thing",
    ),
    Exercise(
        "put_it_by",
        Kind.CONTAINMENT,
        Suits.UP,
        4,
        msg("Put it by for now"),
        (
            msg("Take a piece of paper."),
            msg("Write one word for what is too much. No story."),
            msg("Fold the paper as small as you can."),
            msg("Put it in a place with a lid or a door. Tear it up if others could read it."),
            msg("Decide who you will open it with, and when."),
            msg("Walk out of the room, or turn the other way."),
        ),
        msg("Leave it if writing the word pulls you in."),
        steadier=True,
    ),
    Exercise(
        "easiest_place",
        Kind.PENDULATION,
        Suits.BOTH,
        3,
        msg("The easiest place in the body"),
        (
            msg("Look for a place in you that is all right, or nearly."),
            msg("It may be small: an ear, a toe, a fingertip."),
            msg("Stay there with your attention."),
            msg("Is it warm, cool, light, heavy, or nothing much?"),
            msg("If something hard calls, say: later. Come back here."),
        ),
        msg("Leave it if the body is too loud. Look around the room."),
        instead="look_around",
        steadier=True,
    ),
    Exercise(
        "two_places",
        Kind.PENDULATION,
        Suits.BOTH,
        4,
        msg("Between two places"),
        (
            msg("Find a place in your body that is all right."),
            msg("Stay there until you know it well."),
            msg("Look for a second at a place that is a little tense."),
            msg("Only the edge of it. Then go back."),
            msg("Rest in the first place as long as you like."),
            msg("Go and come back twice more, then stop."),
        ),
        msg("Leave it if the tense place grows or pulls you in."),
        steadier=True,
        instead="easiest_place",
        together_first=True,
    ),
    Exercise(
        "shake_out",
        Kind.MOVEMENT,
        Suits.UP,
        2,
        msg("Shake out your hands"),
        (
            msg("Stand or sit with some room around you."),
            msg("Shake your hands, as if to dry them."),
            msg("Let it go up to your elbows and shoulders."),
            msg("Stop. Let your arms hang and wait."),
            msg("Shake once more, a bit slower."),
        ),
        msg("Leave it if shaking scares you, or if your arms or back hurt."),
        instead="press_palms",
        stop_if=_CHEST,
        straining=True,
    ),
    Exercise(
        "one_finger",
        Kind.MOVEMENT,
        Suits.DOWN,
        3,
        msg("Start with one finger"),
        (
            msg("Move one finger. That is enough to begin."),
            msg("Move the others, one by one."),
            msg("Turn your hands, so that the palms face up, then down."),
            msg("Lift your shoulders a little and let them drop."),
            msg("Turn your head to see what is beside you."),
            msg("Move your toes inside your shoes."),
        ),
        msg("Leave it if moving is too much. One finger is fine."),
    ),
    Exercise(
        "push_the_wall",
        Kind.MOVEMENT,
        Suits.BOTH,
        2,
        msg("Push the wall"),
        (
            msg("Stand before a wall, or sit with a table before you."),
            msg("Put your palms on it and lean in a little."),
            msg("Push slowly, as strong as you like."),
            msg("Keep breathing. Ease off slowly. Feel your legs."),
            msg("Push three more times, with a pause between."),
        ),
        msg("Leave it if you feel dizzy or unsteady, or if your arms or back hurt."),
        instead="press_palms",
        stop_if=_CHEST,
        never_in=frozenset({State.WAY_DOWN}),
        straining=True,
    ),
    Exercise(
        "slow_steps",
        Kind.MOVEMENT,
        Suits.DOWN,
        5,
        msg("A few slow steps"),
        (
            msg("Stand up in your own time. Hold on to something first."),
            msg("Walk as far as a window or a door."),
            msg("Feel each foot come down."),
            msg("Look at one thing that moves: a leaf, a car, a cloud."),
            msg("Walk back another way, if there is one."),
        ),
        msg("Leave it if you feel faint or unsteady. Sit down then."),
        instead="one_finger",
        straining=True,
    ),
    Exercise(
        "near_someone",
        Kind.CO_REGULATION,
        Suits.BOTH,
        5,
        msg("Be near someone"),
        (
            msg("Think of a person or an animal that is easy to be near."),
            msg("Go where they are, or send them a word."),
            msg("You can say: I don't need to talk. Can I just be here?"),
            msg("Sit as near or as far as feels right."),
            msg("Notice one thing about them: a voice, a colour, a warmth."),
        ),
        msg("Leave it if being near people is hard just now."),
        instead="kind_voice",
    ),
    Exercise(
        "kind_voice",
        Kind.CO_REGULATION,
        Suits.BOTH,
        3,
        msg("A voice that is good for you"),
        (
            msg("Choose a voice: a friend, a singer, a reader."),
            msg("Play a message or a song, not too loud."),
            msg("Listen to the sound more than to the words."),
            msg("Let something in you lean toward it."),
            msg("Let it end. Hear what is in the room now."),
        ),
        msg("Leave it if you miss the person too much just now."),
    ),
)
BY_CODE = {exercise.code: exercise for exercise in EXERCISES}
#: Shown for a code that this version does not know.
NOT_LISTED = msg("An exercise that is no longer listed")


def title_of(code: str) -> str:
    """The title, untranslated; also of what is no longer listed."""
    known = BY_CODE.get(code)
    return known.title if known else NOT_LISTED
