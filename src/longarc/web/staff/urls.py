"""Routes of the staff's pages."""

from django.urls import URLPattern, path

from longarc.web.staff import (
    api,
    caseload,
    client_page,
    course_forms,
    directory,
    emergency,
    invite,
    practice,
    signals,
    team,
    window_forms,
)

urlpatterns: list[URLPattern] = [
    path("practice/", practice.practice, name="practice"),
    path("practice/staff/", practice.practice_staff, name="practice_staff"),
    path(
        "practice/staff/<uuid:staff_id>/end/",
        practice.practice_staff_end,
        name="practice_staff_end",
    ),
    path("practice/flags/", practice.practice_flags, name="practice_flags"),
    path("practice/support/", practice.practice_support, name="practice_support"),
    path("directory/", directory.directory, name="directory"),
    path("emergency/", emergency.emergency, name="emergency"),
    path("clients/", caseload.caseload, name="caseload"),
    path("clients/how/", signals.signals_explained, name="signals_explained"),
    path("clients/<uuid:client_id>/", client_page.client, name="client"),
    path("clients/<uuid:client_id>/patterns/", api.client_patterns, name="client_patterns"),
    path("clients/<uuid:client_id>/data.csv", api.client_csv, name="client_csv"),
    path("clients/<uuid:client_id>/signal/", signals.client_signal, name="client_signal"),
    path("clients/<uuid:client_id>/phase/", course_forms.client_phase, name="client_phase"),
    path("clients/<uuid:client_id>/session/", window_forms.client_session, name="client_session"),
    path("clients/<uuid:client_id>/window/", window_forms.client_window, name="client_window"),
    path("clients/<uuid:client_id>/meeting/", course_forms.client_meeting, name="client_meeting"),
    path(
        "clients/<uuid:client_id>/meeting/cancel/",
        course_forms.client_meeting_cancel,
        name="client_meeting_cancel",
    ),
    path(
        "api/clients/<uuid:client_id>/check-ins",
        api.client_check_ins,
        name="api_client_check_ins",
    ),
    path("clients/new/", invite.client_new, name="client_new"),
    path("clients/<uuid:client_id>/team/", team.client_team, name="client_team"),
    path("clients/<uuid:client_id>/link/", invite.client_invite, name="client_invite"),
]
