"""``python -m rglm`` is the command ``rglm``."""

import sys

from rglm.cli import main

if __name__ == "__main__":
    sys.exit(main())
