"""Everyone: finding, ordering and paging the clients of one staff member, each in one line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from longarc.care.access import Relation
from longarc.care.arc import Phase
from longarc.care.finding import Finding
from longarc.records.queries.caseload import Listed
from longarc.web.staff import terms
from longarc.web.staff.digest import Digest
from longarc.web.staff.terms import Moments
from longarc.web.words import say

#: Clients on one page of the list.
PAGE = 100
ORDERS = {
    "name": gettext_lazy("Name"),
    "quiet": gettext_lazy("Longest since a check-in"),
    "next": gettext_lazy("Next meeting"),
}
_NEVER, _FAR = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_ANY = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Known:
    """One client of the list with what is known of them now."""

    listed: Listed
    digest: Digest
    standing: tuple[Finding, ...]
    former: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.listed.ref.name


@dataclass(frozen=True)
class Row:
    """One line, in words."""

    url: str
    name: str
    where: str
    sparkline: SafeString
    words: str
    last: str
    next: str
    supervised: bool


@dataclass(frozen=True)
class Asked:
    """What the address of the page asks for; anything unknown is left out."""

    find: str
    phase: str
    order: str
    names_only: bool
    all_needs: bool
    page: int

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        asked, number = request.GET, request.GET.get("page", "")
        phase, order = asked.get("phase", ""), asked.get("order", "")
        return cls(
            find=asked.get("find", "").strip()[:100],
            phase=phase if phase in set(Phase) else "",
            order=order if order in ORDERS else "name",
            names_only=asked.get("names") == "1",
            all_needs=asked.get("all") == "1",
            page=max(1, int(number)) if number.isascii() and number[:5].isdigit() else 1,
        )

    def query(self, **other: str | int) -> str:
        """The same page with something else asked for."""
        asked: dict[str, str | int] = {
            "find": self.find,
            "phase": self.phase,
            "order": self.order,
            "names": "1" if self.names_only else "",
            "all": "1" if self.all_needs else "",
        }
        return "?" + urlencode({k: v for k, v in {**asked, **other}.items() if v})

    def choose(self, everyone: Sequence[Known], moments: Moments) -> list[Known]:
        """Those who fit, in the order asked for."""
        found = self.find.casefold()
        chosen = [
            known
            for known in everyone
            if any(found in name.casefold() for name in (known.name, *known.former))
            and self._in_phase(known, moments)
        ]
        order = _ORDER.get(self.order)
        return sorted(chosen, key=order) if order else chosen

    def _in_phase(self, known: Known, moments: Moments) -> bool:
        begun = moments.phase(known.digest.phases) if self.phase else None
        return not self.phase or (begun is not None and begun.phase == self.phase)

    def on_page(self, chosen: Sequence[Known]) -> Sequence[Known]:
        return chosen[(self.page - 1) * PAGE : self.page * PAGE]


_ORDER: dict[str, Callable[[Known], datetime]] = {
    "quiet": lambda known: known.digest.last_at or _NEVER,
    "next": lambda known: known.listed.next_meeting or _FAR,
}


def where_of(known: Known, moments: Moments) -> str:
    """Where in the arc somebody is; for who is not here, that."""
    state = known.listed.ref.state
    return str(terms.GONE[state]) if state else moments.where(known.digest.phases)


def rows(page: Sequence[Known], moments: Moments) -> list[Row]:
    # One look-up for all: each costs as much as the rest of a row.
    address = reverse("client", args=[_ANY]).replace(_ANY, "{}").format
    none = {"last": _("none yet"), "next": pgettext("no meeting is planned", "none")}
    return [_row(known, address, none, moments) for known in page]


def _row(
    known: Known, address: Callable[[object], str], none: Mapping[str, str], moments: Moments
) -> Row:
    listed, digest = known.listed, known.digest
    return Row(
        url=address(listed.ref.public_id),
        name=known.name,
        where=moments.where(digest.phases),
        sparkline=digest.sparkline,
        words=_words(digest, moments),
        last=moments.day(digest.last_at) if digest.last_at else none["last"],
        next=moments.ahead(listed.next_meeting) if listed.next_meeting else none["next"],
        supervised=listed.ref.relation is Relation.SUPERVISION,
    )


def _words(digest: Digest, moments: Moments) -> str:
    """The words beside the sparkline. Rest that the client asked for is never called quiet."""
    if rest := digest.resting(moments.now):
        if rest.until is None:
            return _("resting until they say")
        return _("resting until %(day)s") % {"day": moments.ahead(rest.until)}
    if digest.imported:
        return _("imported series")
    return say(digest.words) if digest.words else _("not known")


def choices(asked: Asked, found: int) -> dict[str, object]:
    """What the page needs for its form and for turning pages."""
    pages = max(1, -(-found // PAGE))
    return {
        "asked": asked,
        "found": found,
        "phases": terms.PHASES.items(),
        "orders": ORDERS.items(),
        "pages": pages,
        "before": asked.query(page=asked.page - 1) if asked.page > 1 else "",
        "after": asked.query(page=asked.page + 1) if asked.page < pages else "",
        "show_all": asked.query(all="1"),
        "other_names": asked.query(names="" if asked.names_only else "1"),
    }
