"""How often somebody from one address may try: counted in the cache, under a keyed index of the address."""

from __future__ import annotations

from django.core.cache import cache

from zhongmu.seals.index import blind_index


def _place(purpose: str, who: str) -> str:
    return f"tries:{purpose}:{blind_index('tries', who)}"


def tried(purpose: str, who: str) -> int:
    return int(cache.get(_place(purpose, who), 0))


def note_try(purpose: str, who: str, *, seconds: int) -> int:
    """Count one try and return how many there are now; `seconds` after the first they are forgotten."""
    place = _place(purpose, who)
    cache.add(place, 0, seconds)
    try:
        return int(cache.incr(place))
    except ValueError:  # forgotten between the two lines
        cache.set(place, 1, seconds)
        return 1
