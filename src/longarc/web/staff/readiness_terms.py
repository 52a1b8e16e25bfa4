"""Names of the parts of readiness and pacing, for staff."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from longarc.care.pacing import Answer, Code
from longarc.care.readiness import Item

ANSWERS: dict[Answer, Promise] = {
    Answer.INTEGRATE: gettext_lazy("Integrate first"),
    Answer.SLOW: gettext_lazy("Slow down"),
    Answer.PREPARE: gettext_lazy("Keep preparing"),
    Answer.READY: gettext_lazy("Ready to talk about it"),
}
#: The suggestion in one sentence.
SUGGESTED: dict[Answer, Promise] = {
    Answer.INTEGRATE: gettext_lazy(
        "The rules suggest: integrate first. What was opened asks for time."
    ),
    Answer.SLOW: gettext_lazy("The rules suggest: slow down. Something asks for attention first."),
    Answer.PREPARE: gettext_lazy(
        "The rules suggest: keep preparing. A capacity is not there yet, or not known."
    ),
    Answer.READY: gettext_lazy(
        "The rules suggest: ready to talk about it. That is the most they say; what is not known "
        "stands below."
    ),
}
#: The rule behind each reason.
RULES: dict[Code, Promise] = {
    Code.RECENT: gettext_lazy("Days since the last session"),
    Code.SETTLED: gettext_lazy("Settling after the last session"),
    Code.CONTACTS: gettext_lazy("Integration contacts of this cycle"),
    Code.NEAR: gettext_lazy("A thread too near"),
    Code.FLAG: gettext_lazy("Flags of the window model"),
    Code.ADVERSE: gettext_lazy("Adverse events"),
    Code.RISK: gettext_lazy("The risk path"),
    Code.WORSE: gettext_lazy("Exercises that made it worse"),
    Code.RUPTURE: gettext_lazy("Open ruptures"),
    Code.SLOWER: gettext_lazy("The client asked for slower"),
    Code.CAPACITY: gettext_lazy("Evidence for the capacities"),
    Code.VIEW: gettext_lazy("The two views"),
}
ITEMS: dict[Item, Promise] = {
    Item.SCREENING: gettext_lazy("Screening complete"),
    Item.RISK: gettext_lazy("Risk questions"),
    Item.PLAN: gettext_lazy("Safety plan"),
    Item.SUPPORT: gettext_lazy("Support person"),
    Item.TRANSPORT: gettext_lazy("Way home"),
    Item.CONSENT: gettext_lazy("Consent"),
    Item.TOUCH: gettext_lazy("Touch agreement"),
    Item.ON_CALL: gettext_lazy("On-call cover"),
    Item.VITALS: gettext_lazy("Last vital signs"),
}
#: The page where each fact lives, by the name of its route.
REASON_AT: dict[Code, str] = {
    Code.RECENT: "client",
    Code.SETTLED: "client",
    Code.CONTACTS: "client_follow_up",
    Code.NEAR: "client_threads",
    Code.FLAG: "client",
    Code.ADVERSE: "client_adverse",
    Code.RISK: "client_risk",
    Code.WORSE: "client_preparing",
    Code.RUPTURE: "client_relationship",
    Code.CAPACITY: "client_preparing",
    Code.VIEW: "client_preparing",
}
ITEM_AT: dict[Item, str] = {
    Item.SCREENING: "client_screening",
    Item.RISK: "client_risk",
    Item.PLAN: "client_safety_plan",
    Item.SUPPORT: "client_session_plan",
    Item.TRANSPORT: "client_session_plan",
    Item.CONSENT: "client_consents",
    Item.TOUCH: "client_consents",
    Item.ON_CALL: "client_session_plan",
    Item.VITALS: "client_session_records",
}
#: Names of those pages.
PAGES: dict[str, Promise] = {
    "client": gettext_lazy("Client"),
    "client_follow_up": gettext_lazy("Contacts and follow-up"),
    "client_threads": gettext_lazy("Threads"),
    "client_adverse": gettext_lazy("Adverse events"),
    "client_risk": gettext_lazy("Risk path"),
    "client_safety_plan": gettext_lazy("Safety plan"),
    "client_preparing": gettext_lazy("Preparation"),
    "client_relationship": gettext_lazy("Relationship"),
    "client_screening": gettext_lazy("Screening"),
    "client_session_plan": gettext_lazy("Planned session"),
    "client_session_records": gettext_lazy("Recorded sessions"),
    "client_consents": gettext_lazy("Consents"),
}
