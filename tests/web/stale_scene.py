"""A practice in which every form stands on some page, and histories of pages that grow old.

`Scene.histories` opens the page of one form twice, as two tabs or two people do, fills both in by
chance, and sends the newer one first. Each history is undone after it was looked at.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from random import Random
from typing import Any

from django.apps import apps
from django.db import transaction
from django.test import Client as Browser
from django.urls import resolve
from django.utils import timezone

from longarc.care.commitments import Rhythm
from longarc.care.formulation import Formulation, Section
from longarc.care.jurisdiction import Code
from longarc.care.parts import Told
from longarc.care.plan import Needs
from longarc.care.relationship import Kind
from longarc.care.safety_plan import Section as PlanPart
from longarc.care.screening_facts import Taken
from longarc.records.actions import (
    adverse,
    commitments,
    formulation,
    living,
    parts,
    profile,
    referrals,
    relationship,
    safety_plan,
    screening,
    threads,
)
from longarc.records.ids import uuid7
from longarc.records.queries import clients
from longarc.web.routes import POLICY
from tests.cast import Cast, Person, check_in
from tests.web import arrival_story, forms, session_story
from tests.web.forms import Form
from tests.web.record_story import yesterday
from tests.web.staff import story
from tests.web.test_policy_matrix import routes

#: What looking at a page may write, and what is worked out again at any time.
NOT_SAID = {"auditentry", "windowstate", "session", "usersession", "logentry"}
State = dict[str, set[tuple[Any, ...]]]


def state() -> State:
    """Every stored row, as it is."""
    kinds = [one for one in apps.get_models() if one._meta.model_name not in NOT_SAID]
    return {one._meta.label: set(_rows(one)) for one in kinds}


def _rows(kind: Any) -> Iterator[tuple[Any, ...]]:
    names = [one.attname for one in kind._meta.concrete_fields if one.attname != "last_login"]
    return kind._base_manager.values_list(*names).iterator()


def gone(before: State, after: State) -> dict[str, set[Any]]:
    """Rows that were changed or removed."""
    found = {name: rows - after[name] for name, rows in before.items()}
    return {name: rows for name, rows in found.items() if rows}


@dataclass(frozen=True)
class Place:
    """Where a form stands: whose page, its address, the route it is sent to, and its fields."""

    who: str
    page: str
    route: str
    kind: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.route} by {self.who} on {self.page}: {' '.join(self.kind)}"


@dataclass
class Answer:
    """What came of sending a form."""

    status: int
    text: str
    sent: dict[str, list[str]] = field(default_factory=dict)
    went: bool = False

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return [(name, value) for name, values in self.sent.items() for value in values]


@dataclass
class Scene:
    cast: Cast
    browsers: dict[str, Browser]
    ids: dict[str, Any]
    places: list[Place] = field(default_factory=list)

    def see(self, who: str, page: str) -> list[Form]:
        answer = self.browsers[who].get(page)
        html = "text/html" in answer.headers.get("Content-Type", "")
        if answer.status_code != 200 or not html:
            return []
        return forms.forms_of(answer.content.decode(), page)

    def walk(self) -> None:
        """Every form that these people find on any page."""
        for who in self.browsers:
            for name, route in routes().items():
                if "GET" in POLICY[name] and not any(one in name for one in SKIPPED):
                    self._look(who, route.url(**self.ids) if route.kinds else route.url())

    def _look(self, who: str, page: str) -> None:
        for form in self.see(who, page):
            name = resolve(form.action.partition("#")[0].partition("?")[0]).view_name
            place = Place(who, page, name, form.kind)
            if name != "leave" and place not in self.places:
                self.places.append(place)

    def find(self, place: Place, dice: Random, like: Form | None = None) -> Form | None:
        """One of the forms of this kind that stand there now; or the same one on another page."""
        there = [
            one
            for one in self.see(place.who, place.page)
            if one.kind == place.kind and (like is None or one.about == like.about)
        ]
        return dice.choice(there) if there else None

    def send(self, who: str, form: Form, sent: dict[str, list[str]]) -> Answer:
        answer = self.browsers[who].post(form.action, sent)
        html = unescape(answer.content.decode()) if answer.content else ""
        went = answer.status_code in (200, 302) and 'role="alert"' not in html
        return Answer(answer.status_code, html, sent, went)


#: Pages of the library, of links that need a secret, and what is not a page.
SKIPPED = (
    *("account", "mfa_", "usersessions", "welcome", "demo_sign", "stop_mails", "leave", "api_"),
    *("offline", "csv", "export_file", "calendar_feed"),
)


def built(cast: Cast, signed_in: Callable[[Person], Browser]) -> Scene:
    """Ada's course is under way; the practice runs; each person has a browser."""
    names = ("ada", "maya", "finn", "prescriber", "owner", "coordinator", "safeguarding")
    scene = Scene(cast, {name: signed_in(getattr(cast, name)) for name in names}, {})
    scene.browsers["owner_too"] = signed_in(cast.owner)
    scene.ids |= _practice(cast) | _course(cast)
    scene.walk()
    return scene


def _practice(cast: Cast) -> dict[str, Any]:
    arrival_story.page_published(cast)
    profile.set_profile(Code.CLINIC, by=cast.owner.actor, at=timezone.now())
    return {"enquiry_id": arrival_story.writes(cast)}


def _course(cast: Cast) -> dict[str, Any]:
    ada, own = session_story.known_as(cast.ada, cast.maya), clients.own(viewer=cast.ada.actor)
    team, hers = _now(cast.maya), _now(cast.ada)
    story.usual(cast.ada, days=40)
    story.asks_for_contact(cast.ada)
    story.begins(cast.ada, "arrival", 40)
    story.begins(cast.ada, "preparation", 12)
    check_in(cast.ada, timezone.now(), 20)
    arrival_story.plans(cast, Needs.BETWEEN, 6, 9)
    session = yesterday(cast)
    session_story.ready(cast)
    referrals.refer(ada, cast.prescriber.user.public_id, **team)
    screening.tell_medicines(own, "Priadel, Zoloft", Taken.NOW, None, uid=uuid7(), **hers)
    threads.add(own, threads.NewThread("A blue door"), shared=True, uid=(thread := uuid7()), **hers)
    parts.keep_part(own, (part := uuid7()), Told("The guard"), seen=None, shared=True, **hers)
    commitments.add(own, "Walk", Rhythm.MOST_DAYS, uid=uuid7(), **hers)
    living.add_behaviour(own, "Ask for help", uid=uuid7(), **hers)
    relationship.name(own, relationship.Named(Kind.OWN, words="Rushed"), uid=uuid7(), **hers)
    words = Formulation({Section.TRIGGER: "A raised voice"})
    formulation.keep_version(ada, words, form=tuple(Section), base=None, **team)
    plan = {PlanPart.SIGNS: "No sleep"}
    safety_plan.keep_plan(own, plan, base=None, uid=uuid7(), **hers)
    adverse.report(own, "The floor moves", None, uid=uuid7(), **hers)
    return {
        "client_id": cast.ada.client.public_id, "session": session, "thread": thread, "part": part,
        "draft_id": uuid7(), "staff_id": cast.bo.user.public_id,
    }  # fmt: skip


def _now(person: Person) -> dict[str, Any]:
    return {"by": person.actor, "at": timezone.now()}


class Undone(Exception):
    """A history was looked at: the rows are as they were."""


def undone(act: Callable[[], Any]) -> Any:
    """What `act` gives; nothing that it wrote stays."""
    found: list[Any] = []
    try:
        with transaction.atomic():
            found.append(act())
            raise Undone
    except Undone:
        return found[0]
