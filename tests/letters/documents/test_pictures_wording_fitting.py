from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.letters.documents.pieces import jpeg
from zhongmu.letters.documents.fitting import SIZES, fitted_size, fitted_text, room_left
from zhongmu.letters.documents.pictures import photo_jpeg, picture_svg, qr_svg, signature_png
from zhongmu.letters.documents.wording import breakable, long_date, long_moment, plain


def test_the_qr_path_covers_exactly_the_dark_modules():
    url = "https://jd.example.cn/c/K7Q2"
    expected = {
        (x + 2, y + 2)
        for y, row in enumerate(segno.make_qr(url, error="m", mask=3, boost_error=False).matrix)
        for x, dark in enumerate(row)
        if dark
    }
    path = qr_svg(url).split('d="')[1].split('"')[0]
    drawn = set()
    for run in filter(None, path.split("M")):
        start, rest = run.split(" ")
        y, rest = rest.split("h", 1)
        drawn |= {(int(start) + n, int(y)) for n in range(int(rest.split("v")[0]))}
    assert drawn == expected


def test_a_small_photo_of_the_right_shape_is_passed_on_untouched():
    assert photo_jpeg(jpeg()) == jpeg()


@pytest.mark.parametrize(
    ("size", "mode", "kind"),
    [((3000, 2000), "RGB", "PNG"), ((300, 300), "RGBA", "PNG"), ((900, 900), "L", "JPEG")],
)
def test_any_other_photo_is_cropped_to_the_frame(size, mode, kind):
    with Image.open(io.BytesIO(photo_jpeg(jpeg(size, mode, kind)))) as photo:
        assert (photo.format, photo.mode, photo.size) == ("JPEG", "RGB", (413, 579))


def test_a_photo_that_is_no_picture_is_refused():
    with pytest.raises(OSError, match="cannot identify"):
        photo_jpeg(b"<svg onload='x'/>")


def test_a_transparent_signature_stands_on_white():
    with Image.open(io.BytesIO(signature_png(jpeg((2000, 600), "RGBA", "PNG")))) as drawn:
        assert drawn.size[0] <= 900
        assert drawn.getpixel((drawn.width - 1, drawn.height - 1)) == (255, 255, 255)


def test_a_wrapped_picture_keeps_its_proportions():
    assert 'viewBox="0 0 413 579"' in picture_svg(jpeg())


def test_days_are_written_in_full_and_unknown_ones_left_to_write():
    assert long_date(date(2028, 2, 29)) == "2028年2月29日"
    assert long_date(None).replace("　", "") == "年月日"


def test_moments_are_beijing_time():
    assert long_moment(datetime(2026, 2, 28, 16, 5, tzinfo=UTC)) == "2026年3月1日 00:05"


@given(st.text())
def test_plain_text_keeps_line_breaks_and_drops_what_paper_cannot_show(text):
    shown = plain(text)
    assert plain(shown) == shown
    assert not any(ord(c) < 32 and c != "\n" for c in shown)
    assert "\u202e" not in shown


def test_plain_reads_every_kind_of_line_break():
    assert plain("一\r\n二\r三\t四\x00\u200b") == "一\n二\n三 四"


@given(st.text(alphabet="ab中 \n", max_size=300))
def test_breaking_long_runs_loses_nothing(text):
    broken = breakable(text)
    assert broken.replace("\u200b", "") == text
    assert max((len(run) for run in broken.replace("\u200b", " ").split()), default=0) <= 300
    assert "a" * 65 not in breakable("a" * 300)


@given(st.text(alphabet="中ab，\n", max_size=900))
def test_longer_text_is_never_set_larger(text):
    assert fitted_size(text + "中" * 40, width=130, height=60) <= fitted_size(text, width=130, height=60)


def test_what_no_size_holds_is_cut_and_says_where_the_rest_is():
    cut = fitted_text("字" * 30_000, width=130, height=60, more="……（全文见系统记录）")
    assert cut.endswith("字……（全文见系统记录）")
    assert len(cut) > 1500
    assert fitted_size(cut, width=130, height=60) == SIZES[-1]


def test_room_left_is_never_negative():
    assert room_left("字" * 30_000, 12, width=130, height=60) == 0
    assert room_left("字", 12, width=130, height=60) > 150
