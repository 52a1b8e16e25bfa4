"""Stopping e-mail from a mail itself, without signing in: one page, and one button."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from longarc.care.access import Actor
from longarc.care.reminders import Way
from longarc.records.actions import leaving
from longarc.records.actions import reminders as actions
from longarc.records.ids import uuid7
from longarc.records.queries import clients
from longarc.records.queries import reminders as queries


def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing: programs open links, too. It says nothing of whose it is."""
    who = queries.mailed_to(token, viewer=None)
    if who is None:
        raise Http404
    if request.method == "POST":
        _stop(who)
    return render(request, "stop.html", {"done": request.method == "POST"})


def _stop(who: Actor) -> None:
    """Another way that was chosen since goes on. Who is called gone has said something."""
    client = clients.own(viewer=who)
    leaving.wrote(by=who, at=timezone.now())
    stands = queries.chosen(client, viewer=who)
    if stands.way is Way.EMAIL:
        wanted = replace(stands, way=Way.NONE)
        actions.choose(client, wanted, uid=uuid7(), by=who, at=timezone.now())
