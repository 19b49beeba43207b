"""`import frame_data`, the data of the tests of model frames, works in every test of design."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
