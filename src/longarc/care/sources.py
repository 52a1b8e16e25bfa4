"""What a safety row rests on: its level for each substance, how sure it is, where it was read.

Levels are decision 12's. They are the project's strictest reading of each source, not a published
grading; a cell that no source read so far confirms is never weaker than REVIEW.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from longarc.care.text import msg


class Level(IntEnum):
    """How strict a row is; a larger one is stricter."""

    NOTE = 1
    REVIEW = 2
    HARD = 3
    BARRED = 4


class Substance(StrEnum):
    """What a medicine session may be planned with. Stored, never renamed."""

    PSILOCYBIN = "psilocybin"
    MDMA = "mdma"
    KETAMINE = "ketamine"


#: As a sentence says it.
SUBSTANCE_WORDS = {
    Substance.PSILOCYBIN: msg("psilocybin"),
    Substance.MDMA: msg("MDMA"),
    Substance.KETAMINE: msg("ketamine"),
    None: msg("nothing chosen"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One class or condition with one substance.

    Args:
        sources: keys of those that were read and say this of this very substance; none: not
            confirmed.
    """

    level: Level
    sources: tuple[str, ...] = ()

    @property
    def confirmed(self) -> bool:
        return bool(self.sources)


Cells = dict[Substance, Cell]
UNCONFIRMED, NOTHING = "?", "-"


def cells(psilocybin: str, mdma: str, ketamine: str) -> Cells:
    """Cells in the short writing of the tables.

    `HARD LITH` is confirmed by the source LITH, `HARD?` is not confirmed, `-` says nothing.

    Raises:
        ValueError: a cell has neither a source nor a `?`, or it is weaker than REVIEW without a
            source (decision 24).
    """
    told = zip(Substance, (psilocybin, mdma, ketamine), strict=True)
    return {substance: _cell(word) for substance, word in told if word != NOTHING}


def _cell(written: str) -> Cell:
    word, *keys = written.split()
    found = Cell(Level[word.removesuffix(UNCONFIRMED)], tuple(keys))
    if found.confirmed == word.endswith(UNCONFIRMED):
        raise ValueError(f"{written} names a source, or is marked as not confirmed")
    if not found.confirmed and found.level < Level.REVIEW:
        raise ValueError(f"{written} is weaker than REVIEW")
    return found


