"""A share in words: "about 2 times in 3", never a percentage."""

from fractions import Fraction

from longarc.care.text import Text, msg

#: Words never stand for a value farther than this from the true share.
#: Source: Longarc's own starting rule, unsigned.
TOLERANCE = Fraction(5, 100)

PHRASES: dict[Fraction, str] = {
    Fraction(3, 100): msg("almost never"),
    Fraction(1, 10): msg("now and then"),
    Fraction(1, 5): msg("about 1 time in 5"),
    Fraction(1, 4): msg("about 1 time in 4"),
    Fraction(1, 3): msg("about 1 time in 3"),
    Fraction(2, 5): msg("about 2 times in 5"),
    Fraction(1, 2): msg("about half the time"),
    Fraction(3, 5): msg("about 3 times in 5"),
    Fraction(2, 3): msg("about 2 times in 3"),
    Fraction(3, 4): msg("about 3 times in 4"),
    Fraction(4, 5): msg("about 4 times in 5"),
    Fraction(9, 10): msg("about 9 times in 10"),
    Fraction(97, 100): msg("almost every time"),
}
ENDS = (msg("at no check-in"), msg("at every check-in"))


def meant(hits: int, of: int) -> Fraction:
    """The value that the words for `hits` of `of` stand for: 0 and 1 only when truly so.

    Otherwise it is the nearest value of `PHRASES`; halfway, the smaller one.

    Raises:
        ValueError: `of` is not positive, or `hits` is outside 0 to `of`.
    """
    if of <= 0 or not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of} is not a share")
    true = Fraction(hits, of)
    if hits in (0, of):
        return true
    return min(PHRASES, key=lambda value: (abs(value - true), value))


def in_words(hits: int, of: int) -> Text:
    """`hits` of `of` as a phrase that ends a sentence.

    >>> [in_words(k, 60).plain() for k in (0, 1, 29, 40)]
    ['at no check-in', 'almost never', 'about half the time', 'about 2 times in 3']
    """
    value = meant(hits, of)
    return Text(ENDS[int(value)] if value in (0, 1) else PHRASES[value])
