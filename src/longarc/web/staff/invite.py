"""A new client, and the link that opens their account. The link is shown once; nothing is sent."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.access import Can, may
from longarc.care.decision import NotAllowed
from longarc.care.invitations import may_invite_client
from longarc.records.actions import care_team, enquiries, invitations
from longarc.records.queries import enquiries as enquiry_queries
from longarc.records.queries import practice as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.enquiries import Asked
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.people import EMAIL, actor, refusal


def link_page(request: HttpRequest, token: str, name: str, *, back: str) -> HttpResponse:
    """The one page that shows a link: to copy or to print. It cannot be shown again."""
    found = invitations.opens(token, at=timezone.now())
    context = {
        "link": f"{settings.ORIGIN}{reverse('welcome', args=[token])}",
        "name": name,
        "days": invitations.LASTS.days,
        "opens": found.stand.opens_at if found else None,
        "mails": settings.MAIL_READY,
        "back": back,
        "place": back,
    }
    return render(request, "staff/link.html", context)


def client_new(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _add(request)
    return _page(request)


def _page(request: HttpRequest, problem: str = "") -> HttpResponse:
    viewer = actor(request)
    holders = queries.holders(viewer=viewer)
    own = [str(one.id) for one in holders if one.id == getattr(request.user, "public_id", None)]
    asked = _asked(request)
    published = queries.support_published(viewer=viewer)
    context = {
        "place": home_of(request),
        "holders": [(str(one.id), one.name) for one in holders],
        "lead": request.POST.get("lead") or "".join(own),
        "typed": request.POST or _from_enquiry(asked),
        "asked": asked,
        "may_invite": may_invite_client(support_published=published),
        "problem": problem,
    }
    return render(request, "staff/client_new.html", context, status=400 if problem else 200)


def _asked(request: HttpRequest) -> Asked | None:
    """The enquiry that this client comes from, for those who may see it; None: another way."""
    named = request.POST.get("enquiry") or request.GET.get("enquiry", "")
    if not _is_uuid(named) or not may(actor(request), Can.SEE_ENQUIRIES):
        return None
    return enquiry_queries.one(UUID(named), viewer=actor(request), at=timezone.now())


def _from_enquiry(asked: Asked | None) -> dict[str, str]:
    """What the form begins with: they wrote how to reach them in their own way."""
    if asked is None:
        return {}
    email = EMAIL.search(asked.told.reach)
    reach = {"email": email[0].strip(",;.")} if email else {"phone": asked.told.reach}
    return {"name": asked.told.name, **reach}


def home_of(request: HttpRequest) -> str:
    """The list from which this person came."""
    return "caseload" if may(actor(request), Can.SEE_CASELOAD) else "directory"


def _add(request: HttpRequest) -> HttpResponse:
    said = {field: request.POST.get(field, "").strip() for field in _FIELDS}
    problem = _problem(said, invite="invite" in request.POST)
    if problem:
        return _page(request, problem)
    try:
        client = _keep(request, said)
    except NotAllowed as refused:
        return _page(request, refusal(refused))
    if client is None:
        gone = _("Nothing was kept. This enquiry is gone, or they are a client already.")
        return _page(request, gone)
    if "invite" not in request.POST:
        return redirect(home_of(request))
    return _link(request, client, said["email"])


_FIELDS = ("name", "pronouns", "email", "phone", "lead")


def _problem(said: dict[str, str], *, invite: bool) -> str:
    if not said["name"]:
        return _("Nothing was kept yet. Write the client's name.")
    if not _is_uuid(said["lead"]):
        return _("Nothing was kept yet. Choose who leads.")
    if (said["email"] or invite) and not EMAIL.fullmatch(said["email"]):
        return _("Nothing was kept yet. Write the e-mail address as name@example.org.")
    return ""


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _keep(request: HttpRequest, said: dict[str, str]) -> ClientRef | None:
    """The new client; None: the enquiry that they were to come from is not there (any more)."""
    user: Any = request.user
    facts: dict[str, Any] = {
        "name": said["name"],
        "pronouns": said["pronouns"],
        "contact": ", ".join(part for part in (said["email"], said["phone"]) if part),
        "zone": user.zone or "UTC",
        "lead": UUID(said["lead"]),
        "on": timezone.localdate(),
        "by": actor(request),
        "at": timezone.now(),
    }
    if "enquiry" not in request.POST:
        return care_team.add_client(**facts, uid=uid_in(request, "uid"))
    asked = _asked(request)
    return enquiries.become_client(asked.uid, **facts) if asked else None


def _link(request: HttpRequest, client: ClientRef, email: str) -> HttpResponse:
    try:
        uid, by = uid_in(request, "uid"), actor(request)
        token = invitations.invite_client(client, email=email, uid=uid, by=by, at=timezone.now())
    except NotAllowed as refused:
        return _refused(request, client, refused)
    return link_page(request, token, client.name, back=home_of(request))


def _refused(request: HttpRequest, client: ClientRef, refused: NotAllowed) -> HttpResponse:
    context = {
        "place": home_of(request),
        "client": client,
        "reasons": [reason.text for reason in refused.decision.reasons],
        "back": home_of(request),
    }
    return render(request, "staff/no_link.html", context, status=400)


def client_invite(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """A link for a client who has no account yet, or who is locked out."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    email = request.POST.get("email", "").strip()
    if EMAIL.fullmatch(email) or (client.has_account and not email):
        return _link(request, client, email)
    said = _("No link was made. “%(email)s” is not an address yet; write it like name@example.org.")
    messages.error(request, said % {"email": email[:200]})
    return redirect(reverse("client_team", args=[client.public_id]) + "#link")
