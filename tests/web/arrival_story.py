"""Words for the stories of arrival: the page is published, somebody writes, versions are kept."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from longarc.care.enquiries import Told
from longarc.care.formulation import Adaptation, Section, made
from longarc.care.plan import Contacts, Needs, Step
from longarc.records import enquiry_page, support_page
from longarc.records.actions import contact_plan, enquiries, formulation, support
from longarc.records.ids import uuid7
from longarc.records.queries import clients
from longarc.records.queries import formulation as formulation_queries
from longarc.web.enquire import Stamp
from tests.cast import Cast, Person

SETTINGS = {
    "about": "A small invented practice.",
    "answered_by": "within three working days",
    "keep_days": "30",
    "place_1": "The Invented House",
    "offers_1": "a drop-in on Tuesdays",
    "reach_1": "+1 503 555 0150",
}
DEE = {"name": "Dee Invented", "reach": "dee@example.org, after five", "text": "I sleep badly."}


def support_published(cast: Cast) -> None:
    support.publish_support(
        phone="+43 1 555 0100", hours="weekdays 9 to 17", looked_by="by 9:00 the next working day",
        numbers=[support_page.Number("555 0199", "Invented helpline", "at any time")], country="",
        checked_on=timezone.localdate(), by=cast.owner.actor, at=timezone.now(),
    )  # fmt: skip


def page_published(cast: Cast, **more: str) -> None:
    support_published(cast)
    wanted = enquiry_page.read({**SETTINGS, **more}, cast.practice.pk)
    enquiries.publish(wanted, by=cast.owner.actor, at=timezone.now())


def stamp(ago: timedelta = timedelta(minutes=1), uid: UUID | None = None) -> str:
    """What a form holds that was opened so long ago."""
    return Stamp(uid or uuid7(), timezone.now() - ago).signed()


def writes(cast: Cast, at: datetime | None = None, **more: str) -> UUID:
    """Somebody wrote to the practice."""
    uid = uuid7()
    told = Told(**{**DEE, **more})
    enquiries.receive(told, uid=uid, by=cast.owner.actor, at=at or timezone.now())
    return uid


def ref(cast: Cast, who: Person):
    client = cast.ada.client
    assert client
    return clients.find(client.public_id, viewer=who.actor, at=timezone.now())


def keeps(cast: Cast, who: Person, *ways: Adaptation, **words: str) -> UUID:
    """A version of Ada's formulation, on top of the newest; its id."""
    client = ref(cast, who)
    shared = formulation_queries.load(client, viewer=who.actor)
    value = made(
        {**shared.value.words, **{Section(name): text for name, text in words.items()}},
        ways or shared.value.adaptations,
    )
    formulation.keep_version(
        client, value, form=tuple(Section), base=shared.now.uid if shared.now else None,
        by=who.actor, at=timezone.now(),
    )  # fmt: skip
    return newest(cast).uid


def newest(cast: Cast):
    return formulation_queries.load(ref(cast, cast.maya), viewer=cast.maya.actor).now


def plans(cast: Cast, needs: Needs, preparation: int, integration: int, why: str = "") -> None:
    step = Step(needs, Contacts(preparation, integration), why)
    contact_plan.keep_plan(
        ref(cast, cast.maya), step, "Steady, and alone a lot.", by=cast.maya.actor,
        at=timezone.now(),
    )  # fmt: skip
