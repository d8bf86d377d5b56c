"""The linker's rules said again in plain Python, slow and obvious, to hold the table steps against."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import Any

from baansuk.link.house_numbers import door

Row = dict[str, Any]
MAIN = ("bmn", "college")


def persons(rows: list[Row]) -> dict[int, int]:
    """Return record -> person, a person being named by its smallest record."""
    people = [row | {"tambon_code": _tambon(row, rows)} for row in rows if row["unit"] == "person"]
    shared = shared_ids(people)
    ids_of_name = defaultdict(set)
    for row in people:
        if name(row) and row.get("national_id"):
            ids_of_name[name(row)].add(_id_person(row, shared))
    keys: dict[int, Any] = {}
    for row in people:
        known = ids_of_name[name(row)] if name(row) else set()
        if row.get("national_id"):
            keys[row["record_id"]] = ("id", _id_person(row, shared))
        elif len(known) == 1:
            keys[row["record_id"]] = ("id", *known)
        elif name(row):
            keys[row["record_id"]] = ("name", name(row))
        else:
            keys[row["record_id"]] = ("alone", row["record_id"])
    return named_by_smallest(keys)


def shared_ids(people: list[Row]) -> set[str]:
    """Return the ids that one file gives to rows whose names or birth dates do not agree."""
    bearers = defaultdict(set)
    for row in people:
        if row.get("national_id") and row.get("given_key"):
            who = (row["given_key"], row.get("family_key") or "", row.get("birth_date"))
            bearers[row["record_id"] // 10**8, row["national_id"]].add(who)
    return {number for (_, number), some in bearers.items() if len(some) > 1}


def _id_person(row: Row, shared: set[str]) -> Any:
    """The id alone, or where it is shared the id with the name; a shared id without a name is nobody else's."""
    if row["national_id"] not in shared:
        return row["national_id"]
    bearer = (row["given_key"], row.get("family_key") or "") if row.get("given_key") else row["record_id"]
    return row["national_id"], bearer


def name(row: Row) -> tuple[Any, ...] | None:
    if not row.get("given_key") or not row.get("birth_date") or row.get("birth_precision") != "day":
        return None
    if not row.get("tambon_code"):
        return None
    return (row["given_key"], row.get("family_key") or "", row["birth_date"], row["tambon_code"])


def _tambon(row: Row, rows: list[Row]) -> str | None:
    """The row's own tambon, else that of its roster's house."""
    if row.get("tambon_code") or not _in_roster(row):
        return row.get("tambon_code")
    houses = [
        other["tambon_code"]
        for other in rows
        if other["unit"] == "household" and other.get("tambon_code") and _roster(other) == _roster(row)
    ]
    return min(houses, default=None)


