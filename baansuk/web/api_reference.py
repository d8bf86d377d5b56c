"""The reference of the machines' door, read from its own OpenAPI description: for the page, and for the manual."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from baansuk.web.api import build

ROOT = "/api/v1/"
METHODS = ("get", "post")


@dataclass(frozen=True, slots=True)
class Part:
    """A parameter or a field: its name, what it holds, and what there is to say of it."""

    name: str
    kind: str
    about: str
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One thing that may be asked; ``answers`` are status and shape, the good ones first."""

    tag: str
    method: str
    path: str
    summary: str
    about: str
    parts: Sequence[Part]
    answers: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Shape:
    """What an answer is made of."""

    name: str
    about: str
    fields: Sequence[Part]


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """Return the OpenAPI description as plain values; it is the same until the house is started anew."""
    read: dict[str, Any] = json.loads(json.dumps(build().get_openapi_schema(path_prefix=ROOT)))
    return read


def endpoints() -> list[Endpoint]:
    """Return all that may be asked, in the order of the rooms."""
    return list(_endpoints(description()))


def _endpoints(read: Mapping[str, Any]) -> Iterator[Endpoint]:
    for path, methods in read["paths"].items():
        for method in METHODS:
            if asked := methods.get(method):
                yield Endpoint(
                    tag=asked["tags"][0],
                    method=method.upper(),
                    path=path,
                    summary=asked["summary"],
                    about=_one_line(asked.get("description", "")),
                    parts=[*map(_parameter, asked["parameters"]), *_body(read, asked)],
                    answers=[(status, _kind(_content(one))) for status, one in sorted(asked["responses"].items())],
                )


def shapes() -> list[Shape]:
    """Return what answers are made of, by name."""
    found = sorted(description()["components"]["schemas"].items())
    return [Shape(name, _one_line(one.get("description", "")), _fields(one)) for name, one in found]


def _parameter(one: Mapping[str, Any]) -> Part:
    kind = "path" if one["in"] == "path" else _kind(one["schema"])
    return Part(one["name"], kind, _one_line(one.get("description", "")), bool(one["required"]))


def _body(read: Mapping[str, Any], asked: Mapping[str, Any]) -> list[Part]:
    content = asked.get("requestBody", {}).get("content", {})
    return [part for one in content.values() for part in _fields(_resolved(read, one["schema"]))]


def _resolved(read: Mapping[str, Any], one: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow a reference to a shape; the schema of a form stands where it is."""
    named = one.get("$ref")
    found: Mapping[str, Any] = read["components"]["schemas"][named.rpartition("/")[2]] if named else one
    return found


def _fields(one: Mapping[str, Any]) -> list[Part]:
    needed = one.get("required", [])
    return [
        Part(name, _kind(field), _one_line(field.get("description", "")), name in needed)
        for name, field in one.get("properties", {}).items()
    ]


def _content(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = answer["content"]["application/json"]["schema"]
    return found


def _kind(one: Mapping[str, Any]) -> str:
    """Say in a few words what a field holds."""
    if "$ref" in one:
        return str(one["$ref"]).rpartition("/")[2]
    if "anyOf" in one:
        return " or ".join(_kind(each) for each in one["anyOf"])
    if "enum" in one:
        listed = [str(each) for each in one["enum"] if each != ""]
        return ", ".join(listed) if len(listed) <= 10 else "one of a list"
    if one.get("type") == "array":
        return f"list of {_kind(one['items'])}"
    if one.get("type") == "object":
        return f"map of {_kind(one['additionalProperties'])}" if one.get("additionalProperties") else "map"
    return str(one.get("format") or one.get("const") or one.get("type", "any"))


def _one_line(text: str) -> str:
    return " ".join(text.replace("``", "`").split())


def as_markdown() -> str:
    """Return the page of the manual."""
    lines = [
        "# The API",
        "",
        "Made from the OpenAPI description by `tools/api_reference.py`; do not edit by hand.",
        f"{description()['info']['description']} How to begin: [how-to/api.md](../how-to/api.md).",
        "",
        "Every answer is JSON. Whatever goes wrong has the shape `Problem`: a stable `code`, and the sentence in `th` and `en`.",
    ]
    tag = ""
    for one in endpoints():
        if one.tag != tag:
            tag = one.tag
            lines += ["", f"## {tag}"]
        lines += ["", f"### {one.method} {one.path}", "", f"{one.summary}. {one.about}", ""]
        lines += [
            f"- `{part.name}` ({part.kind}{'' if part.needed else ', may be left out'}) {part.about}".rstrip()
            for part in one.parts
        ]
        lines += ["- Answers: " + ", ".join(f"{status} {shape}" for status, shape in one.answers)]
    lines += ["", "## What answers are made of"]
    for shape in shapes():
        lines += ["", f"### {shape.name}", "", shape.about, ""] if shape.about else ["", f"### {shape.name}", ""]
        lines += [f"- `{part.name}`: {part.kind}. {part.about}".rstrip(" ") for part in shape.fields]
    return "\n".join(lines) + "\n"
