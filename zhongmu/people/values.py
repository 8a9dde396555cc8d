"""What every parser of something a person typed raises when it cannot be used."""

from __future__ import annotations


class BadValue(ValueError):
    """A value cannot be accepted; `sentence` says what is wrong and what to do next, for the person who typed it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
