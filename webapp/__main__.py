"""`python -m webapp` is the console command."""

import gc
import sys

gc.disable()  # what is loaded now stays: looking through it for garbage takes a twentieth of the start

from webapp.cli import main  # noqa: E402  after the line above

gc.enable()
sys.exit(main())
