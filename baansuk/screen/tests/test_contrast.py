"""The colours that carry text or meaning are far enough apart, computed from the tokens themselves."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[1] / "static" / "screen" / "tokens.css"
COLOURS = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", TOKENS.read_text(encoding="utf-8")))

TEXT = [
    *itertools.product(("ink", "ink-soft", "primary", "primary-dark"), ("paper", "surface", "sunken", "primary-soft")),
    *(
        (tone, ground)
        for tone in ("good", "bad", "warn", "info", "unknown")
        for ground in (f"{tone}-soft", "surface", "paper")
    ),
    *(("ink", f"{tone}-soft") for tone in ("good", "bad", "warn", "info", "unknown", "accent")),
    ("on-primary", "primary"),
    ("on-primary", "primary-dark"),
    ("accent-dark", "accent-soft"),
    ("accent-dark", "surface"),
    ("ink-soft", "accent-soft"),
]
# Edges of fields, the ring of focus, filled parts of bars: WCAG 1.4.11 asks 3 to 1.
SHAPES = [
    ("line-strong", "surface"),
    ("line-strong", "paper"),
    ("accent-dark", "paper"),
    ("accent-dark", "surface"),
    ("primary", "surface"),
]


def channel(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(COLOURS[one]), luminance(COLOURS[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself_is_right():
    COLOURS.update(black="#000000", white="#ffffff", grey="#767676")
    assert contrast("black", "white") == pytest.approx(21)
    assert contrast("grey", "white") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read_on_its_ground(text, ground):
    assert contrast(text, ground) >= 4.5, f"{text} on {ground}: {contrast(text, ground):.2f}"


@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_can_be_seen_on_their_ground(shape, ground):
    assert contrast(shape, ground) >= 3, f"{shape} on {ground}: {contrast(shape, ground):.2f}"


def test_steps_of_the_scale_grow_darker_and_can_be_told_apart_in_grey():
    steps = [luminance(COLOURS[f"scale-{step}"]) for step in range(1, 6)]
    assert steps == sorted(steps, reverse=True)
    for light, dark in itertools.pairwise(steps):
        assert (light + 0.05) / (dark + 0.05) >= 1.35
