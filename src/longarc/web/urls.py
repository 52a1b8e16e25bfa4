"""All routes. Each has its line in `routes.POLICY`; a test walks both."""

from django.urls import URLPattern, URLResolver, include, path

from longarc.web import (
    account_page,
    calendar,
    codes,
    common,
    concern,
    demo,
    enquire,
    factors,
    health,
    not_me,
    pwa,
    stop,
    welcome,
)
from longarc.web.client import urls as client
from longarc.web.staff import urls as staff

urlpatterns: list[URLPattern | URLResolver] = [
    *client.urlpatterns,
    *staff.urlpatterns,
    path("", common.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("enquire/", enquire.enquire, name="enquire"),
    path("enquire/thanks/", enquire.thanks, name="enquire_thanks"),
    path("leave/", common.leave, name="leave"),
    # A name that tells nothing in a browser's history.
    path("reach/", concern.concern, name="concern"),
    path("reach/answers/", concern.concern_receipt, name="concern_receipt"),
    path("offline/", pwa.offline, name="offline"),
    path("lock/", pwa.lock, name="lock"),
    path("days/<str:token>.ics", calendar.calendar, name="calendar_feed"),
    path("days/<str:token>/stop/", stop.stop, name="stop_mails"),
    path("sw.js", pwa.service_worker, name="service_worker"),
    path("manifest.webmanifest", pwa.manifest, name="manifest"),
    path("welcome/", welcome.choose, name="choose_way_in"),
    path("welcome/<str:token>/", welcome.welcome, name="welcome"),
    path("not-me/", not_me.stop_own, name="stop_own_link"),
    path("not-me/<str:token>/", not_me.stop_by_mail, name="stop_link"),
    path("demo/<str:token>/", demo.demo_sign_in, name="demo_sign_in"),
    path("account/", account_page.account, name="account"),
    *factors.urlpatterns,
    *codes.urlpatterns,
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
]
