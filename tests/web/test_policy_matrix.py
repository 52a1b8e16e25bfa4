"""Every route x method x person: what happens is what this table says, written here by hand.

The table below is the promise, not the program's own policy read back: it is compared with what
the running middleware does. A probe stands behind the policy and answers 299, so that a cell asks
only "was this person let in", and nothing is changed by asking.
"""

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.handlers.base import BaseHandler
from django.db import connection
from django.http import HttpResponse
from django.test import Client as Browser
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from longarc.care.access import Role
from longarc.records.codec import Where, seal
from longarc.records.ids import uuid7
from longarc.records.models import (
    CareMember,
    Choice,
    EmergencyAccess,
    Meeting,
    Referral,
    Retraction,
    StaffRole,
    User,
    Words,
)
from longarc.web.routes import POLICY
from tests.cast import NOW, Cast, Person, check_in, hold, make_staff

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

# route, who may GET, who may POST. `-`: the method is refused for everyone. `closed`: not there.
TABLE = """
home                                  public      -
support                               public      -
enquire                               public      public
enquire_thanks                        public      -
concern                               public      public
concern_receipt                       public      public
leave                                 public      public
offline                               public      -
exercises_offline                     public      -
lock                                  public      -
service_worker                        public      -
calendar_feed                         public      -
stop_mails                            public      public
manifest                              public      -
healthz                               public      -
readyz                                public      -
welcome                               public      public
choose_way_in                         anyone      -
stop_own_link                         -           anyone
stop_link                             public      public
open_by_code                          public      public
open_words                            anyone      anyone
demo_sign_in                          public      -
hello                                 public      -
account                               anyone      anyone
account_login                         public      public
account_logout                        public      public
account_inactive                      public      -
account_reauthenticate                anyone      anyone
account_change_password               anyone      anyone
account_set_password                  anyone      anyone
usersessions_list                     anyone      anyone
mfa_index                             anyone      -
mfa_authenticate                      public      public
mfa_reauthenticate                    anyone      anyone
mfa_activate_totp                     anyone      anyone
mfa_deactivate_totp                   anyone      anyone
mfa_view_recovery_codes               anyone      -
mfa_download_recovery_codes           anyone      -
mfa_generate_recovery_codes           anyone      anyone
mfa_login_webauthn                    public      public
mfa_reauthenticate_webauthn           anyone      anyone
mfa_list_webauthn                     anyone      -
mfa_add_webauthn                      anyone      anyone
mfa_edit_webauthn                     anyone      anyone
mfa_remove_webauthn                   anyone      anyone
account_signup                        closed      closed
account_email                         closed      closed
account_email_verification_sent       closed      closed
account_confirm_email                 closed      closed
account_confirm_login_code            closed      closed
account_reset_password                closed      closed
account_reset_password_done           closed      closed
account_reset_password_from_key       closed      closed
account_reset_password_from_key_done  closed      closed
today                                 client      -
today_check_in                        -           client
today_more                            -           client
today_undo                            -           client
today_rest                            -           client
words                                 client      -
words_share                           -           client
words_remove                          -           client
state_words                           client      client
exercises                             client      -
exercise                              client      -
exercise_done                         -           client
exercise_undo                         -           client
exercise_back                         -           client
preparing                             client      client
decisions                             client      client
arc                                   client      -
arc_choice                            -           client
arc_inside                            client      client
my_session                            client      client
session_after                         client      client
medicines                             client      client
medicine_meant                        -           client
health                                client      client
reminders                             client      client
consents                              client      client
touch                                 client      client
touch_sign                            client      client
formulation                           client      -
formulation_agree                     -           client
formulation_changes                   client      -
formulation_part                      client      client
how_we_met                            client      client
days_after                            client      client
follow_up                             client      client
changes                               client      client
diary                                 client      client
shifts                                client      client
therapies                             client      client
threads                               client      client
thread                                client      client
parts                                 client      client
part                                  client      client
steps                                 client      client
step_done                             -           client
patterns                              client      -
patterns_csv                          client      -
export                                client      -
export_file                           client      -
looked                                client      -
my_details                            client      client
notes                                 client      -
support_contact                       -           client
support_plan                          client      client
safety_plan                           client      client
risk                                  client      client
api_entries                           -           client
api_check_ins                         client      -
caseload                              caseload    -
signals_explained                     caseload    -
client                                read        -
client_patterns                       read        -
client_csv                            read        -
api_client_check_ins                  read        -
client_signal                         -           write
client_phase                          -           write
client_session                        -           write
client_window                         -           write
client_screening                      screening   -
client_screening_tell                 -           screen
client_screening_answer               -           screen
client_screening_decide               -           decide
client_screening_outside              -           write
client_referral                       -           write
client_risk                           screening   -
client_risk_answer                    -           write
client_risk_step                      -           write
client_risk_close                     write       write
client_safety_plan                    read        write
referrals                             referrals   -
client_living                         read        -
client_aligned                        read        -
client_therapies                      read        write
client_threads                        read        write
client_consents                       read        write
client_touch_narrow                   write       write
client_reminders                      read        -
client_preparing                      read        -
client_capacity                       -           write
client_exercise_together              -           write
client_readiness                      read        -
client_pacing_decide                  -           write
client_formulation                    read        -
client_formulation_changes            read        -
client_formulation_edit               write       write
client_notes                          read        -
client_note                           read        write
client_note_draft                     write       write
client_process_note                   write       write
client_handover                       read        -
phrases                               caseload    caseload
client_relationship                   read        -
client_rupture                        -           write
client_contacts                       write       write
client_follow_up                      read        write
client_session_plan                   read        -
client_session_records                read        -
client_session_record                 read        write
client_adverse                        read        write
client_session_plan_edit              write       write
client_session_cancel                 -           write
client_session_start                  write       write
client_meeting                        book        book
client_meeting_cancel                 -           book
client_team                           book        book
client_details                        book        book
client_state                          book        book
hand_over                             hand_over   hand_over
client_invite                         -           book
client_new                            new_client  new_client
directory                             directory   -
enquiries                             enquiries   -
enquiry                               enquiries   -
enquiry_talk                          -           enquiries
enquiry_not_now                       enquiries   enquiries
emergency                             emergency   emergency
rules                                 rules       -
rules_sign                            -           sign
practice                              practice    -
practice_staff                        -           practice
practice_staff_end                    practice    practice
practice_staff_back                   -           practice
practice_staff_details                practice    practice
practice_link                         -           practice
practice_flags                        -           practice
practice_reminders                    practice    -
practice_profile                      practice    practice
practice_consents                     practice    practice
practice_support                      practice    practice
practice_safeguarding                 practice    practice
concerns                              concerns    concerns
concerns_key                          concerns    concerns
concerns_answer                       -           concerns
concerns_confirm                      -           concerns
links                                 links       links
practice_link_wait                    -           practice
practice_enquiries                    practice    practice
"""
EXPECTED = {
    name: {"GET": get, "HEAD": get, "POST": post}
    for name, get, post in (line.split() for line in TABLE.strip().splitlines())
}

