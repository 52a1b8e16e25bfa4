"""The declared policy: every route and method, and who may use it. What is not here is refused.

`Public` needs no sign-in. `SignedIn` needs an account, even before a second factor is set up.
A `Can` is answered by `care.access`; when the route names a client (`client_id`), it is answered
for that client. `Closed` marks routes that a library brings and Longarc does not use.
"""

from enum import Enum

from longarc.care.access import ABOUT_A_CLIENT, Can


class Door(Enum):
    PUBLIC = "public"
    SIGNED_IN = "signed in"
    CLOSED = "closed"


Access = Door | Can
Methods = dict[str, Access]


def page(read: Access | None = None, write: Access | None = None) -> Methods:
    """GET for `read`, POST for `write`; a method that is left out is refused for everyone."""
    return ({"GET": read} if read else {}) | ({"POST": write} if write else {})


def client_routes() -> dict[str, Methods]:
    own = Can.BE_CLIENT
    return {
        "today": page(own),
        "today_check_in": page(write=own),
        "today_more": page(write=own),
        "today_undo": page(write=own),
        "today_rest": page(write=own),
        "words": page(own),
        "words_share": page(write=own),
        "words_remove": page(write=own),
        "state_words": page(own, own),
        "exercises": page(own),
        "exercise": page(own),
        "exercise_done": page(write=own),
        "exercise_undo": page(write=own),
        "exercise_back": page(write=own),
        "preparing": page(own, own),
        "decisions": page(own, own),
        "arc": page(own),
        "arc_choice": page(write=own),
        "arc_inside": page(own, own),
        "medicines": page(own, own),
        "medicine_meant": page(write=own),
        "health": page(own, own),
        "my_session": page(own, own),
        "session_after": page(own, own),
        "consents": page(own, own),
        "touch": page(own, own),
        "touch_sign": page(own, own),
        "formulation": page(own),
        "formulation_agree": page(write=own),
        "formulation_changes": page(own),
        "formulation_part": page(own, own),
        "how_we_met": page(own, own),
        "days_after": page(own, own),
        "follow_up": page(own, own),
        "changes": page(own, own),
        "diary": page(own, own),
        "shifts": page(own, own),
        "therapies": page(own, own),
        "threads": page(own, own),
        "thread": page(own, own),
        "parts": page(own, own),
        "part": page(own, own),
        "steps": page(own, own),
        "step_done": page(write=own),
        "patterns": page(own),
        "patterns_csv": page(own),
        "notes": page(own),
        "export": page(own),
        "export_file": page(own),
        "looked": page(own),
        "my_details": page(own, own),
        "reminders": page(own, own),
        "support_contact": page(write=own),
        "support_plan": page(own, own),
        "safety_plan": page(own, own),
        "risk": page(own, own),
        "api_entries": page(write=own),
        "api_check_ins": page(own),
    }


