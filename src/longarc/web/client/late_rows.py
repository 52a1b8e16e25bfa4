"""A table's rows, put into words once and only when they are shown: years of rows stay cheap."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Generic, TypeVar, overload

T = TypeVar("T")
Row = Sequence[str]


class LateRows(Sequence[Row], Generic[T]):
    """`write` makes the row of one of `things`, which are in the order of the table."""

    def __init__(self, things: Sequence[T], write: Callable[[T], Row]) -> None:
        self.things, self.write = things, cache(write)

    def __len__(self) -> int:
        return len(self.things)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            return [self.write(thing) for thing in self.things[place]]
        return self.write(self.things[place])
