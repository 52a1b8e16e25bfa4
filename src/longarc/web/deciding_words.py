"""How what is decided reads, from the columns of an entry or from a form that would keep one."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care import plan
from longarc.care.arc import Phase, State
from longarc.care.capacities import Answer, Capacity
from longarc.care.conditions import CONDITIONS
from longarc.care.consent_texts import NAMES, Item
from longarc.care.enquiries import Kind
from longarc.care.expectations import Expected
from longarc.care.finding import Code, MarkKind
from longarc.care.jurisdiction import PROFILES
from longarc.care.jurisdiction import Code as Profile
from longarc.care.living import Drank
from longarc.care.plan import Contacts
from longarc.care.screening_facts import MEDICINES, Said
from longarc.care.sources import Substance
from longarc.care.text import Text
from longarc.care.threads import Near
from longarc.care.threads import State as ThreadState
from longarc.care.window import NotAWindow, in_order
from longarc.records.actions.licences import LONGEST as LONGEST_LICENCE
from longarc.records.queries.course import ChoiceKind
from longarc.records.queries.practice import holders
from longarc.records.queries.screening import prescribers
from longarc.web.client import arc, ladder, preparing, thread_words
from longarc.web.client.screening import QUESTIONS
from longarc.web.living_words import DAYS
from longarc.web.staff import enquiries, page_words, terms
from longarc.web.staff.screening_terms import SAID
from longarc.web.substance_words import SUBSTANCES
from longarc.web.words import dated, say

Told = dict[str, Any]
Columns = Mapping[str, Any]


def answer(told: Columns) -> str:
    """One answer about health, or about the list of medicines."""
    if told["about"] == MEDICINES:
        whole = told["said"] == Said.ALL
        return _("The list of medicines is whole.") if whole else _("Medicines: said to someone.")
    asked = QUESTIONS.get(told["about"]) or _(CONDITIONS[told["about"]].name)
    return f"{asked} {SAID[Said(told['said'])]}"


def read_answers(request: HttpRequest) -> list[Told]:
    post = request.POST
    told = {about: post[about] for about in CONDITIONS if post.get(about) in set(Said)}
    if whole := post.get(MEDICINES) or post.get("list"):
        told[MEDICINES] = Said.ALL if whole == Said.ALL else Said.SAY
    return [{"about": about, "said": word} for about, word in told.items()]


def choice(told: Columns) -> str:
    kind = ChoiceKind(told["kind"])
    if kind is ChoiceKind.DELETION:
        return _("I asked for deletion") if told["given"] else _("No request for deletion")
    words = arc.WORDS[kind]
    return str(words.given if told["given"] else words.not_given)


def read_choice(request: HttpRequest) -> list[Told]:
    kind = request.POST.get("kind", "")
    return [{"kind": kind, "given": True}] if kind in set(ChoiceKind) else []


def consent(told: Columns) -> str:
    said = _("yes") if told["given"] else _("no")
    return f"{say(Text(NAMES[Item(told['item'])]))}: {said}"


def read_consent(request: HttpRequest) -> list[Told]:
    item = request.POST.get("item", "")
    return [{"item": item, "given": True}] if item in set(Item) else []


def contacts(told: Columns) -> str:
    planned = plan.in_words(Contacts(told["preparation"], told["integration"]))
    return " ".join([told["words"] or "", *map(say, planned[:2]), told["why"] or ""]).strip()


def day(told: Columns) -> str:
    drinks = f" ({told['drinks']})" if told["drinks"] else ""
    return f"{dated(told['on'], 'l j F')}: {DAYS[Drank(told['drank'])]}{drinks}"


def read_day(request: HttpRequest) -> list[Told]:
    post, on = request.POST, _day(request.POST.get("day", ""))
    if on is None or post.get("drank") not in set(Drank):
        return []
    drinks = post.get("drinks", "").strip()
    told = {"on": on, "drank": post["drank"]}
    return [{**told, "drinks": int(drinks) if drinks.isdecimal() else None}]


def drink(told: Columns) -> str:
    return str(told["text"])


def enquiry(told: Columns) -> str:
    if told["kind"] == Kind.NOT_NOW:
        return _("Not here, not now: %(why)s") % {"why": enquiries.REASONS[told["reason"]]}
    return _("A first conversation on %(at)s") % {"at": dated(told["starts_at"], "j F, H:i")}


def read_enquiry(request: HttpRequest) -> list[Told]:
    post = request.POST
    if post.get("reason") in enquiries.REASONS:
        return [{"kind": Kind.NOT_NOW, "reason": post["reason"]}]
    at = _moment(post.get("on", ""), post.get("at", ""))
    return [{"kind": Kind.TALK, "starts_at": at}] if at else []


def of_enquiry(match: Any) -> Told:
    return {"enquiry__uid": match.kwargs["enquiry_id"]}


def enquiry_page(told: Columns) -> str:
    return page_words.enquiries(
        published=told["published"],
        about=told["about"],
        answered_by=told["answered_by"],
        keep_days=told["keep_days"],
        places=json.loads(told["places"]),
    )


def expects(told: Columns) -> str:
    found = Expected.parse(told["told"])
    return "\n".join(part for part in (found.hope, found.fear, found.pressure) if part)


def flags(told: Columns) -> str:
    percent = {"n": round(100 * told["budget"])}
    on = _("Flags of the model: on, at most %(n)s of 100 false.")
    return (on if told["on"] else _("Flags of the model: off (%(n)s of 100).")) % percent


def read_flags(request: HttpRequest) -> list[Told]:
    on, budget = request.POST.get("on"), request.POST.get("budget", "")
    if on not in {"on", "off"} or not budget.isdecimal():
        return []
    return [{"on": on == "on", "budget": int(budget) / 100}]


def inside(told: Columns) -> str:
    return ", ".join(str(ladder.LABELS[State(row)]) for row in told["rows"].split())


def read_inside(request: HttpRequest) -> list[Told]:
    try:
        rows = in_order(map(State, request.POST.getlist("rows")))
    except (ValueError, NotAWindow):
        return []
    return [{"rows": " ".join(rows)}]


def licence(told: Columns) -> str:
    return f"{told['name']}: {told['licence'] or _('no licence to prescribe')}"


def read_licence(request: HttpRequest) -> list[Told]:
    post, names = request.POST, dict(prescribers(viewer=request.actor))  # type: ignore[attr-defined]
    staff = _uuid(post.get("staff", ""))
    said = " ".join(post["licence"].split())[:LONGEST_LICENCE]
    return [{"staff": str(staff), "name": names[staff], "licence": said}] if staff in names else []


def link_wait(told: Columns) -> str:
    return _("A link to an account that was open before waits %(n)s hours.") % {"n": told["detail"]}


def read_link_wait(request: HttpRequest) -> list[Told]:
    hours = request.POST.get("hours", "").strip()
    return [{"detail": str(int(hours))}] if hours.isdecimal() and len(hours) < 6 else []


def own_plan(told: Columns) -> str:
    return str(told["text"])


def paper(told: Columns) -> str:
    said = _("it is there") if told["there"] else _("it is not there")
    names = {one.code: one.name for each in PROFILES.values() for one in each.papers}
    name = names.get(told["paper"])
    return f"{_(name) if name else told['paper']}: {said}"


def read_paper(request: HttpRequest) -> list[Told]:
    return [{"paper": request.POST["paper"], "there": request.POST.get("there") == "1"}]


def phase(told: Columns) -> str:
    said = _("%(phase)s, from %(day)s.") % {
        "phase": terms.PHASES[Phase(told["phase"])],
        "day": dated(told["on"], "j F"),
    }
    return f"{said} {told['why'] or ''}".strip()


def read_phase(request: HttpRequest) -> list[Told]:
    post, on = request.POST, _day(request.POST.get("on", ""))
    if on is None or post.get("phase") not in set(Phase):
        return []
    return [{"phase": post["phase"], "on": on, "why": post.get("why", "").strip() or None}]


def profile(told: Columns) -> str:
    return _(PROFILES[Profile(told["profile"])].name)


def read_profile(request: HttpRequest) -> list[Told]:
    wanted = request.POST.get("profile", "")
    return [{"profile": wanted}] if wanted in set(Profile) else []


def reminders(_told: Columns) -> str:
    """The page says in its own words what stands."""
    return ""


def session(told: Columns) -> str:
    return _("A session that began on %(at)s") % {"at": dated(told["starts_at"], "j F, H:i")}


def read_session(request: HttpRequest) -> list[Told]:
    at = _moment(request.POST.get("on", ""), request.POST.get("at", ""))
    return [{"starts_at": at}] if at else []


def session_plan(told: Columns) -> str:
    starts_at = json.loads(told["told"]).get("starts_at")
    if not starts_at:
        return _("Another version of the plan")
    at = dated(datetime.fromisoformat(starts_at), "j F, H:i")
    return _("Another version of the plan, for %(at)s") % {"at": at}


def signal(told: Columns) -> str:
    said = str(terms.SAID[MarkKind(told["kind"])])
    until = f" ({dated(told['until'], 'j F, H:i')})" if told.get("until") else ""
    return f"{terms.kind(Code(told['code']))}: {said}{until}"


def read_signal(request: HttpRequest) -> list[Told]:
    post = request.POST
    kind = post.get("say", "").partition(":")[0]
    since = _iso(post.get("since", ""))
    if post.get("code") not in set(Code) or kind not in set(MarkKind) or since is None:
        return []
    return [{"code": post["code"], "since": since, "kind": kind}]


def state_words(told: Columns) -> str:
    """Each state with the words for it, one on a line."""
    own = json.loads(told["labels"])
    lines = (
        f"{ladder.LABELS[State(state)]}: {', '.join(part for part in words if part)}"
        for state, words in own.items()
    )
    return "\n".join(lines) or _("The words of this program.")


def substance(told: Columns) -> str:
    return str(SUBSTANCES[Substance(told["substance"])])


def read_substance(request: HttpRequest) -> list[Told]:
    wanted = request.POST["substance"]
    return [{"substance": wanted}] if wanted in set(Substance) else []


def support_page(told: Columns) -> str:
    return page_words.support(
        country=told["country"],
        phone=told["phone"],
        hours=told["hours"],
        numbers=json.loads(told["numbers"]),
        looked_by=told["looked_by"],
        checked_on=told["checked_on"],
    )


def team(told: Columns) -> str:
    if told.get("until"):
        return _("%(name)s no longer holds this client.") % {"name": told["name"]}
    said = _("%(name)s leads.") if told.get("lead") else _("%(name)s holds this client.")
    return said % {"name": told["name"]}


def read_team(request: HttpRequest) -> list[Told]:
    """Which button was pressed, and about whom."""
    post, names = request.POST, {str(one.id): one.name for one in holders(viewer=request.actor)}  # type: ignore[attr-defined]
    for act, columns in (("add", {}), ("lead", {"lead": True}), ("end", {"until": True})):
        if act in post:
            who = {"staff": post[act], "name": names.get(post[act], "")}
            return [{"until": None, **who, **columns}]
    return []


def near(told: Columns) -> str:
    return str(thread_words.NEAR[Near(told["near"])])


def read_near(request: HttpRequest) -> list[Told]:
    wanted, thread = request.POST["near"], _thread(request)
    return [{"thread": thread, "near": wanted}] if thread and wanted in set(Near) else []


def state(told: Columns) -> str:
    return str(thread_words.STATES[ThreadState(told["state"])])


def read_state(request: HttpRequest) -> list[Told]:
    wanted, thread = request.POST["state"], _thread(request)
    return [{"thread": thread, "state": wanted}] if thread and wanted in set(ThreadState) else []


def view(told: Columns) -> str:
    title = preparing.TITLES[Capacity(told["capacity"])]
    return f"{title}: {preparing.ANSWERS[Answer(told['answer'])]}"


def read_view(request: HttpRequest) -> list[Told]:
    told = {name: request.POST.get(name, "") for name in ("capacity", "answer")}
    known = told["capacity"] in set(Capacity) and told["answer"] in set(Answer)
    return [told] if known else []


def _thread(request: HttpRequest) -> UUID | None:
    match = request.resolver_match
    named = match.kwargs.get("thread") if match else None
    return named or _uuid(request.POST.get("thread", ""))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(on: str, at: str) -> datetime | None:
    """A day and a time where the viewer is."""
    told = _iso(f"{on}T{at}")
    return timezone.make_aware(told) if told and told.tzinfo is None else None


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
