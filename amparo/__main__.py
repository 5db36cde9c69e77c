"""`python -m amparo` is the command line."""

import sys

from amparo.cli import main

sys.exit(main())
