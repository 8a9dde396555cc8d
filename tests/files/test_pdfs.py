from __future__ import annotations

import pytest

from tests.files import samples
from zhongmu.files import pdfs
from zhongmu.files.checks import check
from zhongmu.files.kinds import BadFile


def refusal(content):
    with pytest.raises(BadFile) as caught:
        check("说明.pdf", content)
    return caught.value.sentence


@pytest.mark.parametrize(
    "extra",
    [
        b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        b"/OpenAction << /S /J#61vaScript /JS (x) >>",
        b"/A << /S /Launch /F (cmd.exe) >>",
        b"/Names << /EmbeddedFiles 3 0 R >>",
    ],
)
def test_an_active_pdf_is_refused(extra):
    assert "脚本" in refusal(samples.pdf(extra))
    assert "脚本" in refusal(samples.pdf_with_object_stream(b"1 0 << " + extra + b" >>"))


def test_a_quiet_pdf_is_taken_with_its_packed_objects():
    assert check("说明.pdf", samples.pdf_with_object_stream(b"1 0 << /Type /Page >>")).extension == "pdf"
    assert check("说明.pdf", samples.pdf(b">>\nstream\nBT (x) Tj ET\nendstream\n<<")).extension == "pdf"
    assert check("说明.pdf", samples.pdf(b"/LaunchDate (x)")).extension == "pdf"


def test_an_object_stream_that_cannot_be_unpacked_is_passed_over():
    content = b"%PDF-1.7\n5 0 obj\n<< /Type /ObjStm >>\nstream\nnot packed\nendstream\n%%EOF"
    assert check("说明.pdf", content).extension == "pdf"


def test_a_locked_or_cut_pdf_is_refused():
    assert "密码" in refusal(samples.pdf(b"/Encrypt 9 0 R"))
    assert "不完整" in refusal(samples.pdf(tail=b""))


def test_a_pdf_that_swells_is_refused(monkeypatch):
    monkeypatch.setattr(pdfs, "_MAX_STREAM", 1000)
    assert "压缩炸弹" in refusal(samples.pdf_with_object_stream(b"0" * 5000))


def test_a_pdf_of_nothing_but_packed_objects_is_refused_and_not_unpacked():
    many = b"5 0 obj\n<< /Type /ObjStm >>\nstream\n" * 3000
    assert "压缩炸弹" in refusal(b"%PDF-1.7\n" + many + b"%%EOF")
