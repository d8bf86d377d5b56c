"""Whether the keys that are there are those this database was made with: asked before anything is read or written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.conf import settings
from django.db import DatabaseError, connection

from baansuk.access.models import KeyMark
from baansuk.thai.words import Refusal
from baansuk.vault import house, secret_files
from baansuk.vault.masters import VARIABLE, file_of_masters, mark_of, read_masters
from baansuk.vault.refusals import key_missing

MASTER = "master"
# The setting that holds each secret, by the name of its variable and file.
SECRETS: Mapping[str, str] = {
    "BAANSUK_SECRET_KEY": "SECRET_KEY",
    "BAANSUK_INDEX_KEY": "BLIND_INDEX_KEY",
    "BAANSUK_SIGN_IN_KEY": "SIGN_IN_KEY",
    "BAANSUK_AUDIT_KEY": "AUDIT_KEY",
}
NAMES = (MASTER, *SECRETS)


def check_keys() -> None:
    """Raise Refusal ``key_missing``, ``key_wrong``, ``keys_of_another_house`` or ``no_keys_yet``, naming the key.

    A database without tables is nobody's yet and is not asked.
    """
    for refusal in key_faults():
        raise refusal


def key_faults() -> Iterator[Refusal]:
    """Return what is wrong with the keys, the first of which is enough to stop."""
    known = marks_known()
    if known is None:
        return
    fresh = secret_files.not_kept()
    if not known:
        if fresh:
            yield _no_keys_yet(", ".join(fresh))
        return
    missing = [name for name in NAMES if name in known and not _is_there(name)]
    wrong = [name for name in NAMES if name in known and name not in missing and known[name] not in _marks_of(name)]
    if len(wrong) > 1 and len(wrong) + len(missing) == len(known):
        yield _of_another_house()
        return
    for name in missing:
        yield key_missing(name, str(fresh.get(name) or file_of_masters(house.places().keys)))
    for name in wrong:
        yield _wrong(name)


def marks_known() -> dict[str, str] | None:
    """Return the marks by name, None where the database has no table for them yet."""
    try:
        if KeyMark._meta.db_table not in connection.introspection.table_names():
            return None
        return dict(KeyMark.objects.values_list("name", "mark"))
    except DatabaseError:
        return None  # whoever needs the database says in his own words that it does not answer


def marks_now() -> dict[str, str]:
    """Return the marks of the keys in use."""
    return {name: _marks_of(name)[0] for name in NAMES}


def _is_there(name: str) -> bool:
    if name in SECRETS:
        return name not in secret_files.not_kept()
    return bool(house.places().master) or file_of_masters(house.places().keys).exists()


def _marks_of(name: str) -> list[str]:
    """The marks of a key: of a master key during a rotation there are two, the new and the old one."""
    if name in SECRETS:
        return [mark_of(str(getattr(settings, SECRETS[name])).encode(), name)]
    given, path = house.places().master, file_of_masters(house.places().keys)
    text = given or path.read_text(encoding="ascii", errors="replace")
    return [mark_of(master.secret, MASTER) for master in read_masters(text, VARIABLE if given else str(path))]


def _wrong(name: str) -> Refusal:
    return Refusal(
        "key_wrong",
        f"กุญแจ {name} ไม่ใช่กุญแจที่ใช้กับฐานข้อมูลนี้ นำกุญแจที่ถูกต้องกลับมาไว้ที่เดิม แล้วสั่งใหม่",
        f"The key {name} is not the one this database was made with. Put the right one back, then try again.",
    )


def _of_another_house() -> Refusal:
    where = house.places().keys
    return Refusal(
        "keys_of_another_house",
        f"กุญแจทั้งชุดใน {where} เป็นของฐานข้อมูลอื่น (จังหวัดอื่นหรือระบบอื่น) ตรวจ BAANSUK_KEYS, BAANSUK_VAR และ DATABASE_URL",
        f"All keys in {where} belong to another database (of another province or another house): check BAANSUK_KEYS, BAANSUK_VAR and DATABASE_URL.",
    )


def _no_keys_yet(names: str) -> Refusal:
    return Refusal(
        "no_keys_yet",
        f"ยังไม่มีกุญแจ {names} ให้สั่ง `baansuk init` ก่อน",
        f"There are no keys yet ({names}): run `baansuk init` first.",
    )