def homes(rows: list[Row], person_of: dict[int, int]) -> tuple[dict[int, int], dict[int, str], dict[int, int]]:
    """Return record -> home (named by its smallest record), record -> rule, and person -> main home."""
    rosters = _rosters(rows)
    seats = {
        key: {person_of[row["record_id"]] for row in some if row["unit"] == "person"} for key, some in rosters.items()
    }
    code = {key: _spoken(some, _code) for key, some in rosters.items()}
    place = {key: _spoken(some, _dwelling) for key, some in rosters.items()}
    first = {key: min(row["record_id"] for row in some) for key, some in rosters.items()}
    loose = [row for row in rows if row["unit"] == "person" and not _in_roster(row)]
    coded: set[tuple[Any, Any, int]] = set()
    for key in rosters:
        if code[key] and place[key]:
            coded |= {(code[key], place[key], person) for person in seats[key]}
    for row in loose:
        if _code(row) and _dwelling(row):
            coded.add((_code(row), _dwelling(row), person_of[row["record_id"]]))

    home: dict[Any, Any] = {}
    rule: dict[Any, str] = {}
    tied = _ties(rosters, code, place, person_of)
    residents = {key: _residents(some, person_of) for key, some in rosters.items()}
    for group in _groups(rosters, seats, code, place, tied):
        there = {(c, p) for key in group for c, d, p in coded if d == place[key] and p in seats[key]}
        there_too = {
            (code[other], p)
            for key in group
            for one, other in tied
            if one == key and code[other]
            for p in residents[key] & residents[other]
        }
        votes = Counter(c for c, _ in there | there_too)
        best = min(votes, key=lambda c: (-votes[c], c)) if votes else None
        for key in group:
            home[key] = ("code", best) if best else ("roster", min(first[k] for k in group))
            beside = any(k != key and place[k] == place[key] and seats[k] & seats[key] for k in group if place[key])
            met = beside or any((best, place[key], p) in coded for p in seats[key])
            joined = "members" if best or len(group) > 1 else "roster"
            rule[key] = "address_members" if met else joined
    for key in rosters:
        if code[key]:
            home[key], rule[key] = ("code", code[key]), "house_code"
        elif key not in home and seats[key]:
            home[key], rule[key] = ("roster", first[key]), "roster"

    at: dict[Any, set[Any]] = defaultdict(set)
    for key in rosters:
        if key in home and _numbered(place[key]):
            at[place[key]].add(home[key])
    for row in loose:
        if _code(row) and _numbered(_dwelling(row)):
            at[_dwelling(row)].add(("code", _code(row)))

    known = set(home)

    def at_address(dwelling: Any) -> Any:
        return next(iter(at[dwelling])) if len(at[dwelling]) == 1 else ("address", dwelling)

    for key in rosters:
        if key not in home:
            numbered = _numbered(place[key])
            home[key] = at_address(place[key]) if numbered else ("roster", first[key])
            rule[key] = "address" if numbered else "none"

    record_home: dict[int, Any] = {}
    record_rule: dict[int, str] = {}
    stays: dict[int, list[tuple[Row, Any, bool]]] = defaultdict(list)
    for key, some in rosters.items():
        for row in some:
            record_home[row["record_id"]], record_rule[row["record_id"]] = home[key], rule[key]
            if row["unit"] == "person":
                stays[person_of[row["record_id"]]].append((row, home[key], False))
    for row in loose:
        if _code(row):
            record_home[row["record_id"]], record_rule[row["record_id"]] = ("code", _code(row)), "house_code"
            stays[person_of[row["record_id"]]].append((row, ("code", _code(row)), True))
    unplaced = defaultdict(list)
    for row in loose:
        if person_of[row["record_id"]] not in stays:
            unplaced[person_of[row["record_id"]]].append(row)
    # Where somebody of a name lives, by name and tambon; and the addresses of each home.
    named: dict[Any, set[Any]] = defaultdict(set)
    for row in rows:
        if row["unit"] == "person" and row["record_id"] in record_home and _residents([row], person_of):
            tambon = _tambon(row, rows)
            named[row.get("given_key"), row.get("family_key"), tambon].add(record_home[row["record_id"]])
    dwellings: dict[Any, set[str]] = defaultdict(set)
    for key in rosters:
        if place[key] and key in known:
            dwellings[home[key]].add(place[key])
    for row in loose:
        if _code(row) and _dwelling(row):
            dwellings["code", _code(row)].add(str(_dwelling(row)))
    placed = []
    for person, some in unplaced.items():
        row = min(some, key=lambda r: (not _numbered(_dwelling(r)), _newest(r), -r["record_id"]))
        numbered = _numbered(_dwelling(row))
        where = at_address(_dwelling(row)) if numbered else ("person", person)
        here = "address" if numbered else "none"
        kin = _kin_home(some, row, named, dwellings)
        if kin and (not numbered or where[0] == "address"):
            where, here = kin, "kin"
        placed.append((person, row, where))
        record_home[row["record_id"]], record_rule[row["record_id"]] = where, here
    for person, row, where in placed:
        stays[person].append((row, where, True))
    main = {person: _main(some) for person, some in stays.items()}
    for row in loose:
        if row["record_id"] in record_home:
            continue
        person = person_of[row["record_id"]]
        same = [
            _key_text(where)
            for r, where, _ in stays[person]
            if _numbered(_dwelling(row)) and _dwelling(r) == _dwelling(row)
        ]
        record_home[row["record_id"]] = min(same) if same else _key_text(main[person])
        record_rule[row["record_id"]] = "address" if same else "person"
    texts = {record: _key_text(where) for record, where in record_home.items()}
    smallest = named_by_smallest(texts)
    by_text = {text: smallest[record] for record, text in texts.items()}
    return smallest, record_rule, {person: by_text[_key_text(where)] for person, where in main.items()}


def named_by_smallest(keys: dict[int, Any]) -> dict[int, int]:
    smallest: dict[Any, int] = {}
    for record, key in keys.items():
        smallest[key] = min(record, smallest.get(key, record))
    return {record: smallest[key] for record, key in keys.items()}


