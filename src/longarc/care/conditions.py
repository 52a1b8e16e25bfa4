"""Conditions with psilocybin, MDMA and ketamine: level, how sure, why, and where it was read.

Names are for staff; the client's pages have words of their own. Source of the levels: the
project's own strictest reading (decision 12), unsigned.
"""

from dataclasses import dataclass

from longarc.care.sources import Cells, cells, named
from longarc.care.text import Text, msg


@dataclass(frozen=True)
class Condition:
    """One condition. A condition without cells has a row only where a profile bars it.

    Args:
        also: keys of sources that say more than a cell does.
        asked: the client's own page asks it; the others are for the care team.
        by_person: the client's own "no" is not enough: someone of the care team asks as well.
    """

    code: str
    name: str
    cells: Cells
    why: Text
    also: tuple[str, ...] = ()
    asked: bool = True
    by_person: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        return named(self.cells, self.also)


_TABLE = (
    Condition(
        "psychosis",
        msg("a psychotic disorder of their own"),
        cells("HARD JOHN NUM_P", "HARD NUM", "REVIEW SPR_L"),
        Text(
            msg(
                "Guidelines for psilocybin leave out people with psychosis, and a training list "
                "for MDMA does too. Esketamine: only where the benefit outweighs the risk."
            )
        ),
        ("OAR5050", "OR_PEN"),
    ),
    Condition(
        "family_psychosis",
        msg("a parent, sibling or child with psychosis or bipolar illness"),
        cells("HARD JOHN SIM23B NUM_P", "HARD NUM", "REVIEW?"),
        Text(
            msg(
                "Left out of research with psilocybin and in one list for MDMA. Among users, "
                "symptoms were highest in people with such a family history."
            )
        ),
    ),
    Condition(
        "bipolar_schizophrenia",
        msg("bipolar I or schizophrenia"),
        cells("HARD SIM25", "HARD?", "REVIEW?"),
        Text(
            msg(
                "In a cohort followed for 2 months (505 users of 12,345 people) manic symptoms "
                "rose, and this history changed by how much. The rise was seen only in those who "
                "took them where it is not legal."
            )
        ),
    ),
    Condition(
        "heart",
        msg("high blood pressure that is not controlled, coronary disease, irregular heartbeat"),
        cells("HARD?", "HARD NUM", "HARD SPR_L"),
        Text(
            msg(
                "A list for MDMA names arrhythmia of the ventricles in the past. Esketamine is not "
                "given where a rise in blood pressure would be a serious risk."
            )
        ),
    ),
    Condition(
        "vessels",
        msg("aneurysm, arteriovenous malformation, bleeding in the brain"),
        cells("REVIEW?", "HARD?", "HARD SPR_L"),
        Text(msg("The esketamine label names these as reasons not to give it.")),
    ),
    Condition(
        "pregnancy",
        msg("pregnancy or breastfeeding"),
        cells("HARD?", "HARD MAPP", "HARD SPR_L"),
        Text(
            msg(
                "The MDMA trials tested for pregnancy at entry and before each session. The "
                "esketamine label warns of harm to the unborn and advises against breastfeeding."
            )
        ),
    ),
    Condition(
        "seizures",
        msg("seizure disorder"),
        cells("REVIEW?", "REVIEW?", "REVIEW?"),
        Text(msg("What was read tells only of seizures together with lithium.")),
        ("LITH",),
    ),
    Condition(
        "suicidal",
        msg("intent to end their life now, or an attempt or preparation in the last 3 months"),
        cells("HARD NUM_P", "HARD NUM", "HARD?"),
        Text(
            msg(
                "Lists for psilocybin and for MDMA name present risk. Ketamine is held as "
                "strictly, also where a physician leads care for exactly this. The risk questions "
                "open a path of their own."
            )
        ),
        ("OAR5050", "OR_PEN"),
        asked=False,
    ),
    Condition(
        "dissociative_identity",
        msg("dissociative identity disorder now"),
        cells("REVIEW?", "HARD NUM", "REVIEW?"),
        Text(msg("One list for MDMA leaves it out.")),
    ),
    Condition(
        "purging",
        msg("an eating disorder with purging now"),
        cells("REVIEW JED", "HARD NUM", "REVIEW?"),
        Text(
            msg(
                "One list for MDMA leaves it out. A review of psilocybin asks for electrolytes and "
                "an ECG first."
            )
        ),
    ),
    Condition(
        "substance_use",
        msg("substance use disorder now, or intoxicated today"),
        cells("HARD NUM_P", "HARD NUM", "REVIEW SPR_L"),
        Text(
            msg(
                "A list for MDMA names it. One for psilocybin leaves it to a physician, case by "
                "case, where the disorder is not what is treated. The esketamine label asks to "
                "watch for misuse. For someone who is intoxicated today it is locked today."
            )
        ),
    ),
    Condition(
        "no_support",
        msg("no stable home, no support person, or no way home"),
        cells("REVIEW OAR5150", "HARD NUM MAPP", "HARD?"),
        Text(
            msg(
                "A list for MDMA names it, and the trial asked for a contact person and a ride. "
                "Oregon asks for a signed transport plan. After ketamine they may not drive."
            )
        ),
        ("SPR_L",),
    ),
    Condition(
        "cannot_consent",
        msg("cannot consent"),
        cells("HARD OR_PEN", "HARD?", "HARD?"),
        Text(msg("Without consent there is no session.")),
        asked=False,
    ),
    Condition(
        "under_21",
        msg("under 21"),
        cells("HARD OR_PEN", "HARD?", "HARD?"),
        Text(
            msg(
                "Oregon gives no psilocybin services under 21. Elsewhere the row is the same, read "
                "strictly, until a clinician signs it to another level."
            )
        ),
    ),
    Condition(
        "mushroom_allergy",
        msg("allergy to mushrooms"),
        cells("HARD OAR5050", "-", "-"),
        Text(msg("Oregon's client form asks. It matters for whole mushrooms.")),
    ),
    Condition(
        "harm_self",
        msg("thoughts now of harming themselves"),
        cells("-", "-", "-"),
        Text(
            msg(
                "Oregon's client form asks about thoughts of harm to oneself or others now, and "
                "they bar there. The risk questions speak here too. Check the current rule."
            )
        ),
        ("OAR5050", "OR_PEN"),
        asked=False,
    ),
    Condition(
        "harm_others",
        msg("thoughts now of harming someone else"),
        cells("HARD OAR5050 OR_PEN", "HARD?", "HARD?"),
        Text(
            msg(
                "Oregon's client form asks about it. Someone talks with them first, calmly: having "
                "such a thought is not doing it, and what is meant has to be known."
            )
        ),
        by_person=True,
    ),
    Condition(
        "withdrawal",
        msg("withdrawal from alcohol, benzodiazepines or other calming pills, now or before"),
        cells("HARD?", "HARD?", "HARD?"),
        Text(
            msg(
                "Ask when the last drink and the last pill were, what happened when they stopped "
                "before, and about seizures or delirium; before anyone asks them to come sober. "
                "Stopping at once can be dangerous. Longarc's own row: no source was read."
            )
        ),
        by_person=True,
    ),
)
CONDITIONS: dict[str, Condition] = {one.code: one for one in _TABLE}
