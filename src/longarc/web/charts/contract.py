"""What every chart must bring: words, a table and a file say what the drawing says.

The contract is experience 4.2: a heading, a plain summary, the drawing, the same values as a
table, and a file of them. `{% chart %}` (templatetags/charts.py) draws it, and nothing less.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

ROWS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart with everything that stands beside it; all words already translated.

    Args:
        id: unique on the page.
        title: the heading.
        summary: what the drawing shows, one sentence each, from the same numbers.
        svg: the drawing.
        caption, headers, rows: the table, newest row first; the first cell names its row.
        csv_url: where the whole table can be saved as a file.
        save_label: words of that link ("Save my data" for clients); empty: "Save as CSV".
        wide: the drawing needs more room than a phone has and scrolls sideways.
        at: the share of the way across, 0 to 1, that such a drawing begins with; None: its end.

    Raises:
        ValueError: something that the contract asks for is missing.
    """

    id: str
    title: str
    summary: Sequence[str]
    svg: SafeString
    caption: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    csv_url: str
    save_label: str = ""
    wide: bool = False
    at: float | None = None

    def __post_init__(self) -> None:
        for part in ("id", "title", "summary", "svg", "caption", "headers", "rows", "csv_url"):
            if not getattr(self, part):
                raise ValueError(f"a chart needs its {part}: a drawing alone is not for everyone")
        if any(len(row) != len(self.headers) for row in self.newest):
            raise ValueError("each row of a chart's table needs one cell for each header")

    @property
    def newest(self) -> Sequence[Sequence[str]]:
        return self.rows[:ROWS_SHOWN]

    @property
    def more(self) -> int:
        """How many rows only the file holds."""
        return max(len(self.rows) - ROWS_SHOWN, 0)
