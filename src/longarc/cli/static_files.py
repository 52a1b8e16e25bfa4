"""Static files, gathered once for each version into the data folder."""

import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect() -> None:
    """Gather the files unless what is there was made from the very same ones."""
    stamp = settings.STATIC_ROOT / "made-from"
    now = _sum()
    if stamp.exists() and stamp.read_text() == now:
        return
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(now)


def _sum() -> str:
    """A sum over names, sizes and times of all static files, and the version."""
    total = hashlib.sha256(settings.LONGARC_VERSION.encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: str(found[0])):
            changed = storage.get_modified_time(path).isoformat()
            total.update(f"{path} {storage.size(path)} {changed}\n".encode())
    return total.hexdigest()