# Who is let in where no client is named.
THERAPISTS = {"maya", "bo", "left_team", "emergency", "emergency_over", "two_roles", "zoe"}
PRESCRIBERS = {"prescriber", "referred", "referral_over", "emergency_prescriber"}
GENERAL = {
    "client": {"ada", "cleo", "yan"},
    "caseload": THERAPISTS | {"finn", "supervisor"},
    "directory": {"coordinator"},
    "new_client": THERAPISTS | {"coordinator"},
    "enquiries": THERAPISTS | {"coordinator"},
    "links": THERAPISTS | {"finn", "coordinator", "owner", "owner_in_team"},
    "emergency": THERAPISTS
    | {"finn", "supervisor", "prescriber", "emergency_prescriber", "referred", "referral_over"},
    "hand_over": THERAPISTS | {"finn", "owner", "owner_in_team", "coordinator"},
    "practice": {"owner", "owner_in_team", "two_roles"},
    "referrals": PRESCRIBERS,
    "concerns": {"safeguarding"},
    "rules": THERAPISTS | {"finn", "supervisor", *PRESCRIBERS, "owner", "owner_in_team"},
    "sign": THERAPISTS | PRESCRIBERS,
}
# Who is let in about one client. Ada and Cleo are of this practice, Yan of the other one.
# Ada agreed to supervision; Cleo did and took it back.
ABOUT = {
    "read": {
        "ada": {"maya", "finn", "emergency", "emergency_prescriber", "supervisor"},
        "cleo": {"bo", "two_roles"},
        "yan": {"zoe"},
    },
    "write": {"ada": {"maya", "finn"}, "cleo": {"bo", "two_roles"}, "yan": {"zoe"}},
    "screening": {
        "ada": {"maya", "finn", "emergency", "emergency_prescriber", "supervisor", "referred"},
        "cleo": {"bo", "two_roles"},
        "yan": {"zoe"},
    },
    "screen": {
        "ada": {"maya", "finn", "referred"},
        "cleo": {"bo", "two_roles"},
        "yan": {"zoe"},
    },
    "decide": {"ada": {"referred", "emergency_prescriber"}},
    "book": {
        "ada": {"maya", "finn", "coordinator"},
        "cleo": {"bo", "two_roles", "coordinator"},
        "yan": {"zoe"},
    },
}
NOBODY = {"anonymous", "leaver"}
REACHED, NOT_HERE, NO_METHOD, SIGN_IN, ENROL = "reached", "404", "405", "sign in", "enrol"
PROBE = 299


