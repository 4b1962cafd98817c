# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools==4.68.0"]
# ///
"""Make the font with which static pictures are measured and drawn, from BIZ UDPGothic.

Run by hand when the font is to be made anew (`docs/provenance.md`); nothing else needs fonttools::

    uv run docs/font/subset_font.py BIZUDPGothic-Regular.ttf

The same source file and fonttools give the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
FONT = ROOT / "selfcheck_analysis" / "report" / "font" / "SelfcheckGothic-Regular.ttf"
FAMILY = "Selfcheck Gothic"
DESCRIPTION = "A subset of BIZ UDPGothic under a name of its own, for drawing charts."

LEVEL_1_KANJI = range(16, 48)
OTHER_ROWS = range(1, 9)
"""Rows of JIS X 0208: symbols, figures, Latin, kana, Greek, Cyrillic, lines."""

NAMES = {
    1: FAMILY,
    2: "Regular",
    3: "SelfcheckGothic-Regular",
    4: FAMILY,
    6: "SelfcheckGothic-Regular",
    10: DESCRIPTION,
}
LEGAL_NAMES = (0, 5, 13, 14)
"""Copyright, version and licence stay as they are."""


def characters() -> set[str]:
    """Return JIS X 0208 up to level 1, Latin-1, and whatever our words and forms print."""
    rows = bytes(range(0xA1, 0xFF))
    found = {chr(code) for code in [*range(0x20, 0x7F), *range(0xA0, 0x100)]}
    for row in [*OTHER_ROWS, *LEVEL_1_KANJI]:
        for cell in rows:
            pair = bytes([0xA0 + row, cell])
            found |= set(pair.decode("euc_jp", "ignore"))
    # The second spelling of the same signs, and circled figures, that Windows prints.
    found |= set("～∥－￠￡￢―‐–—‘’“”…‰€≥≤−○●◯△▲▽▼◇◆□■✓①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ㎡㈱№℡")
    texts = [*ROOT.glob("selfcheck_analysis/words/*.yaml"), *ROOT.glob("params/**/*.yaml")]
    return found | {char for path in texts for char in path.read_text(encoding="utf-8")}


def subset(font: TTFont) -> None:
    """Keep our characters and the kerning; drop hints, vertical forms and other shapes."""
    options = Options(hinting=False, layout_features=["kern"], notdef_outline=True)
    options.name_IDs, options.name_languages = ["*"], ["*"]
    options.drop_tables += ["DSIG", "VORG", "vhea", "vmtx", "gasp", "BASE"]
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(characters()))
    subsetter.subset(font)


def mend_signs(font: TTFont) -> None:
    """Put ≤ and ≥ right: version 1.05 of the original draws each as the other."""
    for table in font["cmap"].tables:
        if 0x2264 in table.cmap:
            table.cmap[0x2264], table.cmap[0x2265] = table.cmap[0x2265], table.cmap[0x2264]


def rename(font: TTFont) -> None:
    """Give the font our name; the licence asks that of whatever is changed."""
    table = font["name"]
    table.names = [name for name in table.names if name.nameID in LEGAL_NAMES]
    for name_id, text in NAMES.items():
        table.setName(text, name_id, 3, 1, 0x409)


def main() -> None:
    """Write the font beside its licence."""
    font = TTFont(sys.argv[1], recalcTimestamp=False)
    subset(font)
    mend_signs(font)
    rename(font)
    FONT.parent.mkdir(exist_ok=True)
    font.save(FONT)
    print(
        f"{FONT.relative_to(ROOT)}: {len(font.getBestCmap())} characters, {FONT.stat().st_size} B"
    )


if __name__ == "__main__":
    main()