def staff_routes() -> dict[str, Methods]:
    return {
        "caseload": page(Can.SEE_CASELOAD),
        "signals_explained": page(Can.SEE_CASELOAD),
        "client": page(Can.READ_RECORD),
        "client_patterns": page(Can.READ_RECORD),
        "client_csv": page(Can.READ_RECORD),
        "api_client_check_ins": page(Can.READ_RECORD),
        "client_signal": page(write=Can.WRITE_RECORD),
        "client_phase": page(write=Can.WRITE_RECORD),
        "client_session": page(write=Can.WRITE_RECORD),
        "client_window": page(write=Can.WRITE_RECORD),
        "client_screening": page(Can.SEE_SCREENING),
        "client_screening_tell": page(write=Can.ANSWER_SCREENING),
        "client_screening_answer": page(write=Can.ANSWER_SCREENING),
        "client_screening_decide": page(write=Can.DECIDE_SCREENING),
        "client_screening_outside": page(write=Can.WRITE_RECORD),
        "client_referral": page(write=Can.WRITE_RECORD),
        "client_risk": page(Can.SEE_SCREENING),
        "client_risk_answer": page(write=Can.WRITE_RECORD),
        "client_risk_step": page(write=Can.WRITE_RECORD),
        "client_risk_close": page(Can.WRITE_RECORD, Can.WRITE_RECORD),
        "client_safety_plan": page(Can.READ_RECORD, Can.WRITE_RECORD),
        "referrals": page(Can.SEE_REFERRALS),
        "client_living": page(Can.READ_RECORD),
        "client_aligned": page(Can.READ_RECORD),
        "client_therapies": page(Can.READ_RECORD, Can.WRITE_RECORD),
        "client_threads": page(Can.READ_RECORD, Can.WRITE_RECORD),
        "client_consents": page(Can.READ_RECORD, Can.WRITE_RECORD),
        "client_touch_narrow": page(Can.WRITE_RECORD, Can.WRITE_RECORD),
        "client_preparing": page(Can.READ_RECORD),
        "client_reminders": page(Can.READ_RECORD),
        "client_capacity": page(write=Can.WRITE_RECORD),
        "client_exercise_together": page(write=Can.WRITE_RECORD),
        "client_readiness": page(Can.READ_RECORD),
        "client_pacing_decide": page(write=Can.WRITE_RECORD),
        "client_formulation": page(Can.READ_RECORD),
        "client_formulation_changes": page(Can.READ_RECORD),
        "client_formulation_edit": page(Can.WRITE_RECORD, Can.WRITE_RECORD),
        "client_notes": page(Can.READ_RECORD),
        "client_note": page(Can.READ_RECORD, Can.WRITE_RECORD),
        "client_note_draft": page(Can.WRITE_RECORD, Can.WRITE_RECORD),
        "client_process_note": page(Can.WRITE_RECORD, Can.WRITE_RECORD),
        "client_handover": page(Can.READ_RECORD),
        "phrases": page(Can.SEE_CASELOAD, Can.SEE_CASELOAD),
        "client_relationship": page(Can.READ_RECORD),
        "client_rupture": page(write=Can.WRITE_RECORD),
        "client_contacts": page(Can.WRITE_RECORD, Can.WRITE_RECORD),
        "client_follow_up": page(Can.READ_RECORD, Can.WRITE_RECORD),
        "client_session_plan": page(Can.READ_RECORD),
        "client_session_plan_edit": page(Can.WRITE_RECORD, Can.WRITE_RECORD),
        "client_session_cancel": page(write=Can.WRITE_RECORD),
        "client_session_start": page(Can.WRITE_RECORD, Can.WRITE_RECORD),
        "client_session_records": page(Can.READ_RECORD),
        "client_session_record": page(Can.READ_RECORD, Can.WRITE_RECORD),
        "client_adverse": page(Can.READ_RECORD, Can.WRITE_RECORD),
        "client_meeting": page(Can.BOOK, Can.BOOK),
        "client_meeting_cancel": page(write=Can.BOOK),
        "client_team": page(Can.BOOK, Can.BOOK),
        "client_state": page(Can.BOOK, Can.BOOK),
        "client_new": page(Can.INVITE_CLIENT, Can.INVITE_CLIENT),
        "client_invite": page(write=Can.BOOK),
        "hand_over": page(Can.HAND_OVER, Can.HAND_OVER),
        "client_details": page(Can.BOOK, Can.BOOK),
        "directory": page(Can.SEE_DIRECTORY),
        "enquiries": page(Can.SEE_ENQUIRIES),
        "enquiry": page(Can.SEE_ENQUIRIES),
        "enquiry_talk": page(write=Can.SEE_ENQUIRIES),
        "enquiry_not_now": page(Can.SEE_ENQUIRIES, Can.SEE_ENQUIRIES),
        "emergency": page(Can.OPEN_IN_EMERGENCY, Can.OPEN_IN_EMERGENCY),
        "rules": page(Can.SEE_RULES),
        "rules_sign": page(write=Can.SIGN_RULES),
        "links": page(Can.MAKE_LINKS, Can.MAKE_LINKS),
        "practice_link_wait": page(write=Can.RUN_PRACTICE),
        "practice": page(Can.RUN_PRACTICE),
        "practice_staff": page(write=Can.RUN_PRACTICE),
        "practice_staff_end": page(Can.RUN_PRACTICE, Can.RUN_PRACTICE),
        "practice_staff_back": page(write=Can.RUN_PRACTICE),
        "practice_staff_details": page(Can.RUN_PRACTICE, Can.RUN_PRACTICE),
        "practice_link": page(write=Can.RUN_PRACTICE),
        "practice_flags": page(write=Can.RUN_PRACTICE),
        "practice_reminders": page(Can.RUN_PRACTICE),
        "practice_profile": page(Can.RUN_PRACTICE, Can.RUN_PRACTICE),
        "practice_support": page(Can.RUN_PRACTICE, Can.RUN_PRACTICE),
        "practice_consents": page(Can.RUN_PRACTICE, Can.RUN_PRACTICE),
        "practice_enquiries": page(Can.RUN_PRACTICE, Can.RUN_PRACTICE),
        "practice_safeguarding": page(Can.RUN_PRACTICE, Can.RUN_PRACTICE),
        "concerns": page(Can.READ_CONCERNS, Can.READ_CONCERNS),
        "concerns_key": page(Can.READ_CONCERNS, Can.READ_CONCERNS),
        "concerns_answer": page(write=Can.READ_CONCERNS),
        "concerns_confirm": page(write=Can.READ_CONCERNS),
    }