@pytest.fixture(autouse=True)
def quiet(caplog):
    """Thousands of refusals need not be logged."""
    caplog.set_level(logging.CRITICAL, "django.request")


def probe(get_response: Any) -> Any:
    """Stands behind the policy: whoever gets here was let in."""

    class Probe:
        def __call__(self, request: Any) -> Any:
            return get_response(request)

        def process_view(self, *_: Any) -> HttpResponse:
            return HttpResponse(status=PROBE)

    return Probe()


@dataclass
class Route:
    name: str
    kinds: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, Any] = field(default_factory=dict)

    def url(self, **ids: UUID) -> str:
        given = {
            name: ids.get(name, uuid4()) for name, kind in self.kinds.items() if kind == "uuid"
        }
        return reverse(self.name, kwargs={**self.fixed, **given})


SAMPLES = {"str": "abc", "int": 1, "slug": "abc", "path": "abc"}
NAMED = {"key": "abc-def", "uidb36": "1"}


Found = tuple[URLPattern, dict[str, Any]]


def walk(patterns: Any = None, outer: dict[str, Any] | None = None) -> Iterator[Found]:
    """Every address, with the parts that it and what it is included from take."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        parts = {**(outer or {}), **one.pattern.converters}
        if isinstance(one, URLResolver):
            yield from walk(one.url_patterns, parts)
        else:
            yield one, parts


def kind_of(converter: Any) -> str:
    return type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")


def as_route(pattern: URLPattern, parts: dict[str, Any]) -> Route:
    kinds = {name: kind_of(converter) for name, converter in parts.items()}
    groups = pattern.pattern.regex.groupindex
    fixed: dict[str, Any] = {name: SAMPLES[kind] for name, kind in kinds.items() if kind in SAMPLES}
    fixed |= {name: NAMED[name] for name in groups if name not in kinds}
    return Route(str(pattern.name), kinds, fixed)


def routes() -> dict[str, Route]:
    return {str(pattern.name): as_route(pattern, parts) for pattern, parts in walk()}


# -- the people ----------------------------------------------------------------------------


@dataclass
class People:
    cast: Cast
    browsers: dict[str, Browser]
    clients: dict[str, UUID]


def entry(person: Person, **more: Any) -> dict[str, Any]:
    now = timezone.now()
    return {
        "practice_id": person.actor.practice,
        "client": person.client,
        "at": now,
        "received_at": now,
        **more,
    }


def opened(by: Person, client: Person, hours: int) -> None:
    uid = uuid7()
    EmergencyAccess(
        uid=uid,
        **entry(client, by=by.user),
        reason=seal("no answer at the door", Where(1, 1, "emergencyaccess.reason", uid)),
        until=timezone.now() + timedelta(hours=hours),
    ).save()


def choose(client: Person, given: bool) -> None:
    Choice(uid=uuid7(), **entry(client, by=client.user), kind="supervision", given=given).save()


def refer(client: Person, to: Person) -> Referral:
    row = Referral(uid=uuid7(), **entry(client), to=to.user)
    row.save()
    return row


def everyone(cast: Cast) -> dict[str, Person]:
    """The cast, and those whose access is no longer or not yet, or came by another way."""
    here = cast.practice
    more = {
        "emergency": make_staff(here, "Eve Invented", Role.THERAPIST),
        "emergency_over": make_staff(here, "Una Invented", Role.THERAPIST),
        "emergency_prescriber": make_staff(here, "Per Invented", Role.PRESCRIBER),
        "referred": make_staff(here, "Rea Invented", Role.PRESCRIBER),
        "referral_over": make_staff(here, "Rob Invented", Role.PRESCRIBER),
        "left_team": make_staff(here, "Lea Invented", Role.THERAPIST),
        "two_roles": make_staff(here, "Tia Invented", Role.OWNER, Role.THERAPIST),
        "owner_in_team": make_staff(here, "Ona Invented", Role.OWNER),
        "no_factor": make_staff(here, "Nia Invented", Role.THERAPIST),
        "leaver": make_staff(here, "Lou Invented", Role.THERAPIST),
        "no_roles": make_staff(here, "Rex Invented", Role.THERAPIST),
    }
    names = ("ada", "cleo", "maya", "finn", "bo", "owner", "coordinator", "prescriber")
    known = {name: getattr(cast, name) for name in (*names, "supervisor", "safeguarding", "zoe")}
    return known | {"yan": cast.zoes_client} | more


def set_the_scene(people: dict[str, Person]) -> None:
    choose(people["ada"], given=True)
    choose(people["cleo"], given=True)
    choose(people["cleo"], given=False)
    opened(people["emergency"], people["ada"], hours=4)
    opened(people["emergency_prescriber"], people["ada"], hours=4)
    opened(people["emergency_over"], people["ada"], hours=-1)
    refer(people["ada"], people["referred"])
    ended = refer(people["ada"], people["referral_over"])
    Retraction(uid=uuid7(), **entry(people["ada"]), target=ended.uid).save()
    for name in ("left_team", "leaver", "no_roles", "owner_in_team", "no_factor"):
        hold(people["ada"], people[name])
    hold(people["cleo"], people["two_roles"])
    CareMember.objects.filter(user=people["left_team"].user).update(until=timezone.now())
    User.objects.filter(pk=people["leaver"].user.pk).update(is_active=False)
    StaffRole.objects.filter(user=people["no_roles"].user).update(until=timezone.now())


@pytest.fixture
def people(cast, signed_in) -> People:
    """Signed in first; then access ends for some, so that it has to work at the next request."""
    known = everyone(cast)
    browsers = {"anonymous": Browser()} | {name: signed_in(one) for name, one in known.items()}
    unfinished = Browser()
    unfinished.force_login(known["no_factor"].user)
    browsers["no_factor"] = unfinished
    set_the_scene(known)
    ids = {name: known[name].client.public_id for name in ("ada", "cleo", "yan")}
    return People(cast, browsers, {**ids, "unknown": uuid4()})


# -- the cells -----------------------------------------------------------------------------


def expected(route: str, method: str, who: str, about: str) -> str:
    group = EXPECTED[route].get(method, "-")
    if "closed" in EXPECTED[route].values():
        return NOT_HERE
    if group == "-":
        return NO_METHOD
    if group == "public":
        return REACHED
    if who in NOBODY:
        return SIGN_IN
    if group == "anyone":
        return REACHED
    if who == "no_factor":
        return ENROL
    allowed = ABOUT[group].get(about, set()) if group in ABOUT else GENERAL[group]
    return REACHED if who in allowed else NOT_HERE


def happened(answer: HttpResponse) -> str:
    if answer.status_code == PROBE:
        return REACHED
    if answer.status_code == 401 or answer.headers.get("Location", "").startswith("/account/login"):
        return SIGN_IN
    if answer.headers.get("Location") == reverse("mfa_index"):
        return ENROL
    return str(answer.status_code)


class Door:
    """Requests straight to the middleware, with a browser's cookies: the test client does more."""

    def __init__(self) -> None:
        self.handler = BaseHandler()
        self.handler.load_middleware()

    def ask(
        self, browser: Browser, method: str, url: str, form: dict[str, str] | None = None
    ) -> HttpResponse:
        factory = RequestFactory()
        factory.cookies = browser.cookies
        request = factory.post(url, form) if form else factory.generic(method, url)
        request._dont_enforce_csrf_checks = True
        return self.handler.get_response(request)


