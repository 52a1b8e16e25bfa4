"""Sentences that a rule says, kept apart from the language they are shown in.

A rule knows what it wants to say, not in which language: it returns a `Text`, and the
screen translates it. `msg` marks a sentence for the catalogues and changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

Param = "str | int | date | datetime | Text"


def msg(sentence: str) -> str:
    """Mark `sentence` for translation (gettext's no-op form); returns it as it is."""
    return sentence


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that is shown with its time of day; a bare datetime shows its day alone."""

    at: datetime

    def __str__(self) -> str:
        return str(self.at)


@dataclass(frozen=True)
class Text:
    """One sentence with its facts.

    Args:
        one: the sentence in English, with `%(name)s` places.
        facts: what goes into the places: strings, whole numbers, days, Moments or other Texts.
        many: the plural sentence; `facts["n"]` then chooses between the two.

    >>> Text("%(n)s day", {"n": 3}, many="%(n)s days").plain()
    '3 days'
    """

    one: str
    facts: Mapping[str, "str | int | date | datetime | Moment | Text"] = field(default_factory=dict)
    many: str = ""

    def render(
        self,
        translate: Callable[[str, str, int], str],
        show: Callable[[object], str],
    ) -> str:
        """The sentence in words: `translate(one, many, n)` chooses, `show(value)` writes a fact."""
        n = self.facts.get("n", 1)
        sentence = translate(self.one, self.many, n if isinstance(n, int) else 1)
        return sentence % {
            name: fact.render(translate, show) if isinstance(fact, Text) else show(fact)
            for name, fact in self.facts.items()
        }

    def plain(self) -> str:
        """The sentence in English, days as ISO dates: for logs of tests and the rule book."""
        return self.render(lambda one, many, n: many if many and n != 1 else one, str)
