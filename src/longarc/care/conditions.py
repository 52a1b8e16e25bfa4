"""Conditions with psilocybin, MDMA and ketamine: level, how sure, why, and where it was read.

Names are for staff; the client's pages have words of their own. Source of the levels: the
project's own strictest reading (decision 12), unsigned.
"""

from dataclasses import dataclass

from longarc.care.sources import Cells, cells
from longarc.care.text import Text, msg


@dataclass(frozen=True)
class Condition:
    """One condition. `asked`: the client's own page asks it; the others are for the care team."""

    code: str
    name: str
    cells: Cells
    why: Text
    sources: tuple[str, ...] = ()
    asked: bool = True


_TABLE = (
    Condition(
        "psychosis",
        msg("a psychotic disorder of their own"),
        cells("HARD", "HARD", "REVIEW"),
        Text(
            msg(
                "Guidelines for psilocybin leave out people with psychosis, and a training list "
                "for MDMA does too. Esketamine: only where the benefit outweighs the risk."
            )
        ),
        ("JOHN", "NUM", "SPR_L"),
    ),
    Condition(
        "family_psychosis",
        msg("a parent, sibling or child with psychosis or bipolar illness"),
        cells("HARD", "HARD", "NOTE"),
        Text(
            msg(
                "Left out of research with psilocybin and in one list for MDMA. Among users, "
                "symptoms were highest in people with such a family history."
            )
        ),
        ("JOHN", "NUM", "SIM23B"),
    ),
    Condition(
        "bipolar_schizophrenia",
        msg("bipolar I or schizophrenia"),
        cells("HARD", "HARD", "REVIEW"),
        Text(
            msg(
                "In a cohort followed for 2 months (505 users of 12,345 people) manic symptoms "
                "rose, and this history changed by how much."
            )
        ),
        ("SIM25",),
    ),
    Condition(
        "heart",
        msg("high blood pressure that is not controlled, coronary disease, irregular heartbeat"),
        cells("HARD", "HARD", "HARD"),
        Text(
            msg(
                "A list for MDMA names arrhythmia of the ventricles in the past. Esketamine is not "
                "given where a rise in blood pressure would be a serious risk."
            )
        ),
        ("NUM", "SPR_L"),
    ),
    Condition(
        "vessels",
        msg("aneurysm, arteriovenous malformation, bleeding in the brain"),
        cells("REVIEW?", "HARD?", "HARD"),
        Text(msg("The esketamine label names these as reasons not to give it.")),
        ("SPR_L",),
    ),
    Condition(
        "pregnancy",
        msg("pregnancy or breastfeeding"),
        cells("HARD?", "HARD", "HARD"),
        Text(
            msg(
                "The MDMA trials tested for pregnancy at entry and before each session. The "
                "esketamine label warns of harm to the unborn and advises against breastfeeding."
            )
        ),
        ("MAPP", "SPR_L"),
    ),
    Condition(
        "seizures",
        msg("seizure disorder"),
        cells("REVIEW", "REVIEW", "REVIEW"),
        Text(msg("What was read tells only of seizures together with lithium.")),
        ("LITH",),
    ),
    Condition(
        "suicidal",
        msg("intent to end their life now, or an attempt or preparation in the last 3 months"),
        cells("HARD", "HARD", "HARD"),
        Text(
            msg(
                "A list for MDMA names present risk. Ketamine too, unless a physician leads care "
                "for exactly this. The risk questions open a path of their own."
            )
        ),
        ("NUM",),
        asked=False,
    ),
    Condition(
        "dissociative_identity",
        msg("dissociative identity disorder now"),
        cells("REVIEW", "HARD", "REVIEW"),
        Text(msg("One list for MDMA leaves it out.")),
        ("NUM",),
    ),
    Condition(
        "purging",
        msg("an eating disorder with purging now"),
        cells("REVIEW", "HARD", "REVIEW"),
        Text(
            msg(
                "One list for MDMA leaves it out. A review of psilocybin asks for electrolytes and "
                "an ECG first."
            )
        ),
        ("NUM", "JED"),
    ),
    Condition(
        "substance_use",
        msg("substance use disorder now, or intoxicated today"),
        cells("HARD", "HARD", "REVIEW"),
        Text(
            msg(
                "A list for MDMA names it. The esketamine label asks to watch for misuse. For "
                "someone who is intoxicated today it is locked today."
            )
        ),
        ("NUM", "SPR_L"),
    ),
    Condition(
        "no_support",
        msg("no stable home, no support person, or no way home"),
        cells("REVIEW", "HARD", "HARD"),
        Text(
            msg(
                "A list for MDMA names it, and the trial asked for a contact person and a ride. "
                "Oregon asks for a signed transport plan. After ketamine they may not drive."
            )
        ),
        ("NUM", "MAPP", "OAR5150"),
    ),
    Condition(
        "cannot_consent",
        msg("cannot consent"),
        cells("HARD", "HARD", "HARD"),
        Text(msg("Without consent there is no session.")),
        ("OR_PEN",),
        asked=False,
    ),
    Condition(
        "under_21",
        msg("under 21"),
        cells("HARD", "HARD", "HARD"),
        Text(
            msg(
                "Oregon gives no psilocybin services under 21. Elsewhere the row is the same, read "
                "strictly, until a clinician signs it to another level."
            )
        ),
        ("OR_PEN",),
    ),
    Condition(
        "mushroom_allergy",
        msg("allergy to mushrooms"),
        cells("HARD", "-", "-"),
        Text(msg("Oregon's client form asks. It matters for whole mushrooms.")),
        ("OAR5050",),
    ),
)
CONDITIONS: dict[str, Condition] = {one.code: one for one in _TABLE}