def cells(people: People) -> Iterator[tuple[Route, str, str]]:
    """Every route x method; those that read or write once for each client they could be about."""
    for name, route in routes().items():
        if name not in EXPECTED:
            continue
        abouts = list(people.clients) if "client_id" in route.kinds else ["-"]
        for method in METHODS:
            used = abouts if method in EXPECTED[name] else abouts[:1]
            yield from ((route, method, about) for about in used)


def test_every_cell_is_as_promised(people, settings, capsys):
    behind = settings.MIDDLEWARE.index("longarc.web.policy.PolicyMiddleware") + 1
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE[:behind],
        f"{__name__}.probe",
        *settings.MIDDLEWARE[behind:],
    ]
    door, wrong, seen = Door(), [], Counter()
    for who, browser in people.browsers.items():
        for route, method, about in cells(people):
            url = route.url(client_id=people.clients.get(about, uuid4()))
            got = happened(door.ask(browser, method, url))
            seen[got] += 1
            want = expected(route.name, method, who, about)
            if got != want:
                wrong.append(f"{who} {method} {route.name} about {about}: {got}, not {want}")
    with capsys.disabled():
        print(f"\n{sum(seen.values())} cells, {dict(seen)}")
    assert not wrong, "\n".join(wrong[:40])
    assert set(seen) == {REACHED, NOT_HERE, NO_METHOD, SIGN_IN, ENROL}


