"""Forms of the screening page: what is told, what is decided, who is asked, which papers."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.conditions import CONDITIONS
from longarc.care.decision import NotAllowed
from longarc.care.reports import clean
from longarc.care.screening_facts import MEDICINES, Kind, Outside, Said
from longarc.care.sources import Substance
from longarc.records.actions import profile, referrals
from longarc.records.actions import screening as actions
from longarc.records.ids import uuid7
from longarc.records.queries.clients import ClientRef
from longarc.web import medicine_form
from longarc.web.staff import screening_terms as terms
from longarc.web.staff.people import actor, refusal
from longarc.web.staff.screening import screening_page
from longarc.web.words import say

#: The most letters of one line about a prescriber outside the practice.
LONGEST_LINE = 300
Form = Callable[[HttpRequest, ClientRef], object]


def _run(request: HttpRequest, form: Form) -> HttpResponse:
    """The page again after a form; with the reason and what was typed when it was not kept."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    try:
        done = form(request, client)
    except actions.ChangedMeanwhile as other:
        return _both(request, client, other)
    except (actions.NotKept, NotAllowed) as problem:
        said = refusal(problem) if isinstance(problem, NotAllowed) else say(problem.text)
        typed = request.POST.dict()
        return screening_page(request, client, status=400, problem=said, typed=typed)
    messages.info(request, _("Kept.") if done else _("Nothing was changed."))
    return redirect("client_screening", client.public_id)


def _both(request: HttpRequest, client: ClientRef, other: actions.ChangedMeanwhile) -> HttpResponse:
    """What others recorded meanwhile beside what was typed; a second Save is taken."""
    said = (
        _("Nothing was kept: somebody recorded something after this page was opened. It is below.")
        if other.newer
        else _("Nothing was kept: something was told or changed meanwhile. Read the list again.")
    )
    newer = [(terms.KINDS[one.kind], one) for one in other.newer]
    typed = request.POST.dict()
    return screening_page(request, client, status=409, problem=said, typed=typed, newer=newer)


def client_screening_tell(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Medicines, answers, papers and what is planned, entered by the care team."""
    for field, form in TELL.items():
        if field in request.POST:
            return _run(request, form)
    return _run(request, _answers)


def _medicine(request: HttpRequest, client: ClientRef) -> object:
    written, taken, last = medicine_form.read(request.POST, timezone.localdate())
    uid = _uuid(request.POST.get("uid", "")) or uuid7()
    by, at = actor(request), timezone.now()
    return actions.tell_medicines(client, written, taken, last, uid=uid, by=by, at=at)


def _take_back(request: HttpRequest, client: ClientRef) -> object:
    uid, why = _uuid(request.POST["take_back"]), request.POST.get("why", "")
    by, at = actor(request), timezone.now()
    return uid and actions.take_back_medicine(client, uid, why, by=by, at=at)


def _meant(request: HttpRequest, client: ClientRef) -> object:
    uid, name = _uuid(request.POST.get("entry", "")), request.POST["meant"]
    return uid and actions.name_meant(client, uid, name, by=actor(request), at=timezone.now())


def _identify(request: HttpRequest, client: ClientRef) -> object:
    uid, name = _uuid(request.POST.get("entry", "")), request.POST["named"]
    return uid and actions.identify(client, uid, name, by=actor(request), at=timezone.now())


def _substance(request: HttpRequest, client: ClientRef) -> object:
    wanted = request.POST["substance"]
    if wanted not in set(Substance):
        return False
    by, at = actor(request), timezone.now()
    uid = _uuid(request.POST.get("uid", ""))
    return actions.plan_substance(client, Substance(wanted), uid=uid, by=by, at=at)


def _paper(request: HttpRequest, client: ClientRef) -> object:
    paper, there = request.POST["paper"], request.POST.get("there") == "1"
    by, uid = actor(request), _uuid(request.POST.get("uid", ""))
    return profile.mark_paper(client, paper, there=there, uid=uid, by=by, at=timezone.now())


def _answers(request: HttpRequest, client: ClientRef) -> object:
    """The conditions, and whether the list of medicines is whole; empty ones stay not known."""
    post = request.POST
    told = {about: Said(post[about]) for about in CONDITIONS if post.get(about, "") in set(Said)}
    if post.get(MEDICINES) == Said.ALL:
        told[MEDICINES] = Said.ALL
    uid = _uuid(post.get("uid", ""))
    return actions.answer(client, told, uid=uid, by=actor(request), at=timezone.now())


TELL: dict[str, Form] = {
    "name": _medicine,
    "take_back": _take_back,
    "meant": _meant,
    "named": _identify,
    "substance": _substance,
    "paper": _paper,
}


def client_screening_answer(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """A named person's answer to a REVIEW row, or taking one's own back."""
    return _run(request, _judge(frozenset({Kind.ANSWERED})))


def client_screening_decide(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """A named prescriber's decision, or taking one's own back."""
    return _run(request, _judge(frozenset({Kind.DECIDED, Kind.DECLINED})))


def _judge(kinds: frozenset[Kind]) -> Form:
    def judge(request: HttpRequest, client: ClientRef) -> object:
        post, by, at = request.POST, actor(request), timezone.now()
        if "withdraw" in post:
            uid = _uuid(post["withdraw"])
            return uid and actions.withdraw(client, uid, by=by, at=at)
        if post.get("kind") not in kinds:
            return False
        subject, reason = post.get("subject", ""), post.get("reason", "")
        kind, seen = Kind(post["kind"]), post.get("seen", "")
        uid = _uuid(post.get("uid", ""))
        return actions.judge(client, subject, kind, reason, seen=seen, uid=uid, by=by, at=at)

    return judge


def client_screening_outside(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The lead records what a prescriber outside the practice decided, with their letter."""
    return _run(request, _outside)


def _outside(request: HttpRequest, client: ClientRef) -> object:
    post, by, at = request.POST, actor(request), timezone.now()
    if post.get("kind") not in {Kind.DECIDED, Kind.DECLINED}:
        return False
    name, licence, letter = (_line(post, field) for field in ("outside", "licence", "letter"))
    outside = Outside(name, licence, medicine_form.day(post.get("day", "")), letter)
    subject, reason, kind = post.get("subject", ""), post.get("reason", ""), Kind(post["kind"])
    seen = post.get("seen", "")
    return actions.judge(client, subject, kind, reason, seen=seen, by=by, at=at, outside=outside)


def _line(post: QueryDict, field: str) -> str:
    return " ".join(clean(post.get(field, "")).split())[:LONGEST_LINE]


def client_referral(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Refer the client to a prescriber, or end a referral."""
    return _run(request, _refer)


def _refer(request: HttpRequest, client: ClientRef) -> object:
    post, by, at = request.POST, actor(request), timezone.now()
    if "end" in post:
        uid = _uuid(post["end"])
        return uid and referrals.end_referral(client, uid, by=by, at=at)
    to = _uuid(post.get("to", ""))
    return to and referrals.refer(client, to, by=by, at=at)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
