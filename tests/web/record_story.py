"""What is recorded of a session that Ada had yesterday, for tests that need it."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from longarc.care.session_record import Kind, Told
from longarc.records.actions import adverse, session_record, window
from longarc.records.actions.session_record import Page
from longarc.records.queries import clients
from longarc.records.queries import session_record as queries
from tests.web.session_story import known_as

HOUR = timedelta(hours=1)


def yesterday(cast):
    """The session, kept by Maya, without a word of what happened."""
    ada, start = known_as(cast.ada, cast.maya), timezone.now() - timedelta(hours=30)
    return window.keep_session(ada, start, by=cast.maya.actor, at=start)


def record(cast, session):
    return queries.find(known_as(cast.ada, cast.maya), session, viewer=cast.maya.actor)


def happened(cast, session, *lines, by=None, at=None):
    """Keeps lines as (kind, hours after the start, words)."""
    start = record(cast, session).starts_at
    told = [Told(kind, start + hours * HOUR, words) for kind, hours, words in lines]
    ada, page = known_as(cast.ada, cast.maya), Page(uuid4(), sure=True)
    by, at = (by or cast.maya).actor, at or timezone.now()
    session_record.write(ada, session, told, page=page, by=by, at=at)


def signs(cast, session, who=None):
    page = Page(uuid4(), seen=record(cast, session).upto)
    by, ada = (who or cast.maya).actor, known_as(cast.ada, cast.maya)
    return session_record.sign(ada, session, page=page, by=by, at=timezone.now())


def ended(cast, session, hours=6):
    happened(cast, session, (Kind.ENDED, hours, ""))


def worries(cast, session):
    """Ada reports something; nobody has graded it."""
    own, by = clients.own(viewer=cast.ada.actor), cast.ada.actor
    adverse.report(own, "The floor still moves.", session, uid=uuid4(), by=by, at=timezone.now())