def test_every_address_has_a_name():
    assert [str(pattern.pattern) for pattern, _ in walk() if not pattern.name] == []


def test_every_address_has_a_policy_and_a_promise():
    named = set(routes())
    assert named - set(POLICY) == set()
    assert named - set(EXPECTED) == set()


def test_every_declared_route_has_an_address():
    """While pages are still being written this says which are missing."""
    assert set(POLICY) - set(routes()) == set()
    assert set(EXPECTED) - set(routes()) == set()


# -- a foreign id is like an unknown one ---------------------------------------------------

#: Different each time a page is made: its tokens, the id of each form, the minute on its paper.
CSRF = re.compile(
    rb'name="(csrfmiddlewaretoken|page|uid)" value="[^"]*"|printed from the record as of [^<]*'
)


@dataclass
class Outside:
    """All that can be told from outside: status, place, headers, body; and how much was asked."""

    door: Door

    def sees(
        self, browser: Browser, method: str, url: str, id_: UUID, form: Any = None
    ) -> tuple[Any, ...]:
        asked: list[str] = []
        with connection.execute_wrapper(counting(asked)):
            answer = self.door.ask(browser, method, url, form)
        body = CSRF.sub(b"", answer.getvalue()).replace(str(id_).encode(), b"ID")
        place = answer.headers.get("Location", "").replace(str(id_), "ID")
        headers = sorted(set(answer.headers) - {"Content-Length"})
        return answer.status_code, place, headers, body, len(asked)


