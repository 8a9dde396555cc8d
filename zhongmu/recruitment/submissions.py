"""A filled form is taken in once, however often it is sent: the key it carries says that it is the same form."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django import forms

from zhongmu.people.actions import derived_code
from zhongmu.seals.index import blind_index

_KEY = re.compile(r"[0-9a-f]{32}")


def new_submission() -> str:
    """Goes into the form as a hidden field and is kept nowhere: the row has its index only."""
    return secrets.token_hex(16)


def own_submission(text: str) -> str:
    """The key a form came back with, or a new one where that is none of ours."""
    return text if _KEY.fullmatch(text) else new_submission()


def submission_index(key: str) -> str:
    return blind_index("recruitment.submission", key)


def same_words(key: str, *said: object) -> str:
    """The index of a form sent with these words: whoever goes back and changes them sends another. "" without a key."""
    return submission_index("\n".join([key, *map(str, said)])) if key else ""


class SentOnce(forms.Form):
    """A form that carries its key; the page shows `submission` with the other fields."""

    submission = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["submission"].initial = new_submission

    def clean_submission(self) -> str:
        return own_submission(self.cleaned_data["submission"])


def secret_of(key: str, resident_id_index: str) -> str:
    """The receipt's secret: the same for the same form of the same person, so that a lost answer can be given again.

    Somebody who goes back and files for another person with the same form gets a receipt of their own.
    """
    return derived_code("recruitment.receipt", f"{key}:{resident_id_index}")
