from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from tests.files import samples
from zhongmu.files.authors import without_authors
from zhongmu.files.checks import check
from zhongmu.files.kinds import DOCX_FILE, PDF_FILE, TEXT_FILE

NAME = "李秀英".encode()
CORE = (
    b"<cp:coreProperties><dc:creator>"
    + NAME
    + b"</dc:creator><cp:lastModifiedBy>"
    + NAME
    + b"</cp:lastModifiedBy>"
    b"<dc:title>x</dc:title></cp:coreProperties>"
)
COMMENT = b'<w:comment w:id="1" w:author="' + NAME + b'" w:initials="LI"><w:t>text</w:t></w:comment>'


def test_a_word_file_loses_its_author_and_nothing_else():
    told = samples.docx(entries={"docProps/core.xml": CORE, "word/comments.xml": COMMENT})
    clean = without_authors(told, DOCX_FILE)
    assert check("说明.docx", clean) == DOCX_FILE
    with zipfile.ZipFile(BytesIO(clean)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    assert not any(NAME in part for part in parts)
    assert b"<w:t>text</w:t>" in b"".join(parts)
    assert b"<dc:title>x" in b"".join(parts)


@pytest.mark.parametrize(
    "told",
    [
        b"/Author (" + NAME + b" \\(x\\))",
        b"/Author(" + NAME + b" (x))",
        b"/Author <" + NAME.hex().encode() + b">",
        b"/M (<dc:creator><rdf:Seq><rdf:li>" + NAME + b"</rdf:li></rdf:Seq></dc:creator>)",
    ],
)
def test_a_pdf_loses_its_author_and_keeps_its_length(told):
    content = samples.pdf(told + b" /Title (x)")
    clean = without_authors(content, PDF_FILE)
    assert NAME not in clean
    assert NAME.hex().encode() not in clean
    assert len(clean) == len(content)
    assert b"/Title (x)" in clean


def test_a_file_without_authors_stays_as_it_came():
    assert without_authors(samples.docx(), DOCX_FILE) == samples.docx()
    assert without_authors(b"/Author (x)", TEXT_FILE) == b"/Author (x)"
