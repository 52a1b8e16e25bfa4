"""Drawing: a sparkline of 28 days, and the patterns chart of two years of daily check-ins.

python benchmarks/charts.py
"""

import gzip
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from common import machine, repeat, scratch, use

NOW = datetime(2030, 5, 15, tzinfo=UTC)


def milliseconds(draw: Callable[[], str], times: int) -> float:
    began = time.perf_counter()
    for _ in range(times):
        draw()
    return (time.perf_counter() - began) / times * 1000


def main() -> None:
    use(scratch())
    from longarc.care.arc import CheckIn, State
    from longarc.web.charts import patterns_chart, sparkline

    daily = [CheckIn(NOW - timedelta(days=n), (10, 30, 50, 50, 70, 90)[n % 6]) for n in range(730)]
    words = patterns_chart.Words(rows={state: state.value for state in State}, range="range")

    def spark() -> str:
        return sparkline.svg(daily[:28], NOW)

    def patterns() -> str:
        start = NOW - timedelta(days=730)
        return patterns_chart.svg(daily, start, NOW, title="t", description="d", words=words)

    print(json.dumps(machine()))
    for name, draw, times in (("sparkline, 28 days", spark, 500), ("patterns, 730", patterns, 20)):
        size = len(gzip.compress(draw().encode()))
        spread = repeat(5, lambda draw=draw, times=times: milliseconds(draw, times))
        print(f"{name}: {spread} ms, {size} bytes gzip")


if __name__ == "__main__":
    main()
