"""Every form that decides something an older page could overtake, and how it reads (`web.stale`).

What is not here adds only, or guards itself (a `seen` or a `base` of its own): each POST route is
named in `tests/web/test_stale.py` with what it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, QueryDict

from longarc.records.queries.stands import Newer
from longarc.web import deciding_words as words

Told = dict[str, Any]
Reads = Callable[[HttpRequest], list[Told]]


def _nothing(_request: HttpRequest) -> list[Told]:
    return []


def _everything(_match: Any) -> Told:
    return {}


@dataclass(frozen=True)
class Guard:
    """One thing that is decided.

    Args:
        kind: which entries say so (`queries.stands.KINDS`).
        say: an entry's columns in words.
        reads: what a form would keep, by the same columns, once for each thing it is about.
        about: the columns that tell one thing from another.
        pages: where its forms stand.
        always: a form that does not say what its page knew is taken to know nothing.
        same_side: a word of the client overtakes only the client's, one of the team the team's.
        within: which entries an address is about.
    """

    kind: str
    say: Callable[[Mapping[str, Any]], str]
    pages: tuple[str, ...]
    reads: Reads = _nothing
    about: tuple[str, ...] = ()
    of_practice: bool = False
    always: bool = False
    same_side: bool = False
    tab: str = "arc"
    place: str = "caseload"
    within: Callable[[Any], Told] = field(default=_everything)

    def concerns(self, one: Newer, request: HttpRequest) -> bool:
        """Whether a newer entry is about something that this form decides."""
        if self.same_side and one.by_client != bool(request.actor.client):  # type: ignore[attr-defined]
            return False
        sent = self.reads(request)
        if not sent and self.reads is not _nothing:  # the page itself says what is wrong with it
            return False
        return not self.about or any(self._same(one, told) for told in sent)

    def _same(self, one: Newer, told: Told) -> bool:
        return all(str(one.told[name]) == str(told[name]) for name in self.about)

    def agrees(self, new: list[Newer], request: HttpRequest) -> bool:
        """Whether the form says what the newest says: then nothing is overtaken."""
        sent = self.reads(request)
        return bool(sent) and all(self._agree(new, told) for told in sent)

    def _agree(self, new: list[Newer], told: Told) -> bool:
        newest = [one for one in new if self._same(one, told)][-1:]
        return all(
            not one.back and all(one.told.get(name) == value for name, value in told.items())
            for one in newest
        )

    def sent(self, request: HttpRequest) -> list[str]:
        """What the form says, in the same words as the entries."""
        return [self.say(told) for told in self.reads(request)]


GUARDS: dict[str, Guard] = {
    "answers": Guard(
        "answers", words.answer, ("health", "medicines", "client_screening"),
        words.read_answers, ("about",),
    ),
    "choice": Guard(
        "choice", words.choice, ("arc", "patterns", "export"), words.read_choice, ("kind",)
    ),
    "consent": Guard("consent", words.consent, ("consents",), words.read_consent, ("item",)),
    "contacts": Guard("contacts", words.contacts, ("client_contacts",)),
    "day": Guard("day", words.day, ("diary",), words.read_day, ("on",)),
    "drink": Guard("drink", words.drink, ("diary",)),
    "enquiry": Guard(
        "enquiry", words.enquiry, ("enquiry",), words.read_enquiry,
        of_practice=True, place="enquiries", within=words.of_enquiry,
    ),
    "enquiry_page": Guard(
        "enquiry_page", words.enquiry_page, ("practice_enquiries",),
        of_practice=True, always=True, place="practice",
    ),
    "expects": Guard("expects", words.expects, ("my_session",)),
    "flags": Guard(
        "flags", words.flags, ("practice",), words.read_flags,
        of_practice=True, always=True, place="practice",
    ),
    "inside": Guard("inside", words.inside, ("arc", "arc_inside", "client"), words.read_inside),
    "licence": Guard(
        "licence", words.licence, ("practice_profile",), words.read_licence, ("staff",),
        of_practice=True, place="practice",
    ),
    "link_wait": Guard(
        "link_wait", words.link_wait, ("practice",), words.read_link_wait,
        of_practice=True, place="practice",
    ),
    "own_plan": Guard("own_plan", words.own_plan, ("support_plan",), tab="support"),
    "paper": Guard("paper", words.paper, ("client_screening",), words.read_paper, ("paper",)),
    "phase": Guard("phase", words.phase, ("client",), words.read_phase),
    "profile": Guard(
        "profile", words.profile, ("practice_profile",), words.read_profile,
        of_practice=True, always=True, place="practice",
    ),
    "reminders": Guard("reminders", words.reminders, ("reminders",)),
    "session": Guard("session", words.session, ("client",), words.read_session),
    "session_plan": Guard("session_plan", words.session_plan, ("client_session_plan",)),
    "signal": Guard(
        "signal", words.signal, ("client", "caseload"), words.read_signal, ("code", "since")
    ),
    "state_words": Guard("state_words", words.state_words, ("state_words",), tab="today"),
    "substance": Guard(
        "substance", words.substance, ("client_screening",), words.read_substance
    ),
    "support_page": Guard(
        "support_page", words.support_page, ("practice_support",),
        of_practice=True, always=True, place="practice",
    ),
    "team": Guard("team", words.team, ("client_team",), words.read_team, place="directory"),
    "thread_near": Guard(
        "thread_near", words.near, ("thread",), words.read_near, ("thread",)
    ),
    "thread_state": Guard(
        "thread_state", words.state, ("thread", "client_threads"), words.read_state, ("thread",)
    ),
    "view": Guard(
        "view", words.view, ("preparing", "client_preparing"), words.read_view, ("capacity",),
        same_side=True,
    ),
}  # fmt: skip


def _if(name: str, **told: str) -> Callable[[QueryDict], str]:
    """This guard, where the form says this; what protects (a no, less) is never held up."""
    return lambda post: name if all(post.get(key) == value for key, value in told.items()) else ""


def _by_field(**guards: str) -> Callable[[QueryDict], str]:
    """The guard of the first of these fields that the form has; `otherwise`: of no such field."""
    otherwise = guards.pop("otherwise", "")
    return lambda post: next((one for key, one in guards.items() if key in post), otherwise)


def _diary(post: QueryDict) -> str:
    if "take_back" in post or post.get("act") == "readers":
        return ""
    return "drink" if post.get("act") == "means" else "day"


def _near(post: QueryDict) -> str:
    """To say "too near" is never held up."""
    if "near" in post:
        return "" if post["near"] == "too_near" else "thread_near"
    return "thread_state" if "state" in post else ""


def _unless(name: str, *fields: str) -> Callable[[QueryDict], str]:
    return lambda post: "" if any(one in post for one in fields) else name


#: Which guard a form of a route is of; empty: it decides nothing that could be overtaken.
FORMS: dict[str, Callable[[QueryDict], str]] = {
    "arc_choice": _if("choice", given="1"),
    "arc_inside": _if("inside"),
    "client_capacity": _if("view"),
    "client_contacts": _if("contacts"),
    "client_phase": _unless("phase", "take_back"),
    "client_screening_tell": _by_field(
        name="", take_back="", meant="", substance="substance", paper="paper", otherwise="answers"
    ),
    "client_session": _unless("session", "take_back"),
    "client_session_cancel": _if("session_plan"),
    "client_signal": _unless("signal", "undo"),
    "client_team": _if("team"),
    "client_threads": _by_field(words="", state="thread_state"),
    "client_window": _if("inside"),
    "consents": _if("consent", given="1"),
    "diary": _diary,
    "enquiry_not_now": _if("enquiry"),
    "enquiry_talk": _if("enquiry"),
    "health": _if("answers"),
    "medicines": _by_field(list="answers"),
    "my_session": _if("expects"),
    "practice_enquiries": _if("enquiry_page"),
    "practice_flags": _if("flags"),
    "practice_link_wait": _if("link_wait"),
    "practice_profile": _by_field(licence="licence", otherwise="profile"),
    "practice_support": _if("support_page"),
    "preparing": _if("view"),
    "reminders": _unless("reminders", "rest", "push", "link"),
    "state_words": _if("state_words"),
    "support_plan": _if("own_plan"),
    "thread": _near,
}
#: Their pages show both versions themselves, in their own form.
OWN_PAGES = frozenset(
    {"practice_enquiries", "practice_support", "reminders", "state_words", "support_plan"}
)
SHOWN_ON: dict[str, tuple[str, ...]] = {
    page: tuple(name for name, guard in GUARDS.items() if page in guard.pages)
    for page in {page for guard in GUARDS.values() for page in guard.pages}
}
