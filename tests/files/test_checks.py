from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.files import samples
from zhongmu.files.checks import check
from zhongmu.files.kinds import BadFile


def refusal(content, name="材料"):
    with pytest.raises(BadFile) as caught:
        check(name, content)
    return caught.value.sentence


@pytest.mark.parametrize(
    ("content", "extension", "kind"),
    [
        (samples.picture(), "jpg", "image"),
        (samples.picture("PNG"), "png", "image"),
        (samples.picture("WEBP"), "webp", "image"),
        (samples.pdf(), "pdf", "pdf"),
        (samples.docx(), "docx", "docx"),
        (samples.xlsx(), "xlsx", "other"),
        ("MZ-12 药品回收广告，见现场\r\n".encode(), "txt", "other"),
        ("药店用医保卡卖保健品".encode("gb18030"), "txt", "other"),
    ],
)
def test_what_people_send_is_known_by_its_content(content, extension, kind):
    found = check("任意.jpg", content)
    assert (found.extension, found.name) == (extension, kind)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "现场照片.JPG",
        "情况" * 200 + ".docx",
        "2026.11.21 现场",
        "a..jpg",
        "第一页.1",
        "IMG_0001.jpeg",
        "v1.2.pdf",
    ],
)
def test_long_chinese_and_dotted_names_are_no_obstacle(name):
    assert check(name, samples.picture())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../../etc/passwd", "路径"),
        ("..\\..\\boot.ini", "路径"),
        ("..", "路径"),
        ("a／b.jpg", "路径"),
        ("照片\u202egpj.exe", "看不见"),
        ("照片\x00.jpg", "看不见"),
        ("机密名单.jpg", "保密规定"),
        ("【绝密】.docx", "保密规定"),
        ("照片.jpg.exe", "不收“.exe”"),
        ("图.svg", "不收“.svg”"),
        ("表.xlsm", "不收“.xlsm”"),
    ],
)
def test_a_name_that_misleads_is_refused(name, words):
    assert words in refusal(samples.picture(), name)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "0字节"),
        (b"a" * (10 * 2**20 + 1), "最大可以传10.0MB"),
        (b"MZ\x90\x00\x03\x00\x00\x00PE", "程序"),
        (b"\x7fELF\x02\x01\x01\x00", "程序"),
        (b"#!/bin/sh\nrm -rf /\n", "程序"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "SVG"),
        (b'\xef\xbb\xbf\n<?xml version="1.0"?><x/>', "SVG"),
        (b"hello <SCRIPT>alert(1)</SCRIPT>", "SVG"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "HEIC"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "旧版"),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00", "按内容看"),
        (b"\xff\xfe\x00\x01\x02", "按内容看"),
        ("关于……的通知 秘密★ 一年".encode(), "密级标志"),
    ],
)
def test_content_that_is_not_taken_says_what_to_do(content, words):
    sentence = refusal(content, "照片.jpg")
    assert words in sentence
    assert "请" in sentence or "可以上传" in sentence


@pytest.mark.parametrize(
    "content",
    [
        samples.picture()[:200],
        b"\xff\xd8\xff" + b"junk" * 20,
        b"\x89PNG\r\n\x1a\n" + b"junk" * 20,
        b"RIFF\x10\x00\x00\x00WEBPjunk",
    ],
)
def test_a_picture_without_a_head_is_refused(content):
    assert "打不开" in refusal(content)


@pytest.mark.parametrize("size", [(7000, 7000), (10_000, 10_000), (21_000, 10)])
def test_a_pixel_bomb_is_refused_before_it_is_decoded(size):
    assert "像素太多" in refusal(samples.picture("PNG", size, mode="1"))


@given(
    st.one_of(
        st.binary(),
        st.sampled_from([b"\xff\xd8\xff", b"PK\x03\x04", b"%PDF-", b"\x89PNG\r\n\x1a\n"]).flatmap(
            lambda head: st.binary().map(lambda rest: head + rest)
        ),
    ),
    st.text(),
)
def test_any_bytes_under_any_name_give_a_kind_or_a_sentence(content, name):
    sentence = "。"
    try:
        check(name, content)
    except BadFile as refused:
        sentence = refused.sentence
    assert sentence.endswith("。")
