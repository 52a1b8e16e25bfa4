"""Classes of medicines with psilocybin, MDMA and ketamine: level, how sure, why, and where read.

A table of frozen values and not a data file: the reasons are sentences that are translated, and
the rule that reads them may do no input. The names of medicines are data (`records/data`).
Source of the levels: the project's own strictest reading (decision 12), unsigned.
"""

from dataclasses import dataclass, field

from longarc.care.sources import Cells, cells
from longarc.care.text import Text, msg


@dataclass(frozen=True)
class Interaction:
    """One class of medicines. `sources` are keys of `sources.SOURCES`; none: nothing was read."""

    code: str
    name: str
    cells: Cells
    why: Text
    sources: tuple[str, ...] = field(default=())


_TABLE = (
    Interaction(
        "lithium",
        msg("lithium"),
        cells("HARD", "HARD?", "REVIEW?"),
        Text(
            msg(
                "Of 62 online reports of lithium together with a classic psychedelic, 47 in 100 "
                "told of seizures and 39 in 100 of medical attention. In a national survey lithium "
                "went with harder experiences and with harm."
            )
        ),
        ("LITH", "SIM23", "OAR5050", "OR_PEN"),
    ),
    Interaction(
        "lamotrigine",
        msg("lamotrigine"),
        cells("NOTE", "REVIEW?", "REVIEW?"),
        Text(
            msg(
                "None of 34 online reports together with a classic psychedelic told of a seizure, "
                "and 65 in 100 noticed no effect on the experience. A history of seizures is a "
                "row of its own."
            )
        ),
        ("LITH",),
    ),
    Interaction(
        "mood_stabilisers",
        msg("mood stabilisers other than lithium and lamotrigine"),
        cells("REVIEW", "REVIEW?", "REVIEW?"),
        Text(
            msg(
                "Among 613 people who had taken psychedelics, mood stabilisers at the same time "
                "went with harder experiences and with more harm overall."
            )
        ),
        ("SIM23",),
    ),
    Interaction(
        "maoi",
        msg("MAO inhibitors, harmala and ayahuasca"),
        cells("HARD?", "HARD", "REVIEW"),
        Text(
            msg(
                "True serotonin toxicity comes mostly from something that raises serotonin "
                "meeting an MAO inhibitor; there are case reports of MDMA with moclobemide. The "
                "esketamine form asks for MAO inhibitors because of blood pressure."
            )
        ),
        ("ST", "NUM", "REMSF"),
    ),
    Interaction(
        "ssri",
        msg("SSRI"),
        cells("NOTE", "REVIEW", "NOTE"),
        Text(
            msg(
                "Psilocybin was weaker than expected in a share of 0.47 of reports (0.41 to 0.54), "
                "and up to 3 months after stopping. In MDMA trials people who had lately tapered "
                "did worse: 25.0 against 63.6 in 100 no longer had PTSD. Ketamine raised blood "
                "pressure more. Stopping has dangers of its own."
            )
        ),
        ("GUK", "FED", "ST", "SZAR", "DDI"),
    ),
    Interaction(
        "snri",
        msg("SNRI"),
        cells("NOTE", "REVIEW?", "REVIEW?"),
        Text(
            msg("Psilocybin was weaker than expected in a share of 0.55 of reports (0.44 to 0.67).")
        ),
        ("GUK",),
    ),
    Interaction(
        "bupropion",
        msg("bupropion"),
        cells("NOTE", "REVIEW?", "REVIEW?"),
        Text(
            msg(
                "Psilocybin was weaker than expected in a share of 0.29 of reports (0.20 to 0.39); "
                "the study used it as the comparison."
            )
        ),
        ("GUK",),
    ),
    Interaction(
        "other_antidepressants",
        msg("tricyclics, mirtazapine, trazodone, vortioxetine, buspirone"),
        cells("REVIEW?", "REVIEW?", "REVIEW?"),
        Text(msg("Nothing about this class was read, so nothing is known here. Someone looks.")),
    ),
    Interaction(
        "serotonergic_opioids",
        msg("tramadol and other serotonergic opioids, dextromethorphan"),
        cells("REVIEW?", "HARD?", "REVIEW"),
        Text(
            msg(
                "The current esketamine form records opioids because of sedation and slow "
                "breathing. With psilocybin and MDMA nothing was read that settles it."
            )
        ),
        ("REMS",),
    ),
    Interaction(
        "triptans",
        msg("triptans"),
        cells("REVIEW", "REVIEW?", "NOTE"),
        Text(msg("One clinical review lists triptans as not to be taken around psilocybin.")),
        ("JED",),
    ),
    Interaction(
        "antipsychotics",
        msg("antipsychotics"),
        cells("REVIEW", "REVIEW?", "REVIEW"),
        Text(
            msg(
                "It may point to psychosis or bipolar illness in the past; ask about that first. "
                "The esketamine label asks to weigh psychosis with care beforehand."
            )
        ),
        ("SPR_L",),
    ),
    Interaction(
        "stimulants",
        msg("stimulants"),
        cells("REVIEW?", "HARD?", "REVIEW"),
        Text(msg("The esketamine form records stimulants because of blood pressure.")),
        ("REMS", "REMSF"),
    ),
    Interaction(
        "depressants",
        msg("benzodiazepines, Z-drugs, other depressants of the nervous system"),
        cells("NOTE", "REVIEW?", "REVIEW"),
        Text(msg("Every esketamine form records these because of sedation and slow breathing.")),
        ("REMS", "SPR_L"),
    ),
    Interaction(
        "cyp_inhibitors",
        msg("ritonavir, cobicistat, strong CYP2D6 inhibitors"),
        cells("REVIEW?", "HARD?", "REVIEW?"),
        Text(
            msg(
                "Training material about MDMA cites a review of interactions with medicines "
                "against HIV. The review itself was not read."
            )
        ),
        ("NUM",),
    ),
    Interaction(
        "qt",
        msg("medicines that lengthen the QT interval"),
        cells("REVIEW", "REVIEW?", "NOTE"),
        Text(
            msg("A long QT interval is a listed risk of psilocybin; its screening includes an ECG.")
        ),
        ("JED",),
    ),
)
INTERACTIONS: dict[str, Interaction] = {one.code: one for one in _TABLE}
