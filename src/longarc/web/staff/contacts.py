"""Which support this person needs, and how many meetings follow from it."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from longarc.care import plan
from longarc.care.decision import NotAllowed
from longarc.care.numbers import Numbers
from longarc.care.plan import Contacts, Needs, Step
from longarc.care.reports import clean
from longarc.records.actions.contact_plan import keep_plan
from longarc.records.queries import contact_plan as queries
from longarc.records.queries import formulation
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.numbers import of_practice
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.formulation import BESIDE, WORDS
from longarc.web.staff.people import actor, refusal

NAMES = {
    Needs.STABLE: gettext_lazy("A stable seeker"),
    Needs.BETWEEN: gettext_lazy("In between"),
    Needs.LONG: gettext_lazy("Long suffering"),
}
NEEDS = {
    Needs.STABLE: gettext_lazy(
        "A stable seeker: daily life holds, people are near, and what happened has some ground "
        "under it."
    ),
    Needs.BETWEEN: gettext_lazy(
        "In between: some of it holds and some does not, or it is too early to tell."
    ),
    Needs.LONG: gettext_lazy(
        "Long suffering: years of it, or help that missed it. More of everything: time, "
        "preparation, integration, the same people."
    ),
}
LONGEST = 2000
_WHOLE = {
    name: gettext_lazy("Nothing was kept yet. Write a whole number, or leave it empty.")
    for name in ("invalid", "min_value", "max_value")
}


class ContactsForm(forms.Form):
    """A number that is left empty follows from the support that was chosen."""

    needs = forms.ChoiceField(
        label=gettext_lazy("Which support does this person need now?"),
        choices=list(NEEDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Nothing was kept yet. Choose one of the three.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Describe it in words. The client reads these, not the row above."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Nothing was kept yet. Describe the support in words.")
        },
    )
    preparation = forms.IntegerField(
        label=gettext_lazy("Meetings to prepare (empty: as below)"),
        required=False,
        min_value=plan.FEWEST,
        max_value=plan.MOST,
        error_messages=_WHOLE,
    )
    integration = forms.IntegerField(
        label=gettext_lazy("Meetings to take it in (empty: as below)"),
        required=False,
        min_value=plan.FEWEST,
        max_value=plan.MOST,
        error_messages=_WHOLE,
    )
    why = forms.CharField(
        label=gettext_lazy("The reason, when a number goes down. The client reads it."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_words(self) -> str:
        return clean(self.cleaned_data["words"])

    def clean_why(self) -> str:
        return clean(self.cleaned_data["why"])

    def step(self, stands: Step | None, numbers: Numbers) -> Step:
        """What was asked for, where `stands` stands now and these numbers speak."""
        told, needs = self.cleaned_data, Needs(self.cleaned_data["needs"])
        least = plan.least(needs, stands, numbers)
        contacts = Contacts(
            told["preparation"] or least.preparation, told["integration"] or least.integration
        )
        return Step(needs, contacts, told["why"])


def client_contacts(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    client: ClientRef = request.client  # type: ignore[attr-defined]
    planned = queries.of_client(client, viewer=actor(request))
    if request.method == "POST":
        return _keep(request, client, planned)
    first: dict[str, Any] = {"words": planned.words}
    if planned.stands:
        first["needs"] = planned.stands.needs
    return _page(request, client, planned, ContactsForm(initial=first, auto_id="contacts_%s"))


def _keep(request: HttpRequest, client: ClientRef, planned: queries.Plan) -> HttpResponse:
    form = ContactsForm(request.POST, auto_id="contacts_%s")
    if not form.is_valid():
        return _page(request, client, planned, form)
    numbers = of_practice(viewer=actor(request))
    step, words = form.step(planned.stands, numbers), form.cleaned_data["words"]
    try:
        uid = uid_in(request, "uid")
        keep_plan(client, step, words, uid=uid, by=actor(request), at=timezone.now())
    except NotAllowed as refused:
        form.add_error("why", refusal(refused))
        return _page(request, client, planned, form)
    return redirect("client_formulation", client.public_id)


def _page(
    request: HttpRequest, client: ClientRef, planned: queries.Plan, form: ContactsForm
) -> HttpResponse:
    viewer = actor(request)
    shared, numbers = formulation.load(client, viewer=viewer), of_practice(viewer=viewer)
    context = {
        "place": "caseload",
        "client": client,
        "form": form,
        "plan": planned,
        "planned": plan.in_words(planned.stands.contacts) if planned.stands else (),
        "table": [(NAMES[needs], plan.contacts(needs, numbers)) for needs in Needs],
        "follow_up": plan.follow_up(),
        "beside": [(WORDS[one][0], shared.value.words.get(one, "")) for one in BESIDE],
    }
    status = 422 if form.is_bound else 200
    return render(request, "staff/contacts.html", context, status=status)
