"""Tables as files that a spreadsheet opens without running anything (trust.md X3).

A text cell that a spreadsheet could take for a formula gets one `'` in front; so does one that
begins with `'`. To read a cell back, take one leading `'` away. Numbers stay numbers.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

#: The signs of OWASP's "CSV injection" page, with their full-width forms, and the rule's own.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", "'")
Cell = str | int | float | None


class _Line:
    """What `csv.writer` writes to: gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def cell(value: Cell) -> Cell:
    """The value as it may stand in a file."""
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value


def lines(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The file, line by line; every text cell is quoted."""
    writer = csv.writer(_Line(), quoting=csv.QUOTE_NONNUMERIC)
    yield writer.writerow([cell(header) for header in headers])
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def response(
    name: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> StreamingHttpResponse:
    """A download called `name`, sent as it is made."""
    return StreamingHttpResponse(
        lines(headers, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
