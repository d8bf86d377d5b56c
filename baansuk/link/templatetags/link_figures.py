"""How shares of links are written: to a tenth of a percent, and never as a round hundred that they are not."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def share(value: float | None) -> str:
    """Show a share between 0 and 1 as a percentage; only a whole one is called 100%."""
    if value is None:
        return "–"
    percent = round(value * 100, 1)
    if percent == 100 and value < 1:
        return "> 99.9%"
    if percent == 0 and value > 0:
        return "< 0.1%"
    return f"{percent:.1f}%"
