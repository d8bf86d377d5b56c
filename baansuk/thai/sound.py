"""Sound keys of Thai names: spellings that are read alike, in the ways registers confuse them, get one key.

Made for names, not for speech: it folds what clerks and enumerators really vary - letters of one sound, silenced
letters, tone marks, long and short vowels, ร หัน - and keeps the order of consonants and the kind of vowel, so that
unlike names stay apart. It proposes; a person or stronger evidence decides.
"""

from __future__ import annotations

from typing import Final

from baansuk.thai.rules import Rule, row_form
from baansuk.thai.text import clean

_C: Final = "[ก-ฮ]"
_BEFORE: Final = "[ะ-ูเ-ไ]"  # a vowel sign that makes the consonant before or after it begin a syllable
_STOP_T: Final = "[จชซศษสดฎตฏทธฐฑฒถ]"  # closes a syllable as ต
_STOP_N: Final = "[นณญรลฬ]"
_STOP_P: Final = "[บปพภฟ]"
_STOP_K: Final = "[กขคฆ]"
_CLUSTER: Final = "(?:[กขคตปพผสทจฉศ][รลว]|[ก-ฮ])"

SOUND_RULES: Final[tuple[Rule, ...]] = (
    (r"[^ก-ฺเ-์a-z]+", ""),
    ("\u0e45", "า"),
    ("ฃ", "ข"),
    ("ฅ", "ค"),
    # tone marks and ็ are the commonest thing to be left out or put in
    ("[\u0e47-\u0e4b\u0e3a]+", ""),
    # whole syllables read alike
    ("เพชร", "เพช"),
    ("เกียรติ", "เกียต"),
    ("ฑ?ฒิ", "ฒ"),  # วุฒิ วุฑฒิ
    ("ภูมิ", "ภูม"),
    ("าติ$", "าต"),
    ("โชติ", "โชต"),
    ("[ศส]รี", "สี"),
    ("เศรษฐ", "เสด"),
    ("สร([า])ง", "ส${1}ง"),
    ("จริง", "จิง"),
    ("^ทร", "ซ"),
    # silenced letters: จันทร์, ลักษมณ์, ศักดิ์, พันธุ์
    (f"(?:[ทตดก]ร|ษม?ณ|{_C}[ิุ]?)์", ""),
    ("์", ""),
    # ร หัน
    (f"รร({_C}[ะ-ู])", "ัน${1}"),
    (f"รร({_C})", "ั${1}"),
    ("รร([เ-ไ])", "ัน${1}"),
    ("รร$", "ัน"),
    ("ฤๅ|ฤา|ฤ", "ริ"),
    ("ฦ", "ลิ"),
    # ha nam: ห before these only changes the tone
    ("ห([งญนมยรลว])", "${1}"),
    # vowels
    (f"[ไใ]({_CLUSTER})ย?", "${1}ัย"),
    ("\u0e33", "ัม"),
    (f"เ({_CLUSTER})า", "${1}าว"),
    ("ัว", "ว"),
    ("ือ", "ื"),
    ("ะ", ""),
    # what closes a syllable
    ("ตร$", "ต"),
    ("ั([กคท])ร$", "ั${1}"),
    ("([ุู])ทร$", "${1}ท"),
    ("ั[ฎฏดตทธฑฒ]([ฐถทธฒ])", "ั${1}"),
    (f"([าิีุู])ญ({_C}|[เ-ไ])", "${1}น${2}"),
    (f"ั{_STOP_T}", "ัต"),
    (f"ั{_STOP_N}", "ัน"),
    (f"ั{_STOP_P}", "ับ"),
    (f"ั{_STOP_K}", "ัก"),
    (f"([ก-ูเ-ไ]){_STOP_T}$", "${1}ต"),
    (f"([ก-ูเ-ไ]){_STOP_N}$", "${1}น"),
    (f"([ก-ูเ-ไ]){_STOP_P}$", "${1}บ"),
    (f"([ก-ูเ-ไ]){_STOP_K}$", "${1}ก"),
)

# One capital per consonant sound, one digit per vowel kind; small letters stay Latin.
CLASSES: Final = (
    ("ก", "K"), ("ขฃคฅฆ", "G"), ("ง", "Q"), ("จ", "J"), ("ชฉฌ", "C"), ("ซศษส", "S"), ("ญย", "Y"),
    ("ดฎ", "D"), ("ตฏ", "T"), ("ทธฐฑฒถ", "H"), ("นณ", "N"), ("บ", "B"), ("ป", "P"), ("พภผ", "V"), ("ฟฝ", "F"),
    ("ม", "M"), ("ร", "R"), ("ลฬ", "L"), ("ว", "W"), ("หฮ", "X"), ("อ", "O"),
    ("ัา", "1"), ("ิี", "2"), ("ึื", "3"), ("ุู", "4"), ("เ", "5"), ("แ", "6"), ("โ", "7"), ("ไใ", "8"), ("ฯๆํ", ""),
)  # fmt: skip
SYMBOLS: Final = {letter: symbol for letters, symbol in CLASSES for letter in letters}
ONCE_RULES: Final[tuple[Rule, ...]] = (
    (
        "|".join(f"({symbol}){symbol}+" for symbol in "KGQJCSYDTHNBPVFMRLWXO12345678abcdefghijklmnopqrstuvwxyz"),
        "".join(f"${{{n + 1}}}" for n in range(55)),
    ),
)
_rewrite = row_form(SOUND_RULES)
_once = row_form(ONCE_RULES)
_symbols = str.maketrans(SYMBOLS)


def sound_key(word: str) -> str:
    """Return the sound key of one word (a given name or a surname); empty when there is nothing to read."""
    return _once(_rewrite(clean(word).lower()).translate(_symbols))
