"""What a parser makes of a text: a value or a sentence, never another exception."""

from __future__ import annotations

from zhongmu.people.values import BadValue


def outcome(parse, text):
    try:
        return parse(text), ""
    except BadValue as refused:
        return None, refused.sentence


def is_sentence(text):
    text.encode()
    return text.endswith("。")
