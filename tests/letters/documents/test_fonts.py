from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from tests.letters.documents.pieces import certificate, pages
from zhongmu.letters.documents.certificate import certificate_pdf
from zhongmu.letters.documents.fonts import MissingGlyph, missing_glyphs, shelf

ABSENT = "\ue0f1"  # private use: in no font of ours


@pytest.fixture
def operators_folder(tmp_path, settings):
    """A folder of the operator's, before ours, with a 仿宋 that draws only a few characters."""
    shipped = next(Path(d) for d in settings.FONTS_DIRS if Path(d, "NotoSerifSC-Regular.ttf").exists())
    with TTFont(shipped / "NotoSerifSC-Regular.ttf") as font:
        subsetter = Subsetter(Options())
        subsetter.populate(text="张三同志聘任证书")
        subsetter.subset(font)
        for table in font["cmap"].tables:
            table.cmap[ord(ABSENT)] = font.getGlyphOrder()[1]
        for record in font["name"].names:
            if record.nameID in {1, 16}:
                record.string = "FangSong"
        font.save(tmp_path / "simfang.ttf")
    settings.FONTS_DIRS = [tmp_path, tmp_path / "none", *settings.FONTS_DIRS]
    return tmp_path


@pytest.mark.parametrize("character", "䶮㛃𬭎𠅤昇喆堃珺翀·〔〕—□")
def test_the_shipped_font_draws_characters_of_real_names(character):
    assert missing_glyphs(character) == []


def test_missing_glyphs_come_once_each_in_order_and_spaces_never():
    other = "\U000f0002"
    assert missing_glyphs(f"张{other} \u3000\n{ABSENT}{other}三\ufe00") == [other, ABSENT]


def test_a_certificate_with_an_undrawable_name_is_refused_with_what_to_do():
    with pytest.raises(MissingGlyph) as refused:
        certificate_pdf(certificate(holder=f"张{ABSENT}"))
    assert refused.value.chars == [ABSENT]
    assert "U+E0F1" in refused.value.sentence
    assert "由管理员把含该字的字体放入字体文件夹" in refused.value.sentence


def test_many_missing_glyphs_are_counted_not_all_named():
    assert "等 12 个字" in MissingGlyph([chr(0xF0000 + n) for n in range(12)]).sentence


def test_the_operators_fangsong_comes_first_and_ours_fills_in(operators_folder):
    assert shelf().order("body")[:2] == ["FangSong", "Noto Serif SC"]
    assert shelf().order("title")[0] == "Noto Serif SC"


def test_a_font_put_in_the_folder_is_found_without_a_restart(operators_folder):
    assert missing_glyphs(ABSENT) == []
    (operators_folder / "simfang.ttf").unlink()
    assert missing_glyphs(ABSENT) == [ABSENT]


def test_a_name_half_in_the_operators_font_is_set_glyph_by_glyph(operators_folder):
    pdf = certificate_pdf(certificate(holder="张䶮三"))
    assert "张䶮三" in pages(pdf)[0].extract_text().replace("\n", "")


def test_without_any_folder_nothing_can_be_drawn(tmp_path, settings):
    settings.FONTS_DIRS = [tmp_path]
    assert missing_glyphs("张") == ["张"]


def test_settings_name_the_folders():
    assert settings.FONTS_DIRS
