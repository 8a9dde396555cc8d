from __future__ import annotations

import struct
import time

import pytest

from tests.files import samples
from zhongmu.files import archives
from zhongmu.files.checks import check
from zhongmu.files.kinds import BadFile

RELS = b'<Relationships><Relationship Id="1" Type="http://x/%s" Target="%s" TargetMode="External"/></Relationships>'


def refusal(content):
    with pytest.raises(BadFile) as caught:
        check("说明.docx", content)
    return caught.value.sentence


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"word/vbaProject.bin": b"x"}, "宏"),
        ({"xl/macrosheets/sheet1.xml": b"<x/>"}, "宏"),
        (
            {
                "[Content_Types].xml": b"<Override ContentType='application/vnd.ms-word.document.macroEnabled'/>"
            },
            "宏",
        ),
        ({"../../evil.xml": b"x"}, "指向别处"),
        ({"/etc/passwd": b"x"}, "指向别处"),
        ({"word/embeddings/1.xlsx": samples.xlsx()}, "嵌着别的文件"),
        ({"word/embeddings/ole.bin": b"\xd0\xcf\x11\xe0" + b"x" * 50}, "嵌着别的文件"),
        ({"word/media/a.jpg": b"MZ\x90"}, "嵌着别的文件"),
        ({"word/styles.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}, "内部格式"),
        ({"word/styles.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode("utf-16")}, "内部格式"),
        ({"word/styles.xml": b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-'}, "内部格式"),
        ({"word/styles.xml": '<?xml version="1.0"?><!DOCTYPE x>'.encode("cp037")}, "内部格式"),
        ({"word/_rels/settings.xml.rels": RELS % (b"attachedTemplate", b"http://evil/x.dotm")}, "从网上加载"),
        ({"word/media/bomb.bin": b"\0" * (8 * 2**20)}, "压缩比"),
    ],
)
def test_what_hides_in_a_document_is_refused(entries, words):
    assert words in refusal(samples.docx(entries=entries))


def test_a_link_to_a_web_page_is_no_reason_to_refuse():
    content = samples.docx(
        entries={"word/_rels/document.xml.rels": RELS % (b"hyperlink", b"http://nhsa.gov.cn")}
    )
    assert check("说明.docx", content).extension == "docx"


def test_an_archive_that_swells_is_refused_by_its_sum(monkeypatch):
    monkeypatch.setattr(archives, "MAX_UNPACKED", 100)
    assert "解开后太大" in refusal(samples.docx(entries={"word/a.xml": b"a" * 60, "word/b.xml": b"b" * 60}))


def test_an_archive_of_too_many_entries_is_refused():
    entries = {f"word/{number}.xml": b"" for number in range(2001)}
    assert "压缩炸弹" in refusal(samples.docx(entries=entries))


def test_an_archive_that_lies_about_its_size_is_refused():
    content = bytearray(samples.docx(entries={"word/z.xml": b"a" * 5000}))
    at = content.rindex(struct.pack("<I", 5000))
    content[at : at + 4] = struct.pack("<I", 50)
    assert "打不开" in refusal(bytes(content))


def test_a_plain_archive_and_a_broken_one_are_told_apart():
    assert "不收压缩包" in refusal(samples.packed({"a.txt": b"a"}))
    assert "不收压缩包" in refusal(samples.packed({}))
    assert "打不开" in refusal(samples.docx()[:100])


def test_a_locked_archive_is_refused():
    content = bytearray(samples.docx())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert "密码" in refusal(bytes(content))


def test_a_secrecy_mark_inside_a_document_is_found_across_runs():
    body = "<w:t>机</w:t><w:t>密</w:t><w:t> ★10年</w:t>".encode()
    assert "密级标志" in refusal(samples.docx(entries={"word/document.xml": body}))


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("word/styles.xml", b"<"),
        ("word/_rels/document.xml.rels", b"<Relationship "),
        ("word/_rels/document.xml.rels", b"TargetMode='External' "),
        ("word/_rels/document.xml.rels", b"<Relationship TargetMode='External' "),
    ],
)
def test_a_file_of_tags_that_never_close_is_read_in_one_go(name, part):
    before = time.process_time()
    check("说明.docx", samples.docx(entries={name: part * (2**20 // len(part))}))
    assert time.process_time() - before < 5