def common_routes() -> dict[str, Methods]:
    public, signed_in = Door.PUBLIC, Door.SIGNED_IN
    return {
        "home": page(public),
        "support": page(public),
        "enquire": page(public, public),
        "enquire_thanks": page(public),
        "concern": page(public, public),
        "concern_receipt": page(public, public),
        "leave": page(public, public),
        "offline": page(public),
        "exercises_offline": page(public),
        "lock": page(public),
        "service_worker": page(public),
        "calendar_feed": page(public),
        "stop_mails": page(public, public),
        "manifest": page(public),
        "healthz": page(public),
        "readyz": page(public),
        "welcome": page(public, public),
        "choose_way_in": page(signed_in),
        "stop_own_link": page(write=signed_in),
        "stop_link": page(public, public),
        "open_by_code": page(public, public),
        "open_words": page(signed_in, signed_in),
        "demo_sign_in": page(public),
        "hello": page(public),
        "account": page(signed_in, signed_in),
        "account_login": page(public, public),
        "account_logout": page(public, public),
        "account_inactive": page(public),
        "account_reauthenticate": page(signed_in, signed_in),
        "account_change_password": page(signed_in, signed_in),
        "account_set_password": page(signed_in, signed_in),
        "usersessions_list": page(signed_in, signed_in),
        "mfa_index": page(signed_in),
        "mfa_authenticate": page(public, public),
        "mfa_reauthenticate": page(signed_in, signed_in),
        "mfa_activate_totp": page(signed_in, signed_in),
        "mfa_deactivate_totp": page(signed_in, signed_in),
        "mfa_view_recovery_codes": page(signed_in),
        "mfa_download_recovery_codes": page(signed_in),
        "mfa_generate_recovery_codes": page(signed_in, signed_in),
        "mfa_login_webauthn": page(public, public),
        "mfa_reauthenticate_webauthn": page(signed_in, signed_in),
        "mfa_list_webauthn": page(signed_in),
        "mfa_add_webauthn": page(signed_in, signed_in),
        "mfa_edit_webauthn": page(signed_in, signed_in),
        "mfa_remove_webauthn": page(signed_in, signed_in),
    }


def unused_routes() -> dict[str, Methods]:
    """What allauth brings and nobody may reach: sign-up, and everything by e-mail."""
    names = (
        "account_signup",
        "account_email",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_confirm_login_code",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    )
    return {name: page(Door.CLOSED, Door.CLOSED) for name in names}


POLICY: dict[str, Methods] = {
    **common_routes(),
    **client_routes(),
    **staff_routes(),
    **unused_routes(),
}
NEEDS_CLIENT = frozenset(ABOUT_A_CLIENT)
