import sys

from longarc.cli import main

sys.exit(main())
