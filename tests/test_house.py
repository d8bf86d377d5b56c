"""The house keeps its own rules: no signals, every act audited, every module and room says what it is."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[1] / "baansuk"
MODULES = sorted(path for path in HOUSE.rglob("*.py") if "tests" not in path.parts and "migrations" not in path.parts)
ROOMS = sorted(path for path in HOUSE.iterdir() if (path / "__init__.py").exists())
ACTIONS = sorted([*HOUSE.glob("*/actions.py"), *HOUSE.glob("*/*_actions.py")])
# What may run where there is no Django at all: the analysts' commands and Spark's workers use these.
THINKING = [
    "baansuk.engine",
    "baansuk.thai.tables",
    "baansuk.sample",
    "baansuk.link.linker",
    "baansuk.link.linkage.from_files",
    "baansuk.link.differences",
    "baansuk.link.estimates",
    "baansuk.link.evidence",
    "baansuk.link.judging",
    "baansuk.link.judgement_file",
    "baansuk.link.undoing",
    "baansuk.assess.language",
    "baansuk.assess.profile",
    "baansuk.people.codes",
    "baansuk.people.fields",
    "baansuk.people.trust",
    "baansuk.places.resolver",
    "baansuk.collect.declaration",
    "baansuk.collect.reading",
    "baansuk.collect.guess",
    "baansuk.access.scope",
    "baansuk.agree.grants",
]


def _named(path: Path) -> str:
    return str(path.relative_to(HOUSE.parent))


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _opening(path: Path) -> str:
    """Return the first line of a module's sign, or nothing."""
    return (ast.get_docstring(_tree(path)) or "\n").splitlines()[0].rstrip()


# One test for all modules: a test for each was a fifth of all that pytest had to collect, in each of its processes.
def test_every_module_opens_with_one_sentence():
    unsigned = [_named(path) for path in MODULES if not _opening(path).endswith((".", "?"))]
    assert unsigned == [], "no sign on the door"


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_room_says_what_comes_in_and_goes_out(room):
    readme = (room / "README.md").read_text(encoding="utf-8")
    assert readme.count("\n") >= 5, room.name


def test_no_effect_hides_in_a_signal():
    texts = {_named(path): path.read_text(encoding="utf-8") for path in MODULES}
    assert [name for name, text in texts.items() if "@receiver" in text or "signals import" in text] == []


def _calls(function: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            target = node.func
            if isinstance(target, ast.Name):
                found.add(target.id)
            elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
                found.add(f"{target.value.id}.{target.attr}")
        elif isinstance(node, ast.Name):
            found.add(node.id)
    return found


def _audited(functions: dict[str, ast.FunctionDef], name: str, seen: frozenset[str] = frozenset()) -> bool:
    if name in seen or name not in functions:
        return False
    calls = _calls(functions[name])
    return "gate.write" in calls or any(_audited(functions, call, seen | {name}) for call in calls)


# Asking whether, choosing what, and the loop that calls audited acts change nothing themselves.
NOT_ACTS = (
    "check_",
    "can_",
    "shipped_",
    "take_next",
    "work",
    "folder",
    "detail",
    "read_",
    "budget_year",
    "link_is_over",
    "needed_ticks",
)


def _faults_of_acts(path: Path) -> list[str]:
    functions = {node.name: node for node in _tree(path).body if isinstance(node, ast.FunctionDef)}
    faults = []
    for name in (one for one in functions if not one.startswith(("_", *NOT_ACTS))):
        if not _audited(functions, name):
            faults.append(f"{_named(path)}:{name} leaves no audit row")
        keywords = {argument.arg for argument in functions[name].args.kwonlyargs}
        # What one presses on a page of cases comes with the hand that pressed: who, in which seat, under which key.
        if not {"by", "hand"} & keywords and name != "take":
            faults.append(f"{_named(path)}:{name} does not name its actor")
    return faults


# One test for all acts, as for all modules.
def test_every_act_names_its_actor_and_leaves_a_trace():
    assert len(ACTIONS) > 30
    assert [fault for path in ACTIONS for fault in _faults_of_acts(path)] == []


# Refuses Django, and remembers who asked for it although it was refused.
WITHOUT_DJANGO = """
import importlib, sys
asked = []
class Closed:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "django":
            asked.append(name)
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Closed())
for module in sys.argv[1:]:
    asked.clear()
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as missing:
        print(module, missing)
    else:
        if asked:
            print(module, *asked)
"""


# One start for all of them: twenty took as many processors' seconds.
def test_thinking_needs_no_django():
    told = subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, *THINKING], check=True, capture_output=True, text=True
    ).stdout
    assert told.splitlines() == []
