"""Rows. Imported only inside `longarc.records`."""

from longarc.records.models.audit import AuditEntry
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
    "CareMember",
    "CheckIn",
    "CheckInMore",
    "Choice",
    "Client",
    "ContactRequest",
    "EmergencyAccess",
    "Entry",
    "FlagSetting",
    "InsideRows",
    "Invitation",
    "MedicineSession",
    "Meeting",
    "OwnPlan",
    "PhaseStart",
    "Practice",
    "Prior",
    "Reading",
    "Rest",
    "Retraction",
    "Series",
    "SeriesReport",
    "SignalMark",
    "StaffRole",
    "StateWords",
    "SupportPage",
    "User",
    "WindowState",
    "Words",
]
