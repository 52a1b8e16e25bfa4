"""The words of the risk questions and of the safety plan, for both sides; and reading their forms.

The questions are the project's own and plain; they are no wording of a published instrument.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from longarc.care.reports import clean
from longarc.care.risk_questions import ASKED, QUESTIONS, VERSIONS, Question, Reply
from longarc.care.safety_plan import SafetyPlan, Section, Words

#: Every question that was ever asked, in its words.
WORDS: dict[Question, Promise] = {one: gettext_lazy(asked) for one, asked in ASKED.items()}
#: The questions of today, in the order of the page.
TODAY: list[tuple[Question, Promise]] = [(one, WORDS[one]) for one in QUESTIONS]
#: A page that was opened before versions were named asks the first one.
FIRST = "1"
REPLIES: dict[Reply, Promise] = {
    Reply.NO: gettext_lazy("No"),
    Reply.YES: gettext_lazy("Yes"),
    Reply.UNSURE: gettext_lazy("Not sure"),
    Reply.RATHER_NOT: gettext_lazy("I would rather not say"),
}
#: Section -> its name, and a hint.
SECTIONS: dict[Section, tuple[Promise, Promise]] = {
    Section.SIGNS: (
        gettext_lazy("Signs that it gets hard"),
        gettext_lazy("What do I feel, think or do first?"),
    ),
    Section.ALONE: (
        gettext_lazy("What I can do alone"),
        gettext_lazy("Small things that have helped, even a little."),
    ),
    Section.PLACES: (
        gettext_lazy("People and places that take my mind off"),
        gettext_lazy("I do not have to tell anyone why I am there."),
    ),
    Section.PEOPLE: (
        gettext_lazy("People I can ask for help"),
        gettext_lazy("Names and numbers."),
    ),
    Section.PROFESSIONALS: (
        gettext_lazy("Professionals and numbers"),
        gettext_lazy("My care team, a line that answers at night."),
    ),
    Section.SAFER: (
        gettext_lazy("Making the place safer"),
        gettext_lazy("What can be put away, and who can keep it for me?"),
    ),
    Section.MATTERS: (
        gettext_lazy("What matters to me"),
        gettext_lazy("Someone, something, a place, a wish."),
    ),
}


def version(post: QueryDict) -> str:
    """Which questions the page asked, also one that was opened before they changed."""
    told = post.get("version", FIRST)
    return told if told in VERSIONS else FIRST


def replies(post: QueryDict) -> dict[Question, Reply]:
    """What a form of the questions holds; what was left out is not in it."""
    told = {one: post.get(one, "") for one in VERSIONS[version(post)]}
    return {one: Reply(said) for one, said in told.items() if said in set(Reply)}


@dataclass(frozen=True, slots=True)
class Box:
    """One section of the plan's form; `theirs`: what somebody else kept in it meanwhile."""

    section: Section
    label: Promise
    hint: Promise
    text: str
    theirs: str = ""

    @property
    def name(self) -> str:
        return f"words-{self.section}"


def boxes(words: Words, now: Words | None = None, both: Iterable[Section] = ()) -> list[Box]:
    clash = frozenset(both)
    return [
        Box(
            one,
            *SECTIONS[one],
            words.get(one, ""),
            (now or {}).get(one, "") if one in clash else "",
        )
        for one in Section
    ]


def parts(plan: SafetyPlan | None) -> list[tuple[Promise, str]]:
    """The sections that have words, with their names."""
    words = plan.words if plan else {}
    return [(SECTIONS[one][0], words[one]) for one in Section if one in words]


def typed(post: QueryDict) -> Words:
    """What the form of the plan holds, of whatever length: nothing that was typed is cut."""
    told = {one: clean(post.get(f"words-{one}", "")).replace("\r\n", "\n") for one in Section}
    return {one: text.strip() for one, text in told.items() if text.strip()}


def uid_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
