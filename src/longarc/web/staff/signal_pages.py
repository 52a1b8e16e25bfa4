"""Where each kind of finding is answered, or read: the page that its card leads to."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from longarc.care.finding import Code
from longarc.records.queries.clients import ClientRef


@dataclass(frozen=True)
class Page:
    """The page of a client on which a finding is answered. `main`: that is the way to answer it."""

    route: str
    words: str | Promise
    fragment: str = ""
    main: bool = False

    def url(self, client: ClientRef) -> str:
        return reverse(self.route, args=[client.public_id]) + self.fragment


PAGES = {
    Code.RISK: Page("client_risk", gettext_lazy("Open the path"), main=True),
    Code.WROTE_AGAIN: Page("client_state", gettext_lazy("Record how it is"), main=True),
    Code.LEAVING: Page("client_risk", gettext_lazy("Ask the risk questions together"), main=True),
    Code.TOUCH: Page("client_session_records", gettext_lazy("Read the record of the session")),
    Code.SCREENING: Page("client_screening", gettext_lazy("Open screening"), main=True),
    Code.DECLINED: Page("client_screening", gettext_lazy("Open screening")),
    Code.LAPSED: Page("client_screening", gettext_lazy("Open screening"), main=True),
    Code.DECIDED: Page("client_screening", gettext_lazy("Open screening")),
    Code.ADVERSE: Page("client_adverse", gettext_lazy("Follow it up"), main=True),
    Code.CONTACT_DUE: Page("client_follow_up", gettext_lazy("Record the contact"), main=True),
    Code.FOLLOW_UP: Page("client_follow_up", gettext_lazy("Record the contact"), main=True),
    Code.SLOWER: Page(
        "client_readiness", gettext_lazy("Talk about it, and record that"), "#decide"
    ),
    Code.RUPTURE: Page("client_relationship", gettext_lazy("Record what was talked about")),
    Code.RELATION: Page("client_relationship", gettext_lazy("Record what was talked about")),
}
