"""People: accounts, roles, clients, and who holds whom."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from longarc.records.codec import SealedField
from longarc.records.ids import uuid7
from longarc.records.models.practice import Practice


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An account: a client's or a staff member's, in one practice.

    `contact`: how the practice reaches a staff member. `email` is what they sign in with.

    The last four come with the row that every request reads, so that they cost nothing (ADR 36):
    `link_until`, a link that they are to be told of may stand until then; `words_shut_at`, what
    they wrote for themselves before then is shut, until `words_open_at` or, without it, until a
    recovery code of theirs; `records_from`, clients' records open under this account from then.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    public_id = models.UUIDField(unique=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = SealedField()
    is_active = models.BooleanField(default=True)
    zone = models.CharField(max_length=64, blank=True)
    theme = models.CharField(max_length=8, default="auto")
    contact = SealedField(null=True)
    created_at = models.DateTimeField()
    link_until = models.DateTimeField(null=True)
    words_shut_at = models.DateTimeField(null=True)
    words_open_at = models.DateTimeField(null=True)
    records_from = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return f"account {self.pk}"


class StaffRole(models.Model):
    """One role that one staff member holds, with dates."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="staff_roles")
    role = models.CharField(max_length=20)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.role} of account {self.user_id}"


class Client(models.Model):
    """The person who receives care. `public_id` is the only id that leaves the program.

    `contact` is how an older version kept phone and e-mail, in one line (`queries.details`).
    `state` is the newest `ClientState` (care.leaving.State): empty while they are here.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    public_id = models.UUIDField(unique=True, default=uuid7, editable=False)
    user = models.OneToOneField(User, null=True, on_delete=models.PROTECT, related_name="client")
    name = SealedField()
    pronouns = SealedField(null=True)
    contact = SealedField(null=True)
    phone = SealedField(null=True)
    email = SealedField(null=True)
    emergency = SealedField(null=True)
    state = models.CharField(max_length=12, blank=True, default="")
    zone = models.CharField(max_length=64, default="UTC")
    fine = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"client {self.pk}"


class CareMember(models.Model):
    """One staff member holding one client, with dates, so that continuity can be seen."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="care_team")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="holds")
    lead = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client", "user"], condition=models.Q(until=None), name="holds_once"
            ),
            models.UniqueConstraint(
                fields=["client"], condition=models.Q(until=None, lead=True), name="one_lead"
            ),
        ]

    def __str__(self) -> str:
        return f"account {self.user_id} holds client {self.client_id}"