def _key_text(where: Any) -> str:
    return where if isinstance(where, str) else f"{where[0]}:{where[1]}"


def _in_roster(row: Row) -> bool:
    return bool(row.get("household_key")) and row.get("residence") != "outside"


def _roster(row: Row) -> tuple[Any, ...]:
    return (row["source"], row.get("part", ""), row.get("household_key"))


def _rosters(rows: list[Row]) -> dict[Any, list[Row]]:
    rosters: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        if row["unit"] == "household" and not row.get("household_key"):
            rosters["row", row["record_id"]].append(row)
        elif row["unit"] == "household" or (row["unit"] == "person" and _in_roster(row)):
            rosters[_roster(row)].append(row)
    return rosters


def _spoken(some: list[Row], what: Any) -> Any:
    own = [what(row) for row in some if row["unit"] == "household" and what(row)]
    others = [what(row) for row in some if row["unit"] == "person" and what(row)]
    return min(own or others, default=None)


def _code(row: Row) -> str | None:
    code = row.get("house_code")
    return None if not code or len(set(code)) == 1 else code


def _door(row: Row) -> str | None:
    return door(row.get("house_key") or "") or None


def _dwelling(row: Row) -> str | None:
    return f"{row['village_code']}/{_door(row) or '-'}" if row.get("village_code") else None


def _numbered(dwelling: str | None) -> bool:
    return bool(dwelling) and not str(dwelling).endswith("/-")


def _kin_home(some: list[Row], chosen: Row, named: Any, dwellings: Any) -> Any:
    """The one home of the guardian whom a person's rows name, where the person's address does not speak against it."""
    homes = set()
    for row in some:
        given, _, family = (row.get("guardian") or "").partition(" ")
        if family and row.get("tambon_code"):
            homes |= named[given, family, row["tambon_code"]]
    if len(homes) != 1:
        return None
    (home,) = homes
    own = str(_dwelling(chosen))
    near = any(at[:8] == own[:8] and edits(at[9:], own[9:]) <= 1 for at in dwellings[home])
    return home if near or not _numbered(_dwelling(chosen)) else None


def _groups(rosters: Any, seats: Any, code: Any, place: Any, tied: set[tuple[Any, Any]]) -> list[set[Any]]:
    """Open rosters joined while two at the same address share a member, or two are tied by most of their residents."""
    groups = [{key} for key in rosters if not code[key] and seats[key]]

    def meet(a: Any, b: Any) -> bool:
        return bool(place[a] and place[a] == place[b] and seats[a] & seats[b]) or (a, b) in tied or (b, a) in tied

    joined = True
    while joined:
        joined = False
        for left in groups:
            for right in groups:
                if left is not right and any(meet(a, b) for a in left for b in right):
                    left |= right
                    groups.remove(right)
                    joined = True
                    break
            if joined:
                break
    return groups


def _residents(some: list[Row], person_of: dict[int, int]) -> set[int]:
    return {
        person_of[row["record_id"]]
        for row in some
        if row["unit"] == "person"
        and row.get("residence") in (None, "lives", "both")
        and row.get("life_status") in (None, "alive")
    }


def _ties(rosters: Any, code: Any, place: Any, person_of: dict[int, int]) -> set[tuple[Any, Any]]:
    """Pairs of an open roster and one of another source that have more residents in common than apart."""
    residents = {key: _residents(some, person_of) for key, some in rosters.items()}
    tambon = {key: _spoken(some, lambda row: row.get("tambon_code")) for key, some in rosters.items()}
    doors = {
        key: (place[key].split("/", 1)[1] if _numbered(place[key]) else None) if place[key] else _spoken(some, _door)
        for key, some in rosters.items()
    }
    village = {key: place[key] and place[key][:8] for key in rosters}

    def same(values: dict[Any, Any], a: Any, b: Any) -> bool:
        return values[a] is None or values[b] is None or values[a] == values[b]

    def near(a: Any, b: Any) -> bool:
        slip = same(doors, a, b) or (same(village, a, b) and edits(doors[a], doors[b]) <= 1)
        return same(tambon, a, b) and slip

    return {
        (a, b)
        for a in rosters
        for b in rosters
        if not code[a] and a[0] != b[0]
        for shared in [len(residents[a] & residents[b])]
        if shared and 2 * shared > len(residents[a] | residents[b]) and (shared > 1 or near(a, b))
    }


