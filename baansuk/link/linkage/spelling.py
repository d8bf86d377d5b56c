"""What a name sounds like, its skeleton, and its letters as single bytes: name by name (hearing.py: many at once).

The sound key keeps vowels by kind; the skeleton keeps consonants only and proposes pairs. Both fold what registers
confuse: letters of one sound, silenced letters, tone marks, long and short vowels, ร หัน, ห นำ, ทร and ศร, doubled
letters, and the ends of words, which have eight sounds only (docs/explanation/linkage.md). It is coarser than baansuk.thai.sound, whose fifty patterns cost more than a whole linkage
may. DuckDB's distances count bytes and a Thai letter has three, so for a distance every letter gets one printable
ASCII character.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import md5
from typing import Final

import numpy as np
from numpy.typing import NDArray

_CONSONANTS: Final = "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮฃฅ"
_VOWELS: Final = "ะัาำิีึืุูเแโใไ็่้๊๋์ฤฦๅ"
# Small letters stay free for Latin names; no quote and no backslash.
_CONSONANT_BYTES: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&()*+,-./:;<BC"
_VOWEL_BYTES: Final = "0123456789=>?@[]^_`{|}~2"
LETTERS: Final = _CONSONANTS + _VOWELS
BYTES: Final = _CONSONANT_BYTES + _VOWEL_BYTES

# A name of these letters alone is clean as it stands, and most are.
CLEAN: Final = "[ก-ฮะ-ูเ-ๅ็-์a-z]+"
_DIGITS: Final = "0123456789๐๑๒๓๔๕๖๗๘๙"
_BLANKS: Final = " \t\n\v\f\r\x85\u2028\u2029"
_DROPPED: Final = _BLANKS + ".-_,/()[]{}'’‘`´\"*+\u0e2f\u0e3a\u0e46\u0e4d\u200b\u200c\u200d\ufeff\u00a0" + _DIGITS
_ACCENTED: Final = "àáâãäåçèéêëìíîïñòóôõöùúûüý"
_PLAIN: Final = "aaaaaaceeeeiiiinooooouuuuy"

# Silences the consonant before it, and a short vowel on that: ศักดิ์, พันธุ์.
_SILENCER: Final = "์"
# จันทร์, ศาสตร์: the letter before the silenced one is silent with it.
_SILENCED_PAIRS: Final = ("ทร์", "ตร์", "ดร์", "ษณ์", "จน์")
_READ_ALIKE: Final[tuple[tuple[str, str], ...]] = (
    ("รร", "ัน"), ("ฤ", "ริ"), ("ำ", "ัม"), ("ทร", "ซ"), ("ศร", "ส"), ("สร", "ส"), ("ัย", "ไ"),
)  # fmt: skip

# At its end a syllable has only eight sounds (มาตราตัวสะกด): แม่กน, แม่กด, แม่กบ and แม่กก take in letters that sound
# otherwise before a vowel. Which letter ends a syllable within a word only a dictionary knows (สุรชัย is สุ-ระ-ชัย), so only
# the end of the word is told, and ญ after a vowel and before a letter: กัญญา, บุญชู. After a leading vowel a letter begins
# its syllable: ใจ.
_FINALS: Final = (("น", "ญณรลฬ"), ("ท", "จชฌซศษสฉดตถธฎฏฐฑฒ"), ("ป", "พภฟบ"), ("ก", "ขคฆ"))
_FINAL_OF: Final = {letter: sound for sound, letters in _FINALS for letter in letters}
# Endings that are written and not spoken: บุตร, เนตร, จักร, เพชร, ชาติ, ธาตุ, วุฒิ. Here and below what is rare or stands at
# the end is looked for first and then what is before it, which Python does five and ten times as fast as from the left.
_UNSPOKEN: Final = (
    (re.compile("ร(?=\n|\\Z)(?:(?<=[ะ-ู็]ตร)|(?<=เ[ก-ฮ]ตร)|(?<=ักร)|(?<=เพชร)|(?<=เพ็ชร))"), ""),
    (re.compile("(?:ติ|ตุ|ฒิ)(?=\n|\\Z)(?:(?<=[ัาุ]..)|(?<=โ[ก-ฮ]..))"), "ต"),
)
_MEDIAL_YO: Final = re.compile("ญ(?=[ก-ฮเแโใไ])(?:(?<=[ัาิีึืุู็]ญ)|(?<=[ัาิีึืุู็][่้๊๋]ญ)|(?<=[เแโ][ก-ฮ]ญ))")

# The first letter of each group stands for the others; what is silent goes. ห goes too: before ง น ม ย ร ล ว it only
# changes the tone, and elsewhere few names differ by it alone.
_ONE_SOUND: Final = ("ขคฆ", "ชฌฉ", "สศษซ", "ยญ", "ทดฎตฏถฐธฑฒ", "นณ", "ปบ", "พภผ", "ฟฝ", "รลฬ", "ัา", "ิีึื", "ุู", "เแ", "ไใ")  # fmt: skip
_SILENT: Final = "หฮะ็่้๊๋์ฦๅ"
VOWEL_KINDS: Final = "ัิุเโไ"
# พรรณ has become พันน by now, ณัฏฐา นัททั.
DOUBLED: Final = tuple((letter * 2, letter) for letter in "ทนสร")
# Latin letters that clerks exchange; vowels go after the first letter.
_LATIN_SOUNDS: Final = ("kcq", "szx", "td", "pb", "fv", "jg", "nm")
_LATIN_VOWELS: Final = "aeiouyhw"
_DOUBLED_LATIN: Final = tuple((letter * 2, letter) for letter in "stnlr")

Table = tuple[str, str]


def _folding(groups: Sequence[str], dropped: str) -> Table:
    """What translate() takes: letters and their replacements, those that go at the end."""
    source = "".join(group[1:] for group in groups)
    return source + dropped, "".join(group[0] * (len(group) - 1) for group in groups)


TO_SOUND: Final = _folding(_ONE_SOUND, _SILENT)
_TO_LATIN: Final = _folding(_LATIN_SOUNDS, _LATIN_VOWELS)
TO_CLEAN: Final = (_ACCENTED + _DROPPED, _PLAIN)


def spelling(text: str) -> str:
    """A name as it is compared: its letters only, Latin ones small and plain; '' when it has none."""
    return text if re.fullmatch(CLEAN, text) else _put(text.lower(), TO_CLEAN)


def sound(spelled: str) -> str:
    """What a spelling sounds like."""
    return replaced(_put(read_aloud(spelled), TO_SOUND), DOUBLED)


def read_aloud(spelled: str) -> str:
    """A spelling, or many with line ends between, with all that is read alike written alike."""
    return _ended(replaced(without_silenced(spelled), _READ_ALIKE))


def without_silenced(spelled: str) -> str:
    """A spelling, or many with line ends between, without the letters that are written and not read."""
    unpaired = replaced(spelled, tuple((pair, "") for pair in _SILENCED_PAIRS))
    letters = np.frombuffer(f"\n\n{unpaired}".encode("utf-16-le"), dtype="<u2")
    silencers = np.flatnonzero(letters == ord(_SILENCER))
    vowels = _SHORT_VOWELS[letters[silencers - 1]]
    consonants = silencers - 1 - vowels
    silent = _SILENCEABLE[letters[consonants]]
    kept = np.ones(len(letters), np.bool_)
    for places in (consonants, silencers - 1, silencers):
        kept[places[silent]] = False
    return letters[kept].tobytes().decode("utf-16-le")[2:]


def _ended(read: str) -> str:
    """A word, or many with line ends between, with the ends of its syllables as they sound."""
    for written, spoken in _UNSPOKEN:
        read = written.sub(spoken, read)
    read = _MEDIAL_YO.sub("น", read)
    letters = np.frombuffer(f"\n\n{read}\n".encode("utf-16-le"), dtype="<u2").copy()
    last = np.flatnonzero(letters == ord("\n"))[2:] - 1
    last = last[_MAY_END[letters[last]] & ~_LEADS[letters[last - 1]]]
    letters[last] = _SOUNDS_AT_THE_END[letters[last]]
    return letters.tobytes().decode("utf-16-le")[2:-1]


def _of_letters(letters: str) -> NDArray[np.bool_]:
    """Of every letter whether it is one of these."""
    found = np.zeros(1 << 16, np.bool_)
    found[[ord(letter) for letter in letters]] = True
    return found


_SHORT_VOWELS: Final = _of_letters("ิุ")
_SILENCEABLE: Final = _of_letters(_CONSONANTS + "ฤฦ")
_LEADS: Final = _of_letters("เแโใไ\n")
_MAY_END: Final = _of_letters("".join(_FINAL_OF))
_SOUNDS_AT_THE_END: Final = np.arange(1 << 16, dtype="<u2")
_SOUNDS_AT_THE_END[[ord(letter) for letter in _FINAL_OF]] = [ord(sound) for sound in _FINAL_OF.values()]


def skeleton(heard: str) -> str:
    """The consonants of a sound; '' when it has none."""
    if heard < "{":
        return replaced(heard[:1] + _put(heard[1:], _TO_LATIN), _DOUBLED_LATIN)
    return replaced(_put(heard, (VOWEL_KINDS, "")), DOUBLED)


def single_bytes(spelled: str) -> str:
    """A spelling with one byte for each letter; ``hearing.put`` does it with many at once."""
    return _put(spelled, (LETTERS, BYTES))


def text_key(text: str) -> int:
    """The whole number of 60 bits that stands for a text on every engine, as text_key() does in the steps."""
    return int(md5(text.encode(), usedforsecurity=False).hexdigest()[:15], 16)


def _put(text: str, table: Table) -> str:
    source, target = table
    kept = dict(zip(source, target, strict=False))
    return "".join(kept.get(letter, letter) for letter in text if letter in kept or letter not in source)


def replaced(text: str, pairs: Sequence[tuple[str, str]]) -> str:
    """A text with each of ``pairs`` put for the other, one after another."""
    for written, read in pairs:
        text = text.replace(written, read)
    return text
