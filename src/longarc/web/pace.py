"""How often one address may do something without signing in. Counted in this process's memory only.

The cache of sign-ins lives in the data base, where a count would say that somebody was here.
"""

from allauth.account.adapter import get_adapter
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest

HOUR = 3600
_seen = LocMemCache("pace", {"OPTIONS": {"MAX_ENTRIES": 10_000}})


def too_often(request: HttpRequest, what: str, most: int) -> bool:
    """Count this once more, and say whether its address went beyond `most` in an hour."""
    key = f"{what}:{get_adapter(request).get_client_ip(request)}"
    _seen.add(key, 0, HOUR)
    try:
        return bool(_seen.incr(key) > most)
    except ValueError:  # its hour ended between the two lines
        return False


def forget() -> None:
    """Everyone begins anew."""
    _seen.clear()
