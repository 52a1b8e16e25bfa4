"""Classes of medicines with psilocybin, MDMA and ketamine: level, how sure, why, and where read.

A table of frozen values and not a data file: the reasons are sentences that are translated, and
the rule that reads them may do no input. The names of medicines are data (`records/data`).
Source of the levels: the project's own strictest reading (decision 12), unsigned.
"""

from dataclasses import dataclass

from longarc.care.sources import Cells, cells, named
from longarc.care.text import Text, msg


@dataclass(frozen=True)
class Interaction:
    """One class of medicines. `also`: keys of sources that say more than a cell does."""

    code: str
    name: str
    cells: Cells
    why: Text
    also: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys of `sources.SOURCES`; none: nothing was read."""
        return named(self.cells, self.also)


#: Known names about which nothing was found; they stand in one line together.
NOTHING_FOUND = "nothing_found"


_TABLE = (
    Interaction(
        "lithium",
        msg("lithium"),
        cells("HARD LITH SIM23", "HARD?", "REVIEW?"),
        Text(
            msg(
                "Of 62 online reports of lithium together with a classic psychedelic, 47 in 100 "
                "told of seizures and 39 in 100 of medical attention. In a national survey lithium "
                "went with harder experiences and with harm."
            )
        ),
        ("OAR5050", "OR_PEN"),
    ),
    Interaction(
        "lamotrigine",
        msg("lamotrigine"),
        cells("NOTE LITH", "REVIEW?", "REVIEW?"),
        Text(
            msg(
                "None of 34 online reports together with a classic psychedelic told of a seizure, "
                "and 65 in 100 noticed no effect on the experience. A history of seizures is a "
                "row of its own."
            )
        ),
    ),
    Interaction(
        "mood_stabilisers",
        msg("mood stabilisers other than lithium and lamotrigine"),
        cells("REVIEW SIM23", "REVIEW?", "REVIEW?"),
        Text(
            msg(
                "Among 613 people who had taken psychedelics, mood stabilisers at the same time "
                "went with harder experiences and with more harm overall."
            )
        ),
    ),
    Interaction(
        "maoi",
        msg("MAO inhibitors, harmala and ayahuasca"),
        cells("HARD?", "HARD ST NUM VUO PIL", "REVIEW REMSF"),
        Text(
            msg(
                "True serotonin toxicity comes mostly from something that raises serotonin "
                "meeting an MAO inhibitor. People died of MDMA with moclobemide: 4 in Finland and "
                "4 in Australia. The esketamine form asks for MAO inhibitors because of blood "
                "pressure."
            )
        ),
    ),
    Interaction(
        "ssri",
        msg("SSRI"),
        cells("NOTE GUK", "REVIEW ST DDI", "NOTE SZAR"),
        Text(
            msg(
                "Psilocybin was weaker than expected in a share of 0.47 of reports (0.41 to 0.54), "
                "and up to 3 months after stopping. Ketamine raised blood pressure more. Stopping "
                "has dangers of its own."
            )
        ),
    ),
    Interaction(
        "snri",
        msg("SNRI"),
        cells("NOTE GUK", "REVIEW?", "REVIEW?"),
        Text(
            msg("Psilocybin was weaker than expected in a share of 0.55 of reports (0.44 to 0.67).")
        ),
    ),
    Interaction(
        "bupropion",
        msg("bupropion"),
        cells("NOTE GUK", "REVIEW?", "REVIEW?"),
        Text(
            msg(
                "Psilocybin was weaker than expected in a share of 0.29 of reports (0.20 to 0.39); "
                "the study used it as the comparison."
            )
        ),
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
        cells("REVIEW?", "HARD?", "REVIEW REMS"),
        Text(
            msg(
                "The current esketamine form records opioids because of sedation and slow "
                "breathing. With psilocybin and MDMA nothing was read that settles it."
            )
        ),
    ),
    Interaction(
        "triptans",
        msg("triptans"),
        cells("REVIEW JED", "REVIEW?", "REVIEW?"),
        Text(msg("One clinical review lists triptans as not to be taken around psilocybin.")),
    ),
    Interaction(
        "antipsychotics",
        msg("antipsychotics"),
        cells("REVIEW?", "REVIEW?", "REVIEW SPR_L"),
        Text(
            msg(
                "It may point to psychosis or bipolar illness in the past; ask about that first. "
                "The esketamine label asks to weigh psychosis with care beforehand."
            )
        ),
    ),
    Interaction(
        "stimulants",
        msg("stimulants and cocaine"),
        cells("REVIEW?", "HARD SIL", "REVIEW REMS REMSF"),
        Text(
            msg(
                "With MDMA, methamphetamine, cocaine and amphetamines raise the risk of serotonin "
                "toxicity. The esketamine form records stimulants because of blood pressure."
            )
        ),
    ),
    Interaction(
        "depressants",
        msg("benzodiazepines, Z-drugs, opioids, other depressants of the nervous system"),
        cells("REVIEW?", "REVIEW?", "REVIEW REMS SPR_L DRC_S"),
        Text(msg("Every esketamine form records these because of sedation and slow breathing.")),
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
        cells("REVIEW JED", "REVIEW?", "REVIEW?"),
        Text(
            msg("A long QT interval is a listed risk of psilocybin; its screening includes an ECG.")
        ),
    ),
    Interaction(
        "ibogaine",
        msg("ibogaine, iboga, noribogaine"),
        cells("HARD?", "HARD?", "HARD?"),
        Text(
            msg(
                "Ibogaine lengthens the QT interval, in 6 of 14 people for more than 24 hours, and "
                "people died. Nothing was read that settles how long to wait with anything else."
            )
        ),
        ("KNU",),
    ),
    Interaction(
        "serotonin_precursors",
        msg("5-HTP, tryptophan, SAMe"),
        cells("REVIEW?", "HARD SIL", "REVIEW?"),
        Text(
            msg(
                "With MDMA, what the body makes serotonin from changes the course of serotonin "
                "toxicity. Of SAMe nothing was read; it is held with them."
            )
        ),
    ),
    Interaction(
        "st_johns_wort",
        msg("St John's wort"),
        cells("REVIEW?", "HARD?", "REVIEW SJW"),
        Text(
            msg(
                "It acts on serotonin, and with MDMA nothing was read that settles it. It lowered "
                "oral S-ketamine in the blood by more than half."
            )
        ),
    ),
    Interaction(
        "cyp3a4",
        msg("medicines and foods that change CYP3A4, grapefruit"),
        cells("REVIEW?", "REVIEW?", "REVIEW ANDR GRAPE"),
        Text(
            msg(
                "Ketamine is broken down by CYP3A4 and CYP2B6: what holds them back raises it, and "
                "what drives them lowers it. Grapefruit juice raised oral S-ketamine three times."
            )
        ),
    ),
    Interaction(
        "thyroid",
        msg("thyroid hormones"),
        cells("REVIEW?", "REVIEW?", "REVIEW PHX"),
        Text(
            msg(
                "A monograph names high blood pressure and a fast heart with ketamine. With the "
                "others nothing was read."
            )
        ),
    ),
    Interaction(
        "slow_stomach",
        msg("GLP-1 medicines (they slow the stomach)"),
        cells("REVIEW?", "REVIEW?", "REVIEW?"),
        Text(
            msg(
                "They empty the stomach later. What that does to something swallowed, or to being "
                "sick while sedated, was not read. Someone looks."
            )
        ),
    ),
    Interaction(
        "alcohol_medicines",
        msg("naltrexone, acamprosate, disulfiram"),
        cells("REVIEW?", "REVIEW?", "REVIEW?"),
        Text(
            msg(
                "Nothing that settles it was read. It tells of drinking: ask about withdrawal, "
                "which is a row of its own."
            )
        ),
    ),
    Interaction(
        "blood_pressure",
        msg("medicines for blood pressure and heart rate"),
        cells("REVIEW?", "REVIEW?", "REVIEW?"),
        Text(
            msg(
                "Some of them changed what MDMA does to blood pressure. It also tells of the blood "
                "pressure itself, which is a row of its own."
            )
        ),
        ("DDI",),
    ),
    Interaction(
        NOTHING_FOUND,
        msg("looked at, nothing known"),
        cells("REVIEW?", "REVIEW?", "REVIEW?"),
        Text(
            msg(
                "What these are is known. Nothing about them together with this was found in what "
                "was read, and nobody has checked them one by one. One look by a person is enough."
            )
        ),
    ),
)
INTERACTIONS: dict[str, Interaction] = {one.code: one for one in _TABLE}
