"""From when on equal rows are summed into one: of data in memory and of chunked data."""

from __future__ import annotations

MIN_ROWS = 20_000  # below it a fit takes milliseconds, and its iterations are R's
MIN_ROWS_PER_CELL = 10  # or it gains little
PROBE_ROWS = 5000  # a sample of so many tells whether many rows are equal