def counting(asked: list[str]) -> Callable[..., Any]:
    """Notes each query. Django's own record writes each out in full, at five times the cost."""

    def execute(run: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return run(sql, params, many, context)

    return execute


def strangers(cast: Cast) -> list[UUID]:
    """Ids that exist, and that Ada and Maya have nothing to do with."""
    now = timezone.now()
    uid = uuid7()
    Words(
        uid=uid,
        practice_id=cast.practice.pk,
        client=cast.cleo.client,
        at=now,
        received_at=now,
        text=seal("words of cleo", Where(1, 1, "words.text", uid)),
        shared_at=now,
    ).save()
    meeting = Meeting(uid=uuid7(), **entry(cast.cleo, by=cast.bo.user), starts_at=now)
    meeting.with_user = cast.bo.user
    meeting.save()
    theirs = check_in(cast.zoes_client, NOW)
    return [
        uid,
        meeting.uid,
        theirs.uid,
        cast.zoe.user.public_id,
        cast.zoes_client.client.public_id,
    ]


def test_a_foreign_client_is_like_an_unknown_one(people):
    about = {name: id_ for name, id_ in people.clients.items() if name != "unknown"}
    unknown, other, outside, compared, told_apart = uuid4(), uuid4(), Outside(Door()), 0, []
    for who, browser in people.browsers.items():
        of_nobody: dict[tuple[str, str], Any] = {}
        for route, method, client in cells(people):
            if method not in {"GET", "POST"} or client not in about:
                continue
            if expected(route.name, method, who, client) == REACHED:
                continue
            ids = dict.fromkeys(set(route.kinds) - {"client_id"}, other)
            theirs = route.url(client_id=about[client], **ids)
            compared += 1
            cell = (route.name, method)
            if cell not in of_nobody:
                nobodys = route.url(client_id=unknown, **ids)
                of_nobody[cell] = outside.sees(browser, method, nobodys, unknown)
            if outside.sees(browser, method, theirs, about[client]) != of_nobody[cell]:
                told_apart.append(f"{who} {method} {route.name} about {client}")
    assert compared > 500
    assert not told_apart, told_apart


@pytest.mark.parametrize("who", ["ada", "maya", "coordinator", "owner"])
def test_a_foreign_thing_is_like_an_unknown_one(people, who):
    """Whatever an address names besides the client: staff, so far."""
    browser, outside, told_apart, compared = people.browsers[who], Outside(Door()), [], 0
    ada, foreign = people.clients["ada"], strangers(people.cast)
    for name, route in routes().items():
        others = [one for one, kind in route.kinds.items() if kind == "uuid" and one != "client_id"]
        for method in ("GET", "POST") if others else ():
            for theirs in foreign:
                nobodys = uuid4()
                known = route.url(client_id=ada, **dict.fromkeys(others, theirs))
                unknown = route.url(client_id=ada, **dict.fromkeys(others, nobodys))
                compared += 1
                if outside.sees(browser, method, known, theirs) != outside.sees(
                    browser, method, unknown, nobodys
                ):
                    told_apart.append(f"{method} {name} {theirs}")
    assert compared
    assert not told_apart, told_apart


# route, who sends it, and the field in which a form names something
NAMED_BY_FORMS = [
    ("words_share", "ada", "uid"),
    ("words_remove", "ada", "uid"),
    ("today_undo", "ada", "target"),
    ("client_meeting_cancel", "maya", "meeting"),
    ("client_meeting", "maya", "with_user"),
    ("client_phase", "maya", "take_back"),
    ("client_screening_tell", "maya", "take_back"),
    ("client_screening_decide", "referred", "withdraw"),
    ("client_referral", "maya", "end"),
    ("client_referral", "maya", "to"),
    ("medicine_meant", "ada", "entry"),
    ("client_threads", "maya", "withdraw"),
    ("step_done", "ada", "commitment"),
    ("steps", "ada", "let_go"),
    ("steps", "ada", "remove"),
    ("client_session_start", "maya", "plan"),
    ("client_session_cancel", "maya", "plan"),
    ("client_adverse", "maya", "event"),
    ("client_team", "maya", "add"),
    ("client_team", "maya", "end"),
    ("client_team", "maya", "lead"),
    ("client_new", "coordinator", "lead"),
    ("client_new", "coordinator", "enquiry"),
    ("practice_staff", "owner", "renew"),
    ("hand_over", "owner", "client"),
]


@pytest.mark.parametrize(("name", "who", "named_by"), NAMED_BY_FORMS)
def test_a_foreign_thing_in_a_form_is_like_an_unknown_one(people, name, who, named_by):
    browser, outside, route = people.browsers[who], Outside(Door()), routes()[name]
    url = route.url(client_id=people.clients["ada"])
    # The first look of the day at a page of appointments is one line more in the audit.
    outside.sees(browser, "POST", url, uuid4(), {"name": "X", named_by: str(uuid4())})
    for theirs in strangers(people.cast):
        before, nobodys = rows_of(people.cast), uuid4()
        known = outside.sees(browser, "POST", url, theirs, {"name": "X", named_by: str(theirs)})
        unknown = outside.sees(browser, "POST", url, nobodys, {"name": "X", named_by: str(nobodys)})
        assert known == unknown
        assert rows_of(people.cast) == before


def rows_of(cast: Cast) -> list[Any]:
    """What could have been changed by a form that reached too far."""
    words = Words.objects.exclude(client=cast.ada.client).values_list("uid", "shared_at")
    taken_back = Retraction.objects.exclude(client=cast.ada.client).values_list("uid")
    team = CareMember.objects.values_list("user", "client", "until", "lead")
    return [sorted(map(str, rows)) for rows in (words, taken_back, team)]
