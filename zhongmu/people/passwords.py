from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with t=2, m=19 MiB, p=1: the lower OWASP preset, some 43 ms on one core."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
