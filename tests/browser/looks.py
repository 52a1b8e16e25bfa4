"""How each page is looked at: narrow and wide; `axe` sees both in light and in dark.

How wide a page is has nothing to do with the data base: on PostgreSQL narrow is enough.
Wide is looked at by `make test-long`.
"""

import os

import pytest

NARROW, WIDE = (320, False), (1280, True)
ON_POSTGRESQL = os.environ.get("LONGARC_DATABASE_URL", "").startswith("postgres")
LOOKS = [NARROW] if ON_POSTGRESQL else [NARROW, pytest.param(*WIDE, marks=pytest.mark.long)]
