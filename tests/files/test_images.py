from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from tests.files import samples
from zhongmu.files.images import PhotoRule, loses_much, photo_copy, working_copy
from zhongmu.files.kinds import BadFile


def opened(content):
    return Image.open(BytesIO(content))


@pytest.mark.clause("CQ-F3")
def test_a_copy_carries_neither_place_nor_phone():
    original = samples.located_photo()
    assert b"SecretPhone" in original
    copy, kind = working_copy(original)
    assert b"SecretPhone" not in copy
    assert b"Exif" not in copy
    assert not opened(copy).getexif()
    assert kind.extension == "jpg"


def test_a_png_keeps_its_kind_and_loses_its_words_and_profile():
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Author", "SecretName")
    copy, kind = working_copy(samples.picture("PNG", pnginfo=words, icc_profile=b"SecretProfile"))
    assert kind.extension == "png"
    assert not {"Author", "icc_profile"} & set(opened(copy).info)


def test_a_turned_photo_is_set_upright_and_a_large_one_made_smaller():
    assert opened(working_copy(samples.located_photo((800, 600), orientation=6))[0]).size == (600, 800)
    assert opened(working_copy(samples.picture(size=(5000, 1000)))[0]).size[0] == 2560
    assert opened(working_copy(samples.picture("WEBP"))[0]).format == "JPEG"


def test_what_is_transparent_turns_white():
    copy, _kind = working_copy(samples.picture("PNG", mode="RGBA"))
    assert opened(copy).getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.clause("CQ-F3")
@pytest.mark.parametrize("size", [(295, 413), (600, 840), (413, 413), (295, 1000), (1600, 1200), (413, 1000)])
def test_a_photo_is_cut_five_to_seven_and_never_below_the_printed_size(size):
    width, height = opened(photo_copy(samples.picture(size=size))).size
    assert abs(width / height - 295 / 413) < 0.005
    assert width >= 295
    assert height >= 413


@pytest.mark.clause("CQ-F3")
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (samples.picture(size=(294, 413)), "294×413像素"),
        (samples.picture(size=(295, 412)), "至少要295×413"),
        (samples.picture("WEBP"), "jpg 或 png"),
        (b"\xff\xd8\xff" + b"0" * (2 * 2**20), "最大2.0MB"),
        (samples.picture(size=(2000, 2000), quality=95)[:3000], "打不开"),
    ],
)
def test_a_photo_that_cannot_be_printed_says_why(content, words):
    with pytest.raises(BadFile, match=words):
        photo_copy(content)


def test_a_bureau_may_ask_for_another_size():
    assert opened(photo_copy(samples.picture(size=(100, 140)), PhotoRule(50, 70, 10**6))).size == (100, 140)


@pytest.mark.clause("CQ-F3")
@pytest.mark.parametrize(
    ("size", "turned", "much"),
    [
        ((295, 413), 1, False),
        ((413, 579), 1, False),
        ((600, 600), 1, True),
        ((413, 295), 6, False),
        ((295, 413), 6, True),
    ],
)
def test_more_than_a_rim_off_a_photo_is_noticed(size, turned, much):
    exif = Image.Exif()
    exif[274] = turned
    out = BytesIO()
    Image.new("RGB", size).save(out, "JPEG", exif=exif)
    assert loses_much(out.getvalue(), PhotoRule()) is much
