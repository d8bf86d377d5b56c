"""Walks every public action of every room, and every page that opens persons: none may end without a row in the trail.

It reads the code itself, so an action that nobody has tried yet is found as well; that the rows really are written is
what the tests of each room and ``tests/access/test_matrix.py`` try.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import baansuk

HOUSE = Path(baansuk.__file__).parent
WRITERS = {"baansuk.audit.gate.write", "baansuk.audit.sending.watched", "baansuk.audit.sending.begin"}
# Public functions of action files that change nothing by themselves, each with the reason.
NO_ACT = {
    "runs.actions.take_next": "takes by ``take``, which writes, or finds nothing to take",
    "access.invitation_actions.link_is_over": "makes a refusal",
    "agree.example_actions.read_example": "reads a file that comes with the house",
    "agree.example_actions.budget_year": "works out a span of days",
    "collect.source_actions.shipped_declarations": "reads files that come with the house",
    "protect.request_actions.read_person_code": "reads what was typed",
}
# Questions whose answers are persons or households, by the name they are called by.
OPENS_PERSONS = {
    *("household_for", "households_list", "see_households", "members_of", "fact_sheets_of", "links_of"),
    *("names_from_facts", "search", "people_of", "persons_of", "events_about"),
}


@cache
def module_of(name: str) -> ast.Module | None:
    path = HOUSE.parent / Path(*name.split("."))
    file = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
    return ast.parse(file.read_text(encoding="utf-8")) if file.exists() else None


@cache
def parts_of(name: str) -> tuple[dict[str, ast.AST], dict[str, str]]:
    """Return the functions and classes of a module, and what its imports mean, by name."""
    tree = module_of(name)
    defined: dict[str, ast.AST] = {}
    meant: dict[str, str] = {}
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("baansuk"):
            meant |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
    for node in tree.body if tree else ():
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            defined[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    defined[target.id] = node
    return defined, meant


@cache
def called_by(name: str) -> frozenset[str]:
    """Return the dotted names of everything that a function mentions, as far as it is ours."""
    module, _dot, function = name.rpartition(".")
    defined, meant = parts_of(module)
    found = set()
    for node in ast.walk(defined[function]) if function in defined else ():
        if isinstance(node, ast.Name) and node.id in defined and node.id != function:
            found.add(f"{module}.{node.id}")
        elif isinstance(node, ast.Name) and node.id in meant:
            found.add(meant[node.id])
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in meant:
            found.add(f"{meant[node.value.id]}.{node.attr}")
    return frozenset(found)


def reaches(name: str, wanted: set[str]) -> bool:
    """Say whether a function comes to one of ``wanted``, however many steps away."""
    seen, waiting = {name}, [name]
    while waiting:
        for other in called_by(waiting.pop()):
            if other in wanted:
                return True
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return False


def functions_in(*patterns: str) -> list[str]:
    """Return the public functions of files, dotted."""
    files = sorted({path for pattern in patterns for path in HOUSE.glob(f"*/{pattern}")})
    found = []
    for path in files:
        module = ".".join(("baansuk", *path.relative_to(HOUSE).with_suffix("").parts))
        tree = module_of(module)
        names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)] if tree else []
        found += [f"{module}.{name}" for name in names if not name.startswith("_")]
    return found


def is_act(name: str) -> bool:
    """Checks raise or return, they do nothing; what returns a plain answer (``can_…``, ``is_…``) neither."""
    last = name.rpartition(".")[2]
    return not last.startswith(("check_", "can_", "is_", "may_", "why_not")) and name[len("baansuk.") :] not in NO_ACT


def changes_something(name: str) -> bool:
    """Say whether a function takes ``by``, or the ``hand`` that holds it: an act, or a part of one that its caller writes down."""
    module, _dot, function = name.rpartition(".")
    node = parts_of(module)[0][function]
    assert isinstance(node, ast.FunctionDef)
    return any(one.arg in ("by", "hand") for one in (*node.args.args, *node.args.kwonlyargs))


def test_every_public_action_writes_a_row():
    acts = [name for name in functions_in("actions.py", "*_actions.py") if is_act(name)]
    assert len(acts) > 80, "the scan finds the actions"
    silent = [name for name in acts if not reaches(name, WRITERS)]
    assert silent == [], "an act that leaves no row in the trail"


def test_every_public_action_names_who_does_it():
    """Without a name there is nobody to write down."""
    acts = [name for name in functions_in("actions.py", "*_actions.py") if is_act(name)]
    nameless = [name for name in acts if not changes_something(name) and reaches(name, WRITERS)]
    assert set(nameless) <= NAMED_OTHERWISE, nameless


# Whose name is that of the run or the account they are given.
NAMED_OTHERWISE = {"baansuk.runs.actions.take", "baansuk.runs.actions.work"}


def test_every_page_that_opens_persons_writes_down_who_looked():
    doors = functions_in("*pages.py", "*api.py")
    openers = []
    for name in doors:
        module = name.rpartition(".")[0]
        mentioned = {one for one in called_by(name) if not one.startswith(module)}
        within = {other for one in called_by(name) if one.startswith(module) for other in called_by(one)}
        if {one.rpartition(".")[2] for one in mentioned | within} & OPENS_PERSONS:
            openers.append(name)
    assert "baansuk.assess.household_pages.household" in openers, "the scan finds the pages"
    assert [name for name in openers if not reaches(name, WRITERS)] == []


def test_the_scan_itself_finds_an_act_without_a_row():
    assert reaches("baansuk.assess.looks.at_household", WRITERS)
    assert not reaches("baansuk.audit.chain.canonical", WRITERS)
