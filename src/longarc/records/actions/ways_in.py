"""A link to an account that was open before: confirmed by a second person, or stopped (ADR 36)."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from longarc.care.access import Actor
from longarc.care.decision import NotAllowed, refuse
from longarc.care.text import Text, msg
from longarc.care.ways_in import (
    LEAST_HOURS,
    MOST_HOURS,
    NOT_THEIR_OWN,
    OLD_ADDRESS,
    Second,
    may_confirm,
    words_open_at,
)
from longarc.records import audit
from longarc.records.codec import Where, seal
from longarc.records.db import action
from longarc.records.models import Invitation, LinkNotice, Practice, StaffRole, User
from longarc.records.old_ways import close
from longarc.records.queries import ways_in as queries
from longarc.records.scope import rows


@action
def confirm(link: int, words: str, *, by: Actor, at: datetime) -> bool:
    """A second person says how they knew whose link it is; False: there is none for this person.

    Raises:
        NotAllowed: they made it, it is their own, they are too new, or they wrote nothing.
    """
    row = queries.seen_by(by, at=at).select_for_update(of=("self",)).filter(pk=link).first()
    if row is None or row.server:
        return False
    may_confirm(_second(row, by, at), words.strip(), at=at).require()
    if row.confirmed_at:
        return True
    how = seal(words.strip(), _where(row))
    Invitation.objects.filter(pk=row.pk).update(
        confirmed_by_id=by.user, confirmed_at=at, confirmed_how=how
    )
    _write("link_confirmed", row, by, at)
    return True


def _where(row: Invitation) -> Where:
    return Where(row.practice_id, row.client_id, "invitation.confirmed_how", row.token_hash)


def _second(row: Invitation, by: Actor, at: datetime) -> Second:
    me = User.objects.get(pk=by.user or 0)
    held = StaffRole.objects.filter(user=me, until=None).order_by("since")
    since = max(me.created_at, held.values_list("since", flat=True).first() or me.created_at)
    shut = me.records_from is not None and me.records_from > at
    proven = queries.words_shut(me, at=at) is None and not shut
    return Second(row.made_by_id == by.user, row.user_id == by.user, since, proven)


def _write(act: str, row: Invitation, by: Actor, at: datetime, detail: str = "") -> None:
    target = row.user.public_id if row.user else None
    audit.write(act, by=by, at=at, client=row.client_id, target=target, detail=detail)


@action
def stop_own(*, by: Actor, at: datetime) -> int:
    """ "This was not me", on one's own page: every link to this account that waits ends.

    Returns how many.
    """
    return _stop_all(by.user or 0, by, at)


@action
def stop_one(link: int, *, by: Actor, at: datetime) -> bool:
    """Whoever may know of a link stops it, and every other one to that account.

    Anybody of them may: a link that was stopped in error is made again, one that was opened is not.
    """
    row = queries.seen_by(by, at=at).filter(pk=link).first()
    if row is None or not row.user_id:
        return False
    return bool(_stop_all(row.user_id, by, at))


def _stop_all(user: int, by: Actor, at: datetime) -> int:
    """Every link of theirs that waits; whoever came in with one and has chosen nothing is out."""
    found = _waiting(user, at)
    let_in = found.filter(opened_how__in=NOT_THEIR_OWN).order_by("opened_at")
    opened = let_in.select_related("user").select_for_update(of=("self",)).first()
    done = _stop(found, by, at)
    if opened and opened.user:
        _shut_out(opened.user, opened)
    return done


@action
def stop_by_mail(notice: LinkNotice, *, at: datetime) -> int:
    """ "This was not me", from a mail: also after an opening without a code of one's own.

    What the opening let in is out at its next request.
    """
    row, by = notice.invitation, Actor(notice.user_id, notice.practice_id)
    if row.user_id != notice.user_id:
        return 0
    opened = Q(opened_at__gt=at - OLD_ADDRESS, opened_how__in=NOT_THEIR_OWN)
    mine = Invitation.objects.filter(user_id=notice.user_id, stopped_at=None)
    let_in = list(mine.filter(opened).order_by("opened_at").select_for_update())
    closes = bool(let_in)
    done = _stop(_waiting(notice.user_id, at) | mine.filter(opened), by, at, "by mail")
    if closes:
        _shut_out(notice.user, let_in[0])
    return done


def _shut_out(user: User, row: Invitation) -> None:
    """Nothing that was set up since the opening opens the account; codes from before still do."""
    close(user)
    Authenticator.objects.filter(user=user, created_at__gte=row.opened_at).delete()


def _waiting(user: int, at: datetime) -> QuerySet[Invitation]:
    found = Invitation.objects.filter(user_id=user, used_at=None, stopped_at=None)
    return found.filter(opens_at__isnull=False, expires_at__gt=at)


def _stop(found: QuerySet[Invitation], by: Actor, at: datetime, detail: str = "") -> int:
    stopped = list(found.select_related("user"))
    keys = [row.pk for row in stopped]
    Invitation.objects.filter(pk__in=keys).update(
        stopped_at=at, stopped_by_id=by.user, expires_at=at
    )
    for row in stopped:
        _write("link_stopped", row, by, at, detail)
    return len(keys)


@action
def set_wait(hours: int, *, by: Actor, at: datetime) -> None:
    """How long links wait that are made from now on; those that wait already keep their time.

    Raises:
        NotAllowed: shorter than a day, or longer than two weeks.
    """
    if not LEAST_HOURS <= hours <= MOST_HOURS:
        told = {"least": LEAST_HOURS, "most": MOST_HOURS}
        sentence = msg("Nothing was changed. Write a number of hours from %(least)s to %(most)s.")
        raise NotAllowed(refuse("hours", Text(sentence, told)))
    Practice.objects.filter(pk=by.practice).update(link_wait_hours=hours)
    audit.write("set_link_wait", by=by, at=at, detail=str(hours))


@action
def open_words(*, by: Actor, at: datetime) -> None:
    """A recovery code from before was right: what was kept for oneself is open again."""
    rows(User, by).filter(pk=by.user or 0).update(words_shut_at=None, words_open_at=None)
    audit.write("opened_own_words", by=by, at=at, client=by.client)


@action
def name_a_day(*, by: Actor, at: datetime) -> None:
    """No code is left that could open what is shut: it opens by itself, as for someone without."""
    row = rows(User, by).filter(pk=by.user or 0, words_open_at=None, words_shut_at__isnull=False)
    row.update(words_open_at=words_open_at(at, has_codes=False))


@action
def came_by_code(*, by: Actor, at: datetime) -> None:
    """Somebody without a password opened their account with a recovery code."""
    audit.write("opened_by_code", by=by, at=at, client=by.client)
