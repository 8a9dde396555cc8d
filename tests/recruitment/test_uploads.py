from __future__ import annotations

import base64

import pytest

from tests.recruitment.conftest import signature_png
from zhongmu.people.values import BadValue
from zhongmu.recruitment.uploads import PREFIX, read_signature


@pytest.mark.parametrize("kept", [60, 100, 150])
def test_a_signature_cut_off_on_its_way_is_asked_for_again(kept):
    cut = base64.b64encode(signature_png()[:kept]).decode()
    with pytest.raises(BadValue, match=r"重签|重新"):
        read_signature(PREFIX + cut)
