#!/usr/bin/env python3
"""Makes assets/fonts/yinxin-demo-serif.ttf from an OFL TrueType font (see README.md here).

usage: make-demo-font.py SOURCE.ttf OUTPUT.ttf
The same source and list give the same bytes: nothing of the clock goes in.
"""
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY, POSTSCRIPT = "Yinxin Demo Serif", "YinxinDemoSerif-Medium"
LIMIT = 300_000
# What drawing one character after another needs; layout, vertical and hinting tables do not serve it.
DROPPED = ["vhea", "vmtx", "VORG", "BASE", "GPOS", "GSUB", "GDEF", "STAT", "gasp", "prep", "fpgm", "cvt "]


def characters() -> set[int]:
    lines = (Path(__file__).parent / "characters.txt").read_text("utf-8").splitlines()
    return {ord(char) for line in lines if not line.startswith("# ") for char in line}


def rename(font: TTFont) -> None:
    """A changed OFL font does not carry the original's name; copyright and licence stay."""
    kept = {0, 13, 14}
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in kept and record.platformID == 3]
    version = "Version 1.000; subset for demonstrations"
    for name_id, text in ((1, FAMILY), (2, "Regular"), (3, f"1.000;{POSTSCRIPT}"), (4, FAMILY), (5, version), (6, POSTSCRIPT)):
        table.setName(text, name_id, 3, 1, 0x409)


def main(source: str, output: str) -> None:
    font = TTFont(source, recalcTimestamp=False)
    wanted = characters()
    absent = sorted(wanted - set(font.getBestCmap()))
    if absent:
        sys.exit("the source font lacks " + " ".join(f"U+{code:04X}" for code in absent))
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, glyph_names=False, name_IDs=["*"])
    options.drop_tables += DROPPED
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    rename(font)
    font["head"].created = font["head"].modified = 3786912000  # 2024-01-01T00:00:00Z in seconds since 1904
    font.save(output)
    size = Path(output).stat().st_size
    if size > LIMIT:
        sys.exit(f"{size} bytes: above the {LIMIT} bytes the package may carry; shorten characters.txt")
    print(f"{len(wanted)} characters, {size} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
