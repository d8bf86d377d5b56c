"""Random texts that look like what registers hold, faults included."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from hypothesis import strategies as st

LETTERS = "กขคจชซฐฏณดตทธนบปผพภมยรลวศษสหอฮฤ"
SIGNS = "ะัาำิีึืฺุูเแโใไๅๆฯ็่้๊๋์ํ๎"
NOISE = "\u200b\u00a0\ufeff\u00ad\u202e\u0000 .,-–/()'\t\u3000"
OTHERS = "abcxyzABC019๐๑๙０９😀é#$"

thai_text = st.text(alphabet=LETTERS + SIGNS + NOISE + OTHERS, max_size=14)
syllables = st.lists(
    st.sampled_from(
        [
            "สม",
            "ชาย",
            "หญิง",
            "ศรี",
            "วรรณ",
            "รรม",
            "จันทร์",
            "ณัฏฐ์",
            "ไชย",
            "กัญญา",
            "นาย",
            "นาง",
            "สาว",
            "น.ส.",
            "ด.ช.",
            "ร.ต.",
            "ว่าที่",
            "ดร.",
            "-",
            "ไม่มี",
            "Mr.",
            "ิ",
            "้",
        ]
    ),
    max_size=5,
)
name_text = st.one_of(
    st.tuples(syllables, st.sampled_from(["", " ", "  "])).map(lambda parts: parts[1].join(parts[0])), thai_text
)


def column(values: Sequence[str | None]) -> pl.Series:
    return pl.Series("x", values, dtype=pl.String)
