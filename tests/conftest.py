"""In every test `import oracle` reads R's reference values, `import tobit` a user's own model."""

import sys
from pathlib import Path

sys.path += [str(Path(__file__).parent / folder) for folder in ("reference", "examples")]
