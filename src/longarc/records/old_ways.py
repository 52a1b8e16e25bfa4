"""What opens an account now, and what ends when a link opens it. Called inside an action."""

from datetime import datetime

from allauth.mfa.models import Authenticator

from longarc.care.ways_in import NOT_THEIR_OWN, How, opens_from, words_open_at
from longarc.records.models import Invitation, Practice, User


def was_open(user: User) -> bool:
    """Whether somebody has had a way in of their own: then no link opens it alone.

    Not so while its first link was opened and nothing was chosen yet; nothing can be kept then.
    """
    if user.has_usable_password() or Authenticator.objects.filter(user=user).exists():
        return True
    theirs = Invitation.objects.filter(user=user)
    begun = theirs.filter(opened_how=How.FIRST).exists()
    return not begun or theirs.filter(used_at__isnull=False).exists()


def waits_from(user: User, at: datetime) -> datetime:
    """When a link that is made now opens by itself."""
    hours = Practice.objects.values_list("link_wait_hours", flat=True).get(pk=user.practice_id)
    waits = Invitation.objects.filter(user=user, used_at=None, expires_at__gt=at, stopped_at=None)
    before = waits.filter(opens_at__isnull=False).order_by("-opens_at").first()
    return opens_from(at, hours, before=before.opens_at if before else None)


def close(user: User) -> None:
    """No password, no second factor; sessions end with the password they were made with.

    Recovery codes stay: they are how a person shows later that it is them.
    """
    user.set_unusable_password()
    user.save(update_fields=["password"])
    codes = Authenticator.Type.RECOVERY_CODES
    Authenticator.objects.filter(user=user).exclude(type=codes).delete()


def own_now(
    user: User, by_what: How, opens_at: datetime | None, *, kept_codes: bool, at: datetime
) -> None:
    """What is shut after an opening of this kind, and what is open again."""
    if by_what is How.FIRST:
        return
    proven = kept_codes or user.words_shut_at is None
    if by_what in NOT_THEIR_OWN:
        user.words_shut_at, user.words_open_at = at, words_open_at(at, has_codes=kept_codes)
    elif proven:
        user.words_shut_at = user.words_open_at = user.records_from = None
    if by_what is How.SERVER:
        user.records_from = opens_at
    user.save(update_fields=["words_shut_at", "words_open_at", "records_from"])
    if not kept_codes and by_what is not How.CODE:
        Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
