"""What was sent to sign numbers of one rule, and what was wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from longarc.care.decision import Reason
from longarc.care.numbers import ABOUT, Area, Number, Numbers, not_allowed
from longarc.care.reports import clean
from longarc.care.text import Text, msg
from longarc.web.words import say

#: More digits are no number of any rule.
DIGITS = 6
LONGEST = 2000


class NotWhole(Exception):
    """Something is missing or no whole number; `.reasons` say what."""

    def __init__(self, reasons: list[Reason]) -> None:
        super().__init__("; ".join(reason.text.plain() for reason in reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Typed:
    """The form of one area as it was sent; `seen`: the newest signature that its page knew.

    `fresh`: shown again over what stands now, after somebody else signed.
    """

    area: Area
    seen: int
    values: Mapping[Number, str]
    ticked: frozenset[Number]
    why: str
    problems: list[str] = field(default_factory=list)
    wrong: Mapping[Number, str] = field(default_factory=dict)
    fresh: bool = False

    def chosen(self, shown: Numbers) -> dict[Number, str]:
        """What was changed from what the page showed, or ticked."""
        return {
            number: text
            for number, text in self.values.items()
            if number in self.ticked or text != str(shown[number])
        }

    def to_sign(self, shown: Numbers) -> dict[Number, int]:
        """What was chosen, as numbers.

        Raises:
            NotWhole: one of these is no whole number, or there are none.
        """
        chosen = self.chosen(shown)
        wrong = [not_allowed(number) for number, text in chosen.items() if not _whole(text)]
        if not chosen:
            wrong.append(Reason("nothing", Text(msg("Change a number, or tick what you sign."))))
        if wrong:
            raise NotWhole(wrong)
        return {number: int(text) for number, text in chosen.items()}

    def refused(self, reasons: Iterable[Reason]) -> "Typed":
        """The same, to be shown again with what was wrong."""
        told = {reason.code: say(reason.text) for reason in reasons}
        by_number = {number: told[number] for number in self.values if number in told}
        return replace(
            self, problems=[_("Nothing was signed yet."), *told.values()], wrong=by_number
        )

    def met(self, newer: Iterable[str], shown: Numbers) -> "Typed":
        """The same, after somebody else signed: what is new since its page was opened.

        What was not chosen shows what stands now, so that sending again signs only the choice.
        """
        first = _("Nothing of yours was signed yet. Since you opened this page:")
        last = _("Look at what stands now. Sign again if you still want yours.")
        told = [first, *newer, last]
        return replace(self, problems=told, values=self.chosen(shown), fresh=True)


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= DIGITS


def read(post: QueryDict) -> Typed | None:
    """The form as it was sent; None when it does not come from the page."""
    area, seen = post.get("area", ""), post.get("seen", "")
    if area not in set(Area) or not _seen(seen):
        return None
    numbers = [n for n in Number if ABOUT[n].area == area and n in post]
    return Typed(
        area=Area(area),
        seen=int(seen),
        values={number: post.get(number, "").strip() for number in numbers},
        ticked=frozenset(numbers) & frozenset(post.getlist("sign")),
        why=clean(post.get("why", ""))[:LONGEST],
    )


def _seen(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18
