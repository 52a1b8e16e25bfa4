"""How surprising a count is under a person's own usual."""

from fractions import Fraction
from functools import lru_cache
from math import comb, perm

#: A count is unusual for a person when their own usual gives it a smaller chance than this many
#: in 100. It is the chance for one look, and there is a look at every extreme check-in.
#: Source: Longarc's own starting rule, unsigned.
RARE_IN_100 = 2


def chance(hits: int, of: int, *, usual_hits: int, usual_of: int) -> Fraction:
    """The chance of `hits` or more among `of`, after `usual_hits` among `usual_of` before.

    The person's own share is not known exactly, so it is averaged over what the earlier count
    leaves open (Beta-binomial, from the flat prior: one hit and one other added).

    >>> float(round(chance(4, 5, usual_hits=10, usual_of=50), 4))
    0.0115
    """
    a, b = usual_hits + 1, usual_of - usual_hits + 1
    ways = sum(comb(of, j) * _rising(a, j) * _rising(b, of - j) for j in range(hits, of + 1))
    return Fraction(ways, _rising(a + b, of))


def is_rare(hits: int, of: int, *, usual_hits: int, usual_of: int) -> bool:
    """Whether that chance is below `RARE_IN_100` in 100."""
    return chance(hits, of, usual_hits=usual_hits, usual_of=usual_of) * 100 < RARE_IN_100


@lru_cache(maxsize=4096)
def most_usual_hits(hits: int, of: int, usual_of: int) -> int:
    """The most earlier hits among `usual_of` that leave `hits` of `of` rare; -1 if none does.

    More earlier hits never make a count rarer, so this one number answers for all of them.

    >>> most_usual_hits(4, 5, 60)
    14
    """
    most = -1
    while most < usual_of and is_rare(hits, of, usual_hits=most + 1, usual_of=usual_of):
        most += 1
    return most


def _rising(start: int, steps: int) -> int:
    """start * (start + 1) * ..., `steps` factors."""
    return perm(start + steps - 1, steps)