def named(table: Cells, also: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The sources of all cells, then those that say more; each once."""
    told = (key for cell in table.values() for key in cell.sources)
    return tuple(dict.fromkeys((*told, *also)))


def strictest(table: Cells, substance: Substance | None) -> Cell | None:
    """The cell of one substance; while none is planned, the strictest of all. None: no cell.

    Of several at the same level one that is not confirmed speaks, so that doubt is seen.
    """
    if substance is not None:
        return table.get(substance)
    return max(table.values(), key=lambda one: (one.level, not one.confirmed), default=None)


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read.

    Args:
        urls: where; empty when it was read under no lasting address.
        primary: the text or its abstract was read where its publisher keeps it; otherwise a
            copy, a mirror, a transcript or a page of others.
        of: the substances that it speaks of together with a medicine or a condition.
    """

    title: str
    urls: tuple[str, ...] = ()
    primary: bool = True
    of: frozenset[Substance] = frozenset()


_PSILOCYBIN = frozenset({Substance.PSILOCYBIN})
_MDMA = frozenset({Substance.MDMA})
_KETAMINE = frozenset({Substance.KETAMINE})


_OAR = (
    "https://d1tvxue8o4w0fl.cloudfront.net/regulation/oregon-administrative-code/chapter-333-oregon"
    "-health-authority-public-health-division/division-333-psilocybin/section-333-333-"
)
_CASE = (
    "https://casetext.com/regulation/oregon-administrative-code/chapter-333-oregon-health-authority"
    "-public-health-division/division-333-psilocybin/section-333-333-"
)
_DORA = (
    "https://d1tvxue8o4w0fl.cloudfront.net/regulation/colorado-administrative-code/department-700-"
    "department-of-regulatory-agencies/division-755-professions-and-occupations-office-of-natural-"
    "medicine-licensure/rule-4-ccr-755-1-natural-medicine-licensure-rules-and-regulations/"
    "section-4-ccr-755-1-6-standards-of-practice"
)

SOURCES: dict[str, Source] = {
    "LITH": Source(
        "Nayak 2021, Pharmacopsychiatry 54:240 (abstract)",
        ("https://www.thieme-connect.com/products/ejournals/abstract/10.1055/a-1524-2794",),
        of=_PSILOCYBIN,
    ),
    "SIM23": Source(
        "Simonsson 2023, J Affect Disord 326:105 (abstract)",
        ("https://suppr.wilddata.cn/browses/detail/pubmed/36720405",),
        primary=False,
        of=_PSILOCYBIN,
    ),
    "SIM23B": Source(
        "Simonsson 2023, Psychopharmacology, psychiatric risks (abstract)",
        ("https://www.moreblossom.com/papers/psychedelic-use-and-psychiatric-risks",),
        primary=False,
        of=_PSILOCYBIN,
    ),
    "SIM25": Source(
        "Simonsson 2025, Psychol Med 55:e99 (abstract)",
        ("https://pubmed.ncbi.nlm.nih.gov/40162511/",),
        of=_PSILOCYBIN,
    ),
    "ST": Source(
        "Malcolm and Thomas 2022, Psychopharmacology 239:1881 (abstract)",
        ("https://pubmed.ncbi.nlm.nih.gov/34251464/",),
        of=_PSILOCYBIN | _MDMA,
    ),
    "DDI": Source(
        "Sarparast 2022, Psychopharmacology 239:1945 (abstract and the authors' summary)",
        (
            "https://moreblossom.com/papers/drug-drug-interactions-between-psychiatric-"
            "medications-and-mdma-or-psilocybin-a-",
            "https://chacruna.net/psychiatric-medications-psychedelics-interactions/",
        ),
        primary=False,
        of=_PSILOCYBIN | _MDMA,
    ),
    "GUK": Source(
        "Gukasyan 2023 (abstract)",
        ("https://psilocybin-research.com/publication.php?id=1443",),
        primary=False,
        of=_PSILOCYBIN,
    ),
    "NUM": Source(
        "Numinus, training module on MDMA, contraindications",
        (
            "http://numiustatic.numinus.com/molecular-foundations/mdma/mod-3/"
            "04-contraindications.html",
        ),
        primary=False,
        of=_MDMA,
    ),
    "JED": Source(
        "J Eat Disord 2024, psilocybin safety, table 1",
        ("https://jeatdisord.biomedcentral.com/articles/10.1186/s40337-024-01005-z/tables/1",),
        of=_PSILOCYBIN,
    ),
    "JOHN": Source(
        "Johnson 2008, safety guidelines (abstract)",
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC3056407",),
        of=_PSILOCYBIN,
    ),
    "MAPP": Source(
        "NCT06189027, criteria that repeat NCT03537014",
        ("http://inclinicaltrials.com/ptsd/nct06189027/details",),
        primary=False,
        of=_MDMA,
    ),
    "SZAR": Source(
        "Szarmach 2020, ketamine and the heart",
        (
            "https://www.dovepress.com/metabolic-risk-factors-and-cardiovascular-safety-in-"
            "ketamine-use-for-t-peer-reviewed-article-NDT",
        ),
        of=_KETAMINE,
    ),
    "REMS": Source(
        "Spravato REMS, page about the monitoring form",
        (
            "https://jnjmedicalconnect.com/products/spravato/"
            "video-spravato-rems-patient-monitoring-form-overview",
        ),
        of=_KETAMINE,
    ),
    "REMSF": Source(
        "Spravato monitoring form, transcript (2021 to 2024 version)",
        ("https://manualspro.net/445029-spravato-patient-monitoring-form-instructions",),
        primary=False,
        of=_KETAMINE,
    ),
    "SPR_L": Source(
        "Spravato label (2019 text; 2021 safety information)",
        (
            "http://www.120ty.net/bencandy.php?aid=58243&fid=134&page=5",
            "https://www.usmedicine.com/2021online-dir/inc/html/33.html",
        ),
        primary=False,
        of=_KETAMINE,
    ),
    "SPR_SPL": Source(
        "Spravato label, version 18, effective 2026-03-13 (header)",
        (
            "https://nctr-crs.fda.gov/fdalabel/services/spl/set-ids/"
            "d81a6a79-a74a-44b7-822c-0dfa3036eaed/spl-doc",
        ),
        of=_KETAMINE,
    ),
    "OAR5000": Source(
        "OAR 333-333-5000 (effective 2025-01-01)",
        (f"{_OAR}5000-effective-112025-preparation-session-requirements",),
        primary=False,
        of=_PSILOCYBIN,
    ),
    "OAR5050": Source(
        "OAR 333-333-5050 (effective 2025-01-01)",
        (f"{_CASE}5050-effective-112025-client-information-form",),
        primary=False,
        of=_PSILOCYBIN,
    ),
    "OAR5150": Source(
        "OAR 333-333-5150 (effective 2025-01-01)",
        (f"{_OAR}5150-effective-112025-transportation-plans",),
        primary=False,
        of=_PSILOCYBIN,
    ),
    "OAR5250": Source(
        "OAR 333-333-5250 (effective 2025-01-01)",
        (f"{_CASE}5250-effective-112025-duration-of-administration-session",),
        primary=False,
        of=_PSILOCYBIN,
    ),
    "OR_PEN": Source(
        "Oregon psilocybin services, a law firm's summary of 2022-12-19",
        (
            "https://penumbrapsychedelic.com/2022/12/19/"
            "oregon-psilocybin-services-in-a-nutshell-%F0%9F%8D%84/",
        ),
        primary=False,
        of=_PSILOCYBIN,
    ),
    "CCR755": Source(
        "4 CCR 755-1, section 6 (current through 2024-11-25)",
        (_DORA,),
        primary=False,
        of=_PSILOCYBIN,
    ),
    "NUM_P": Source(
        "Numinus, training module on psilocybin, contraindications",
        (
            "http://numiustatic.numinus.com/molecular-foundations/psilocybin/mod-3/"
            "04-contraindications.html",
        ),
        primary=False,
        of=_PSILOCYBIN,
    ),
    "VUO": Source(
        "Vuori 2003, Addiction 98:365, four deaths in Finland (abstract)",
        primary=False,
        of=_MDMA,
    ),
    "PIL": Source(
        "Pilgrim 2012, four deaths in Australia (abstract)",
        ("https://pubmed.ncbi.nlm.nih.gov/21570786/",),
        of=_MDMA,
    ),
    "SIL": Source(
        "Silins 2007, Aust N Z J Psychiatry 41:649 (abstract, read on a copy)",
        ("https://scribd.com/document/284207452/Qualitative-Review-of-Serotonin-Syndrome",),
        primary=False,
        of=_MDMA,
    ),
    "SJW": Source(
        "St John's wort and oral S-ketamine, 12 healthy people (abstract, read on a copy)",
        (
            "https://discovery.researcher.life/article/st-john-s-wort-greatly-decreases-the-plasma"
            "-concentrations-of-oral-s-ketamine/86327f582b9f36efa9b4de155d282016",
        ),
        primary=False,
        of=_KETAMINE,
    ),
    "GRAPE": Source(
        "Grapefruit juice and oral S-ketamine, 12 healthy people (abstract, read on a copy)",
        (
            "https://discovery.researcher.life/article/sketamine-concentrations-are-greatly-"
            "increased-by-grapefruit-juice/ea76ef16431a3d6987ad1a10fcd7ceba",
        ),
        primary=False,
        of=_KETAMINE,
    ),
    "ANDR": Source(
        "Andrade 2017, J Clin Psychiatry 78(7), ketamine and other medicines (abstract)",
        ("https://www.psychiatrist.com/JCP/article/Pages/2017/v78n07/17f11802.aspx",),
        of=_KETAMINE,
    ),
    "PHX": Source(
        "Pharmamedix, ketamine, interactions",
        ("https://www.pharmamedix.com/principiovoce.php?pa=Ketamina&vo=Interazioni",),
        primary=False,
        of=_KETAMINE,
    ),
    "KNU": Source(
        "Knuijver 2021, Addiction, ibogaine and the heart (abstract)",
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC9292417",),
    ),
    "DRC_S": Source(
        "Drugs.com, ketamine with melatonin and with cannabidiol",
        (
            "https://www.drugs.com/drug-interactions/"
            "5-hydroxytryptophan-melatonin-pyridoxine-with-ketamine-4479-0-1411-0.html",
        ),
        primary=False,
        of=_KETAMINE,
    ),
    "ATC": Source(
        "WHO Collaborating Centre for Drug Statistics Methodology, ATC index",
        ("https://atcddd.fhi.no/atc_ddd_index/",),
    ),
    "QTDRUGS": Source(
        "CredibleMeds, QTdrugs: risk categories",
        ("https://crediblemeds.org/blog/clarification-crediblemedsr-tdp-risk-categories",),
        primary=False,
    ),
    "CYP2D6": Source(
        "FDA, examples of drugs that interact with CYP enzymes (list read on a secondary page)",
        (
            "https://www.fda.gov/drugs/drug-interactions-labeling/healthcare-professionals-fdas-"
            "examples-drugs-interact-cyp-enzymes-and-transporter-systems",
        ),
        primary=False,
    ),
}
