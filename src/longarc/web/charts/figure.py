"""The shapes of the body map: Longarc's own drawing of a person from in front and from behind.

No face, no sex, no age, no skin colour. Shapes are drawn once, for the side at the viewer's
right, around an axis at x = 0; the other side is their mirror image. Units are the drawing's own.
"""

import re
from collections.abc import Iterator

from longarc.care.body import BACK, FRONT, Region

HALF = 62  # from the axis to the edge of one figure
HEIGHT = 268
WIDTH = 4 * HALF

_HEAD = "M0 5C12 5 17 13 17 23C17 36 10 44 0 44C-10 44 -17 36 -17 23C-17 13 -12 5 0 5Z"
_NECK = (
    "M-8 45C-4 47 4 47 8 45C8 48 8 51 9 53C13 57 17 58 20 59"
    "C8 63 -8 63 -20 59C-17 58 -13 57 -9 53C-8 51 -8 48 -8 45Z"
)
_SHOULDER = "M23 60C34 62 41 68 42 82C38 85 32 85 28 83C27 75 26 68 23 60Z"
_CHEST = "M-20 62C-8 66 8 66 20 62C24 70 25 78 25 92C9 97 -9 97 -25 92C-25 78 -24 70 -20 62Z"
_STOMACH = (
    "M-25 95C-9 100 9 100 25 95C25 104 24 110 23 117C8 121 -8 121 -23 117C-24 110 -25 104 -25 95Z"
)
_BELLY = (
    "M-23 120C-8 124 8 124 23 120C23 127 25 133 27 138"
    "C9 143 -9 143 -27 138C-25 133 -23 127 -23 120Z"
)
_PELVIS = (
    "M-27 141C-9 146 9 146 27 141C29 147 30 152 30 157C20 163 10 167 0 167"
    "C-10 167 -20 163 -30 157C-30 152 -29 147 -27 141Z"
)
_ARM = "M29 86C33 88 38 88 42 86C44 100 49 118 53 141C50 143 46 143 43 142C38 124 30 106 29 86Z"
_HAND = (
    "M44 145C47 146 51 146 54 144C57 151 59 158 57 164C56 170 50 170 48 165C45 160 44 152 44 145Z"
)
_THIGH = "M30 160C31 174 29 192 26 207C20 210 13 210 8 207C5 194 3 182 2 170C12 169 22 166 30 160Z"
_SHIN = "M25 211C26 222 23 238 21 249C18 251 14 251 11 249C9 236 7 222 8 211C13 214 20 214 25 211Z"
_FOOT = "M11 252C14 254 18 254 21 252C24 256 27 259 27 262C27 265 11 265 9 262C9 258 10 255 11 252Z"

_MIDDLE = {
    Region.HEAD: _HEAD,
    Region.THROAT: _NECK,
    Region.CHEST: _CHEST,
    Region.STOMACH: _STOMACH,
    Region.BELLY: _BELLY,
    Region.PELVIS: _PELVIS,
    Region.HEAD_BACK: _HEAD,
    Region.NECK: _NECK,
    Region.UPPER_BACK: _CHEST,
    Region.MIDDLE_BACK: _STOMACH,
    Region.LOWER_BACK: _BELLY,
    Region.SEAT: _PELVIS,
}
_PAIRED = {
    (Region.SHOULDER_LEFT, Region.SHOULDER_RIGHT): _SHOULDER,
    (Region.ARM_LEFT, Region.ARM_RIGHT): _ARM,
    (Region.HAND_LEFT, Region.HAND_RIGHT): _HAND,
    (Region.THIGH_LEFT, Region.THIGH_RIGHT): _THIGH,
    (Region.SHIN_LEFT, Region.SHIN_RIGHT): _SHIN,
    (Region.FOOT_LEFT, Region.FOOT_RIGHT): _FOOT,
    (Region.THIGH_BACK_LEFT, Region.THIGH_BACK_RIGHT): _THIGH,
    (Region.CALF_LEFT, Region.CALF_RIGHT): _SHIN,
}
# Drawn on the figure seen from behind without being places of their own: they are marked in front.
_UNNAMED_BEHIND = (_SHOULDER, _ARM, _HAND, _FOOT)


def shapes(front: bool) -> Iterator[tuple[Region | None, str]]:
    """Every shape of one figure: (place or None, path data in units of the whole drawing)."""
    axis = HALF if front else 3 * HALF
    for region, d in _MIDDLE.items():
        if region in (FRONT if front else BACK):
            yield region, _moved(d, axis, 1)
    for (left, right), d in _PAIRED.items():
        if left in (FRONT if front else BACK):
            # From in front, the client's left is at the viewer's right; from behind, at the left.
            yield left, _moved(d, axis, 1 if front else -1)
            yield right, _moved(d, axis, -1 if front else 1)
    if not front:
        for d in _UNNAMED_BEHIND:
            yield None, _moved(d, axis, 1)
            yield None, _moved(d, axis, -1)


def _moved(d: str, axis: int, side: int) -> str:
    """`d` on its axis; `side` -1 mirrors it."""
    return re.sub(r"(-?\d+) (-?\d+)", lambda m: f"{axis + side * int(m[1])} {m[2]}", d)
