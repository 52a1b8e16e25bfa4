"""Enquiries for those who answer them: the list, one enquiry, and the two answers to it."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from longarc.care.enquiries import NotNow
from longarc.records.actions import enquiries as actions
from longarc.records.queries import enquiries as queries
from longarc.records.queries import practice
from longarc.records.queries.enquiries import Asked
from longarc.web.staff.course_forms import MomentForm
from longarc.web.staff.people import actor

REASONS = {
    NotNow.NO_PLACE: gettext_lazy("We have no free place now"),
    NotNow.OTHER_HELP: gettext_lazy("Others can help better with this"),
    NotNow.LATER: gettext_lazy("Not at this time, later perhaps"),
}
#: What the letter says for each reason, in the project's own words.
LETTER = {
    NotNow.NO_PLACE: gettext_lazy(
        "We have no free place at the moment. This is about our hours, not about you."
    ),
    NotNow.OTHER_HELP: gettext_lazy(
        "We think that others can help better with this than we can. "
        "This is about what we are able to do, not about you."
    ),
    NotNow.LATER: gettext_lazy(
        "We think that our way of working does not fit this time in your life. "
        "You can write to us again later, and you need not explain."
    ),
}


class TalkForm(MomentForm):
    """When and with whom the free first conversation is."""

    with_user = forms.ChoiceField(label=gettext_lazy("With"))

    def __init__(self, *args: Any, staff: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["with_user"]
        choice.choices = staff


class NotNowForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why"),
        choices=list(REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Nothing was kept yet. Choose why.")},
    )


def enquiries(request: HttpRequest) -> HttpResponse:
    """The list. Opening it removes what is past its time."""
    viewer, now = actor(request), timezone.now()
    actions.forget(by=viewer, at=now)
    context = {
        "place": "enquiries",
        "found": queries.all_of(viewer=viewer, at=now),
        "page": queries.page(viewer=viewer),
        "now": now,
    }
    return render(request, "staff/enquiries.html", context)


def enquiry(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    return _page(request, _asked(request, enquiry_id))


def _asked(request: HttpRequest, enquiry_id: UUID) -> Asked:
    asked = queries.one(enquiry_id, viewer=actor(request), at=timezone.now())
    if asked is None:
        raise Http404
    return asked


def _page(
    request: HttpRequest,
    asked: Asked,
    talk_form: TalkForm | None = None,
    not_now_form: NotNowForm | None = None,
) -> HttpResponse:
    context = {
        "place": "enquiries",
        "asked": asked,
        "now": timezone.now(),
        "reasons": REASONS,
        "talk_form": talk_form or _talk_form(request),
        "not_now_form": not_now_form or NotNowForm(auto_id="not_now_%s"),
    }
    wrong = talk_form or not_now_form
    return render(request, "staff/enquiry.html", context, status=422 if wrong else 200)


def _talk_form(request: HttpRequest, data: Any = None) -> TalkForm:
    holders = [(str(one.id), one.name) for one in practice.holders(viewer=actor(request))]
    first = {"with_user": str(getattr(request.user, "public_id", ""))}
    return TalkForm(data, auto_id="talk_%s", staff=holders, initial=first)


def enquiry_talk(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """Plan the free first conversation, or another time for it."""
    asked = _asked(request, enquiry_id)
    form = _talk_form(request, request.POST)
    if not form.is_valid():
        return _page(request, asked, talk_form=form)
    told, by = form.cleaned_data, actor(request)
    who = UUID(told["with_user"])
    if not actions.plan_talk(asked.uid, told["starts_at"], who, by=by, at=timezone.now()):
        raise Http404
    return redirect("enquiry", asked.uid)


def enquiry_not_now(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """Keep "not here, not now", and show the letter to read out, print or copy."""
    asked = _asked(request, enquiry_id)
    if request.method == "GET":
        return _letter(request, asked)
    form = NotNowForm(request.POST, auto_id="not_now_%s")
    if not form.is_valid():
        return _page(request, asked, not_now_form=form)
    reason = NotNow(form.cleaned_data["reason"])
    actions.not_now(asked.uid, reason, by=actor(request), at=timezone.now())
    return redirect("enquiry_not_now", asked.uid)


def _letter(request: HttpRequest, asked: Asked) -> HttpResponse:
    if asked.not_now is None or asked.not_now.reason is None:
        return redirect("enquiry", asked.uid)
    viewer = actor(request)
    page = queries.page(viewer=viewer)
    context = {
        "place": "enquiries",
        "asked": asked,
        "why": LETTER[asked.not_now.reason],
        "places": page.places if page else (),
        "support": f"{settings.ORIGIN}{reverse('support')}",
        "practice": practice.name(viewer=viewer),
    }
    return render(request, "staff/enquiry_letter.html", context)
