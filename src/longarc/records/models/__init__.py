"""Rows. Imported only inside `longarc.records`."""

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
from longarc.records.models.people import CareMember, Client, StaffRole, User
from longarc.records.models.practice import Invitation, Practice, SupportPage
from longarc.records.models.preparation import CapacityView, ExerciseBack, ExerciseDone
from longarc.records.models.screening import (
    MedicineTaken,
    PaperThere,
    ProfileSetting,
    Referral,
    ScreeningAnswer,
    ScreeningJudgement,
    SubstancePlanned,
)
from longarc.records.models.window import (
    FlagSetting,
    InsideRows,
    MedicineSession,
    Prior,
    Reading,
    WindowState,
)

__all__ = [
    "AuditEntry",
    "CapacityView",
    "CareMember",
    "CheckIn",
    "CheckInMore",
    "Choice",
    "Client",
    "ConcernSlot",
    "ContactPlan",
    "ContactRequest",
    "EmergencyAccess",
    "Enquiry",
    "EnquiryPage",
    "EnquiryStep",
    "Entry",
    "ExerciseBack",
    "ExerciseDone",
    "FirstContact",
    "FlagSetting",
    "FormulationAgreed",
    "FormulationVersion",
    "InsideRows",
    "Invitation",
    "MedicineSession",
    "MedicineTaken",
    "Meeting",
    "OwnPlan",
    "PaperThere",
    "PhaseStart",
    "Practice",
    "Prior",
    "ProfileSetting",
    "Reading",
    "Referral",
    "Rest",
    "Retraction",
    "SafeguardingKey",
    "ScreeningAnswer",
    "ScreeningJudgement",
    "Series",
    "SeriesReport",
    "SignalMark",
    "StaffRole",
    "StateWords",
    "SubstancePlanned",
    "SupportPage",
    "User",
    "WindowState",
    "Words",
]
