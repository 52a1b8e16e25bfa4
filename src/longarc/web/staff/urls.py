"""Routes of the staff's pages."""

from django.urls import URLPattern, path

from longarc.web.staff import (
    adverse,
    api,
    caseload,
    client_page,
    concerns,
    consents,
    contacts,
    course_forms,
    directory,
    emergency,
    enquiries,
    formulation,
    invite,
    practice,
    practice_consents,
    practice_enquiries,
    preparing,
    profile_page,
    readiness,
    relationship,
    reminders,
    risk,
    rules,
    safeguarding,
    safety_plan,
    screening,
    screening_forms,
    session_plan,
    session_record,
    session_start,
    signals,
    team,
    threads,
    window_forms,
)

urlpatterns: list[URLPattern] = [
    path("practice/", practice.practice, name="practice"),
    path("practice/staff/", practice.practice_staff, name="practice_staff"),
    path("practice/reminders/", reminders.practice_reminders, name="practice_reminders"),
    path(
        "clients/<uuid:client_id>/reminders/",
        reminders.client_reminders,
        name="client_reminders",
    ),
    path(
        "practice/staff/<uuid:staff_id>/end/",
        practice.practice_staff_end,
        name="practice_staff_end",
    ),
    path("rules/", rules.rules, name="rules"),
    path("rules/sign/", rules.rules_sign, name="rules_sign"),
    path("practice/profile/", profile_page.practice_profile, name="practice_profile"),
    path("practice/flags/", practice.practice_flags, name="practice_flags"),
    path("practice/support/", practice.practice_support, name="practice_support"),
    path(
        "practice/safeguarding/", safeguarding.practice_safeguarding, name="practice_safeguarding"
    ),
    path("practice/consents/", practice_consents.practice_consents, name="practice_consents"),
    path("concerns/", concerns.concerns, name="concerns"),
    path("concerns/key/", concerns.concerns_key, name="concerns_key"),
    path("concerns/answer/", concerns.concerns_answer, name="concerns_answer"),
    path("practice/enquiries/", practice_enquiries.practice_enquiries, name="practice_enquiries"),
    path("enquiries/", enquiries.enquiries, name="enquiries"),
    path("enquiries/<uuid:enquiry_id>/", enquiries.enquiry, name="enquiry"),
    path("enquiries/<uuid:enquiry_id>/talk/", enquiries.enquiry_talk, name="enquiry_talk"),
    path(
        "enquiries/<uuid:enquiry_id>/not-now/",
        enquiries.enquiry_not_now,
        name="enquiry_not_now",
    ),
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
    path(
        "clients/<uuid:client_id>/relationship/",
        relationship.client_relationship,
        name="client_relationship",
    ),
    path(
        "clients/<uuid:client_id>/relationship/keep/",
        relationship.client_rupture,
        name="client_rupture",
    ),
    path(
        "clients/<uuid:client_id>/preparing/", preparing.client_preparing, name="client_preparing"
    ),
    path(
        "clients/<uuid:client_id>/next-step/", readiness.client_readiness, name="client_readiness"
    ),
    path(
        "clients/<uuid:client_id>/next-step/decide/",
        readiness.client_pacing_decide,
        name="client_pacing_decide",
    ),
    path("clients/<uuid:client_id>/capacity/", preparing.client_capacity, name="client_capacity"),
    path("clients/<uuid:client_id>/window/", window_forms.client_window, name="client_window"),
    path(
        "clients/<uuid:client_id>/together/",
        formulation.client_formulation,
        name="client_formulation",
    ),
    path(
        "clients/<uuid:client_id>/together/write/",
        formulation.client_formulation_edit,
        name="client_formulation_edit",
    ),
    path(
        "clients/<uuid:client_id>/together/changes/",
        formulation.client_formulation_changes,
        name="client_formulation_changes",
    ),
    path("clients/<uuid:client_id>/consents/", consents.client_consents, name="client_consents"),
    path(
        "clients/<uuid:client_id>/touch/less/",
        consents.client_touch_narrow,
        name="client_touch_narrow",
    ),
    path("clients/<uuid:client_id>/contacts/", contacts.client_contacts, name="client_contacts"),
    path("referrals/", screening.referrals, name="referrals"),
    path(
        "clients/<uuid:client_id>/screening/", screening.client_screening, name="client_screening"
    ),
    path(
        "clients/<uuid:client_id>/screening/tell/",
        screening_forms.client_screening_tell,
        name="client_screening_tell",
    ),
    path(
        "clients/<uuid:client_id>/screening/answer/",
        screening_forms.client_screening_answer,
        name="client_screening_answer",
    ),
    path(
        "clients/<uuid:client_id>/screening/decide/",
        screening_forms.client_screening_decide,
        name="client_screening_decide",
    ),
    path(
        "clients/<uuid:client_id>/screening/refer/",
        screening_forms.client_referral,
        name="client_referral",
    ),
    path(
        "clients/<uuid:client_id>/session/plan/",
        session_plan.client_session_plan,
        name="client_session_plan",
    ),
    path(
        "clients/<uuid:client_id>/session/plan/write/",
        session_plan.client_session_plan_edit,
        name="client_session_plan_edit",
    ),
    path(
        "clients/<uuid:client_id>/session/plan/cancel/",
        session_plan.client_session_cancel,
        name="client_session_cancel",
    ),
    path(
        "clients/<uuid:client_id>/session/start/",
        session_start.client_session_start,
        name="client_session_start",
    ),
    path(
        "clients/<uuid:client_id>/sessions/",
        session_record.client_session_records,
        name="client_session_records",
    ),
    path(
        "clients/<uuid:client_id>/sessions/<uuid:session>/",
        session_record.client_session_record,
        name="client_session_record",
    ),
    path("clients/<uuid:client_id>/adverse/", adverse.client_adverse, name="client_adverse"),
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
    path("clients/<uuid:client_id>/threads/", threads.client_threads, name="client_threads"),
    path("clients/new/", invite.client_new, name="client_new"),
    path("clients/<uuid:client_id>/team/", team.client_team, name="client_team"),
    path("clients/<uuid:client_id>/link/", invite.client_invite, name="client_invite"),
    path("clients/<uuid:client_id>/questions/", risk.client_risk, name="client_risk"),
    path(
        "clients/<uuid:client_id>/questions/answer/",
        risk.client_risk_answer,
        name="client_risk_answer",
    ),
    path(
        "clients/<uuid:client_id>/questions/step/", risk.client_risk_step, name="client_risk_step"
    ),
    path(
        "clients/<uuid:client_id>/questions/close/",
        risk.client_risk_close,
        name="client_risk_close",
    ),
    path(
        "clients/<uuid:client_id>/hard-hours/",
        safety_plan.client_safety_plan,
        name="client_safety_plan",
    ),
]
