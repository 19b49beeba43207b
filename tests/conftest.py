"""`import oracle`, the reader of R's reference values, works in every test."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent / "reference"))
