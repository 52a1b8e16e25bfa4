"""Where in the body something is felt, and how it feels: the words of the body map.

Places are named from the client's own side: the left hand is the client's left hand. There
are 28 of them, 18 in front and 10 behind. No place is ever required.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from longarc.care.text import msg


class Region(StrEnum):
    """A place on the body. The codes are stored and never renamed."""

    HEAD = "head"
    THROAT = "throat"
    SHOULDER_LEFT = "shoulder_left"
    SHOULDER_RIGHT = "shoulder_right"
    CHEST = "chest"
    STOMACH = "stomach"
    BELLY = "belly"
    PELVIS = "pelvis"
    ARM_LEFT = "arm_left"
    ARM_RIGHT = "arm_right"
    HAND_LEFT = "hand_left"
    HAND_RIGHT = "hand_right"
    THIGH_LEFT = "thigh_left"
    THIGH_RIGHT = "thigh_right"
    SHIN_LEFT = "shin_left"
    SHIN_RIGHT = "shin_right"
    FOOT_LEFT = "foot_left"
    FOOT_RIGHT = "foot_right"
    HEAD_BACK = "head_back"
    NECK = "neck"
    UPPER_BACK = "upper_back"
    MIDDLE_BACK = "middle_back"
    LOWER_BACK = "lower_back"
    SEAT = "seat"
    THIGH_BACK_LEFT = "thigh_back_left"
    THIGH_BACK_RIGHT = "thigh_back_right"
    CALF_LEFT = "calf_left"
    CALF_RIGHT = "calf_right"


class Sensation(StrEnum):
    """How a place feels. The codes are stored and never renamed."""

    TIGHT = "tight"
    WARM = "warm"
    NUMB = "numb"
    BUZZING = "buzzing"
    HEAVY = "heavy"
    EMPTY = "empty"
    PAIN = "pain"
    EASY = "easy"


REGION_LABEL: dict[Region, str] = {
    Region.HEAD: msg("Head"),
    Region.THROAT: msg("Throat"),
    Region.SHOULDER_LEFT: msg("Left shoulder"),
    Region.SHOULDER_RIGHT: msg("Right shoulder"),
    Region.CHEST: msg("Chest"),
    Region.STOMACH: msg("Stomach"),
    Region.BELLY: msg("Belly"),
    Region.PELVIS: msg("Pelvis"),
    Region.ARM_LEFT: msg("Left arm"),
    Region.ARM_RIGHT: msg("Right arm"),
    Region.HAND_LEFT: msg("Left hand"),
    Region.HAND_RIGHT: msg("Right hand"),
    Region.THIGH_LEFT: msg("Left thigh"),
    Region.THIGH_RIGHT: msg("Right thigh"),
    Region.SHIN_LEFT: msg("Left shin"),
    Region.SHIN_RIGHT: msg("Right shin"),
    Region.FOOT_LEFT: msg("Left foot"),
    Region.FOOT_RIGHT: msg("Right foot"),
    Region.HEAD_BACK: msg("Back of head"),
    Region.NECK: msg("Neck"),
    Region.UPPER_BACK: msg("Upper back"),
    Region.MIDDLE_BACK: msg("Middle back"),
    Region.LOWER_BACK: msg("Lower back"),
    Region.SEAT: msg("Seat"),
    Region.THIGH_BACK_LEFT: msg("Back of left thigh"),
    Region.THIGH_BACK_RIGHT: msg("Back of right thigh"),
    Region.CALF_LEFT: msg("Left calf"),
    Region.CALF_RIGHT: msg("Right calf"),
}
SENSATION_LABEL: dict[Sensation, str] = {
    Sensation.TIGHT: msg("tight"),
    Sensation.WARM: msg("warm"),
    Sensation.NUMB: msg("numb"),
    Sensation.BUZZING: msg("buzzing"),
    Sensation.HEAVY: msg("heavy"),
    Sensation.EMPTY: msg("empty"),
    Sensation.PAIN: msg("pain"),
    Sensation.EASY: msg("easy"),
}
FRONT = tuple(Region)[:18]
BACK = tuple(Region)[18:]


@dataclass(frozen=True, slots=True)
class BodyMark:
    """One marked place; `sensation` None means it was marked without a word."""

    region: Region
    sensation: Sensation | None = None

    def __str__(self) -> str:
        return f"{self.region}:{self.sensation or ''}"


def parse(pair: str) -> BodyMark:
    """Read `region:sensation`, or `region:` for a place marked without a word.

    Raises:
        ValueError: there is no such place or no such word.

    >>> parse("chest:tight")
    BodyMark(region=<Region.CHEST: 'chest'>, sensation=<Sensation.TIGHT: 'tight'>)
    """
    region, _, sensation = pair.partition(":")
    if region not in set(Region):
        raise ValueError(f"{region!r} is not a place on the body map")
    if sensation and sensation not in set(Sensation):
        raise ValueError(f"{sensation!r} is not a sensation word of the body map")
    return BodyMark(Region(region), Sensation(sensation) if sensation else None)


def parse_all(pairs: Iterable[str]) -> tuple[BodyMark, ...]:
    """Read several pairs, in the order of the map.

    Raises:
        ValueError: as `parse`, or one place is marked twice.
    """
    marks = [parse(pair) for pair in pairs]
    places = [mark.region for mark in marks]
    if len(set(places)) < len(places):
        raise ValueError("a place on the body map is marked twice")
    return tuple(sorted(marks, key=lambda mark: tuple(Region).index(mark.region)))
