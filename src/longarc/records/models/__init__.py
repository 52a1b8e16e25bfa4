"""Rows. Imported only inside `longarc.records`."""

from longarc.records.models.adverse import AdverseFollowUp, AdverseReport
from longarc.records.models.after import AfterStep, FollowUpAnswer, WhatIsMissing
from longarc.records.models.arrival import (
    ContactPlan,
    Enquiry,
    EnquiryPage,
    EnquiryStep,
    FirstContact,
    FormulationAgreed,
    FormulationVersion,
)
from longarc.records.models.audit import AuditEntry
from longarc.records.models.concerns import ConcernSlot, SafeguardingKey
from longarc.records.models.consent import ConsentAnswer, ConsentText
from longarc.records.models.course import (
    Choice,
    ContactRequest,
    EmergencyAccess,
    Meeting,
    OwnPlan,
    PhaseStart,
    Rest,
    Series,
    SeriesReport,
    SignalMark,
    StateWords,
)
from longarc.records.models.entries import CheckIn, CheckInMore, Entry, Retraction, Words
from longarc.records.models.living import (
    Behaviour,
    BehaviourAnswer,
    BehaviourEnd,
    BehaviourWording,
    DrinkingDay,
    DrinkMeaning,
    MoodInsight,
    OtherTherapy,
    Shift,
)
from longarc.records.models.notes import NoteAddendum, NoteDraft, Phrase, SessionNote
from longarc.records.models.numbers import NumberSigned
from longarc.records.models.pacing import PaceWord, PacingDecision
from longarc.records.models.people import CareMember, Client, StaffRole, User
from longarc.records.models.practice import Invitation, Practice, SupportPage
from longarc.records.models.preparation import CapacityView, ExerciseBack, ExerciseDone
from longarc.records.models.process_notes import ProcessNote
from longarc.records.models.relationship import (
    MeetingRating,
    PrivateRupture,
    RelationshipStep,
    Rupture,
)
from longarc.records.models.reminders import (
    CalendarLink,
    PushSubscription,
    ReminderChoice,
    ReminderSend,
    WorkerRun,
)
from longarc.records.models.risk import RiskAnswering, RiskStep, SafetyPlanVersion
from longarc.records.models.screening import (
    MedicineTaken,
    PaperThere,
    ProfileSetting,
    Referral,
    ScreeningAnswer,
    ScreeningJudgement,
    SubstancePlanned,
)
from longarc.records.models.session_plan import (
    Expectations,
    SessionCancelled,
    SessionPlanVersion,
    SessionStarted,
)
from longarc.records.models.session_record import (
    SessionLine,
    SessionLineBack,
    SessionSigned,
)
from longarc.records.models.threads import (
    Commitment,
    CommitmentAnswer,
    CommitmentEnd,
    Noticed,
    Part,
    Thread,
    ThreadNear,
    ThreadNote,
    ThreadState,
)
from longarc.records.models.touch import TouchNarrowed, TouchSigned
from longarc.records.models.ways_in import LinkNotice
from longarc.records.models.window import (
    FlagSetting,
    InsideRows,
    MedicineSession,
    Prior,
    Reading,
    WindowState,
)
from longarc.records.models.window_trail import WindowTrail

__all__ = [
    "AdverseFollowUp",
    "AdverseReport",
    "AfterStep",
    "AuditEntry",
    "Behaviour",
    "BehaviourAnswer",
    "BehaviourEnd",
    "BehaviourWording",
    "CalendarLink",
    "CapacityView",
    "CareMember",
    "CheckIn",
    "CheckInMore",
    "Choice",
    "Client",
    "Commitment",
    "CommitmentAnswer",
    "CommitmentEnd",
    "ConcernSlot",
    "ConsentAnswer",
    "ConsentText",
    "ContactPlan",
    "ContactRequest",
    "DrinkMeaning",
    "DrinkingDay",
    "EmergencyAccess",
    "Enquiry",
    "EnquiryPage",
    "EnquiryStep",
    "Entry",
    "ExerciseBack",
    "ExerciseDone",
    "Expectations",
    "FirstContact",
    "FlagSetting",
    "FollowUpAnswer",
    "FormulationAgreed",
    "FormulationVersion",
    "InsideRows",
    "Invitation",
    "LinkNotice",
    "MedicineSession",
    "MedicineTaken",
    "Meeting",
    "MeetingRating",
    "MoodInsight",
    "NoteAddendum",
    "NoteDraft",
    "Noticed",
    "NumberSigned",
    "OtherTherapy",
    "OwnPlan",
    "PaceWord",
    "PacingDecision",
    "PaperThere",
    "Part",
    "PhaseStart",
    "Phrase",
    "Practice",
    "Prior",
    "PrivateRupture",
    "ProcessNote",
    "ProfileSetting",
    "PushSubscription",
    "Reading",
    "Referral",
    "RelationshipStep",
    "ReminderChoice",
    "ReminderSend",
    "Rest",
    "Retraction",
    "RiskAnswering",
    "RiskStep",
    "Rupture",
    "SafeguardingKey",
    "SafetyPlanVersion",
    "ScreeningAnswer",
    "ScreeningJudgement",
    "Series",
    "SeriesReport",
    "SessionCancelled",
    "SessionLine",
    "SessionLineBack",
    "SessionNote",
    "SessionPlanVersion",
    "SessionSigned",
    "SessionStarted",
    "Shift",
    "SignalMark",
    "StaffRole",
    "StateWords",
    "SubstancePlanned",
    "SupportPage",
    "Thread",
    "ThreadNear",
    "ThreadNote",
    "ThreadState",
    "TouchNarrowed",
    "TouchSigned",
    "User",
    "WhatIsMissing",
    "WindowState",
    "WindowTrail",
    "Words",
    "WorkerRun",
]
