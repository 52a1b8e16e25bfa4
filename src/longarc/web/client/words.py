"""The client's own words: a list that only they see, to share, take back or remove."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.records.actions.entries import remove_words, share_words
from longarc.records.queries import words as queries
from longarc.web.client.forms import form_id, me

ON_A_PAGE = 50


def words(request: HttpRequest) -> HttpResponse:
    """Newest first; `?before=` goes further back."""
    before = request.GET.get("before", "")
    told = queries.own(
        viewer=me(request),
        most=ON_A_PAGE + 1,
        before=int(before[:18]) if before.isdecimal() else None,
    )
    shown, older = told[:ON_A_PAGE], told[ON_A_PAGE:]
    context = {
        "tab": "today",
        "words": shown,
        "older": bool(older),
        "before": shown[-1].seq if shown else 0,
    }
    return render(request, "client/words.html", context)


def share(request: HttpRequest) -> HttpResponse:
    """Share with the care team, or take that back."""
    shared = request.POST.get("shared") == "1"
    done = share_words(form_id(request), shared=shared, by=me(request), at=timezone.now())
    said = _("Shared with your care team.") if shared else _("Private again.")
    messages.info(request, said if done else _("Nothing was changed."))
    return redirect("words")


def remove(request: HttpRequest) -> HttpResponse:
    """Words that are not shared go at once and for good."""
    done = remove_words(form_id(request), by=me(request), at=timezone.now())
    said = (
        _("Removed.") if done else _("Nothing was changed. Shared words can be taken back first.")
    )
    messages.info(request, said)
    return redirect("words")
