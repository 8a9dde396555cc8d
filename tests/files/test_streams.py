"""A file too large for memory is sealed frame by frame; one changed, cut or moved byte is noticed."""

from __future__ import annotations

import tracemalloc
import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhongmu.files import streams
from zhongmu.files.models import new_token
from zhongmu.files.streams import FRAME, SealedWriter, read_sealed
from zhongmu.files.vault import Damaged, place

PART = "archive"


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path


def written(*pieces: bytes) -> str:
    token = new_token()
    with SealedWriter(token, PART) as out:
        for piece in pieces:
            assert out.write(piece) == len(piece)
    return token


def opens(token, path, stored: bytes) -> bool:
    path.write_bytes(stored)
    try:
        list(read_sealed(token, PART))
    except Damaged:
        return False
    return True


@pytest.mark.parametrize("size", [0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME])
def test_what_goes_in_comes_out(size):
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    token = written(content)
    assert b"".join(read_sealed(token, PART)) == content
    by_chance = size < 16  # a byte or two stand in any sealed file
    assert by_chance or content[:64] not in place(token, PART).read_bytes()


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.lists(st.binary(max_size=40), max_size=30))
def test_however_it_is_cut_on_the_way_in(monkeypatch, pieces):
    monkeypatch.setattr(streams, "FRAME", 16)
    assert b"".join(read_sealed(written(*pieces), PART)) == b"".join(pieces)


def test_a_zip_is_written_straight_into_it():
    token = new_token()
    with SealedWriter(token, PART) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("报名表/一.txt", "内容")
    with zipfile.ZipFile(BytesIO(b"".join(read_sealed(token, PART)))) as found:
        assert found.testzip() is None
        assert found.read("报名表/一.txt").decode() == "内容"


def test_every_change_is_noticed(monkeypatch):
    monkeypatch.setattr(streams, "FRAME", 32)
    token = written(b"a" * 100)
    path = place(token, PART)
    whole = path.read_bytes()
    head, frame = 16, 32 + 16
    frames = [whole[head + n * frame : head + (n + 1) * frame] for n in range(4)]
    wrong = {
        "one bit": whole[:60] + bytes([whole[60] ^ 1]) + whole[61:],
        "cut at a frame": whole[: head + 3 * frame],
        "cut within": whole[:-1],
        "one more": whole + b"x",
        "frames swapped": whole[:head] + frames[1] + frames[0] + frames[2] + frames[3],
        "a frame twice": whole[:head] + frames[0] + frames[0] + b"".join(frames[1:]),
        "another's head": whole[:8] + bytes(8) + whole[16:],
        "nothing": b"",
    }
    assert opens(token, path, whole)
    assert [what for what, stored in wrong.items() if opens(token, path, stored)] == []


def test_it_opens_in_its_own_place_only():
    token, other = written(b"content"), new_token()
    place(other, PART).parent.mkdir(parents=True, exist_ok=True)
    place(other, PART).write_bytes(place(token, PART).read_bytes())
    with pytest.raises(Damaged):
        list(read_sealed(other, PART))
    with pytest.raises(Damaged, match="not on the disk"):
        list(read_sealed(new_token(), PART))


def test_a_failure_half_way_leaves_nothing(tmp_path):
    with pytest.raises(TypeError):
        written(b"half", "text")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_it_is_there_only_once_closed_and_is_never_overwritten():
    token = new_token()
    out = SealedWriter(token, PART)
    out.write(b"first")
    assert not place(token, PART).exists()
    out.close()
    out.close()
    again = SealedWriter(token, PART)
    with pytest.raises(FileExistsError):
        again.close()
    assert b"".join(read_sealed(token, PART)) == b"first"


def test_a_large_file_takes_no_more_memory_than_a_few_frames():
    token, piece = new_token(), bytes(FRAME)
    tracemalloc.start()
    with SealedWriter(token, PART) as out:
        for _each in range(48):
            out.write(piece)
    size = sum(map(len, read_sealed(token, PART)))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size == 48 * FRAME
    assert peak < 12 * FRAME