def edits(left: str | None, right: str | None) -> int:
    """The fewest letters to put in, take out or change that make one text the other."""
    left, right = left or "", right or ""
    if not left or not right:
        return len(left) + len(right)
    if left[0] == right[0]:
        return edits(left[1:], right[1:])
    return 1 + min(edits(left[1:], right), edits(left, right[1:]), edits(left[1:], right[1:]))


def _kind(row: Row, listed: bool) -> str:
    if row.get("life_status") == "moved":
        return "left"
    if row.get("residence") in ("lives", "registered", "both"):
        return str(row["residence"])
    return "listed" if listed else "lives"


def _place(row: Row, kind: str) -> int:
    if kind in ("lives", "both"):
        return 0 if row["source"] in MAIN else 1
    return {"registered": 2, "listed": 3, "left": 4}[kind]


def _newest(row: Row) -> int:
    return -(row["observed_on"] - dt.date(1900, 1, 1)).days if row.get("observed_on") else 1


def _arrivals(stays: list[tuple[Row, Any, bool]]) -> list[tuple[Row, str, str]]:
    """Of each source the row that tells of the last move into a house, with the house and the kind."""
    moved: dict[str, list[tuple[Row, str, str]]] = defaultdict(list)
    for row, where, listed in stays:
        if row.get("moved_in_on") and _kind(row, listed) in ("lives", "both"):
            moved[row["source"]].append((row, _key_text(where), _kind(row, listed)))

    def latest(one: tuple[Row, str, str]) -> tuple[Any, ...]:
        return (-(one[0]["moved_in_on"] - dt.date(1900, 1, 1)).days, _newest(one[0]), one[0]["record_id"])

    return [min(some, key=latest) for some in moved.values()]


def _overtaken(row: Row, where: Any, listed: bool, arrivals: list[tuple[Row, str, str]]) -> list[tuple[Row, str, str]]:
    """The moves into another house that a row is from before: seen before that day, or of the same source and no later."""
    if _kind(row, listed) not in ("lives", "both", "listed"):
        return []
    found = []
    for one in arrivals:
        day = one[0]["moved_in_on"]
        seen_before = bool(row.get("observed_on")) and row["observed_on"] < day
        same = row["source"] == one[0]["source"] and (not row.get("moved_in_on") or row["moved_in_on"] < day)
        if _key_text(where) != one[1] and (seen_before or same):
            found.append(one)
    return found


def _main(stays: list[tuple[Row, Any, bool]]) -> Any:
    """The home that ranks first: not left, by its best row, by sources, as kin, by that row's day and number."""
    at: dict[str, list[Row]] = defaultdict(list)
    arrivals = _arrivals(stays)
    for row, where, listed in stays:
        kind, told, left = _kind(row, listed), row.get("observed_on"), row.get("left_on")
        if by := _overtaken(row, where, listed, arrivals):
            kind = "registered" if kind == "both" and all(one[2] == "lives" for one in by) else "left"
            told = max((one[0]["observed_on"] for one in by if one[0].get("observed_on")), default=None)
            left = max(one[0]["moved_in_on"] for one in by)
        at[_key_text(where)].append(row | {"kind": kind, "told": told, "left": left})

    def rank(key: str) -> tuple[Any, ...]:
        best = min(at[key], key=lambda row: (_place(row, row["kind"]), _newest(row), row["record_id"]))
        there = [row for row in at[key] if row["kind"] != "left"]
        kin = min((_kin(row) if row in there else 1 for row in at[key]), default=1)
        sources = len({row["source"] for row in there})
        return (_gone(at[key]), _place(best, best["kind"]), -sources, kin, _newest(best), best["record_id"])

    return min(at, key=rank)


def _gone(rows: list[Row]) -> bool:
    """Somebody said that the person moved out, and no row with a later day finds the person there again or moves in anew."""
    left = [row for row in rows if row["kind"] == "left"]
    there = [row for row in rows if row["kind"] != "left"]

    def later(of_these: str, than_those: str) -> bool:
        days = [row[of_these] for row in there if row.get(of_these)]
        left_days = [row[than_those] for row in left if row.get(than_those)]
        return bool(days and left_days) and max(days) > max(left_days)

    return bool(left) and not later("observed_on", "told") and not later("moved_in_on", "left")


def _kin(row: Row) -> int:
    if not row.get("relation"):
        return 1
    return 2 if row["relation"] in ("relative", "other") else 0
