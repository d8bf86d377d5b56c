"""The tags and filters of every page: both languages, Thai dates and numbers, and the small parts pages are built of."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from baansuk.screen import figures, icons
from baansuk.screen.language import language, say_words
from baansuk.thai.digits import to_thai
from baansuk.thai.words import Words

register = template.Library()

# The word beside the colour: what each tone of a badge or a notice is drawn with.
TONE_ICONS = {
    "good": "check",
    "bad": "cross",
    "warn": "warn",
    "info": "info",
    "wait": "clock",
    "unknown": "unknown",
    "none": "dash",
    "plain": "",
}


# Whoever acts without an account, by the name that stands in the trail.
ACTORS = {
    "command": Words("คำสั่งที่เครื่องแม่ข่าย", "the command line"),
    "worker": Words("งานเบื้องหลัง", "the background worker"),
}


def _chosen(th: Any, en: Any) -> Any:
    return en if language() == "en" else th


@register.simple_tag
def say(th: str, en: str, **values: Any) -> str:
    """Say a sentence in the language of the page; ``{name}`` in both is filled, escaped, from ``name=``."""
    sentence = _chosen(th, en)
    # What comes from a variable is escaped before it is filled; only what a template spells out is taken as it stands.
    return format_html(conditional_escape(sentence), **values) if values else sentence


@register.filter
def words(value: Words | None) -> str:
    """Show a ``Words`` in the language of the page."""
    return "" if value is None else say_words(value)


@register.filter
def half(value: str) -> str:
    """Show the Thai or the English half of a text that holds both as ``ไทย ‖ English``; any other text as it is."""
    thai, parted, english = value.partition(" ‖ ")
    return english if parted and language() == "en" else thai


@register.filter
def actor(name: str) -> str:
    """Show who did something: an account by its name, what the machine did by itself in words."""
    return say_words(ACTORS[name]) if name in ACTORS else name


@register.simple_tag
def page_language() -> str:
    """Return ``th`` or ``en``."""
    return language()


@register.filter
def either(item: Any, field: str) -> str:
    """Show ``item.<field>_th`` or ``item.<field>_en``; an empty English one falls back to the Thai."""
    thai = str(getattr(item, f"{field}_th"))
    return str(getattr(item, f"{field}_en", "")) or thai if language() == "en" else thai


@register.filter
def thai_date(value: date | datetime | None, form: str = "short") -> str:
    """Show a day with its Buddhist year; ``form`` is short, long, month or year."""
    day = timezone.localtime(value).date() if isinstance(value, datetime) and timezone.is_aware(value) else value
    precision = form if form in {"month", "year"} else "day"
    return figures.show_day(day, language(), precision=precision, short=form == "short")


@register.filter
def thai_time(value: datetime | None) -> str:
    """Show a moment as local day and time."""
    return figures.show_moment(timezone.localtime(value) if value else None, language())


@register.filter
def number(value: int | float | Decimal | None, places: int | None = None) -> str:
    """Show a number with thousands separated; None is not known."""
    return figures.show_number(value, language(), places=places)


@register.filter
def baht(value: int | Decimal | None) -> str:
    """Show an amount of money; None is not known."""
    return figures.show_baht(value, language())


@register.filter
def percent(part: float | None, whole: float | None) -> str:
    """Show ``part`` of ``whole`` as a percentage with one decimal."""
    return figures.show_percent(part, whole, language())


@register.filter
def official(value: Any) -> str:
    """Show a value with Thai digits on a Thai official paper; in English the digits stay."""
    return to_thai(str(value)) if language() == "th" else str(value)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw one of the house's icons."""
    return mark_safe(icons.svg(name))  # noqa: S308  our own constants, no value of anybody's


@register.simple_tag
def badge(tone: str, th: str, en: str) -> SafeString:
    """Draw a status as a word with a sign and a colour; ``tone`` is a key of TONE_ICONS."""
    sign = icon(TONE_ICONS[tone]) if TONE_ICONS[tone] else ""
    return format_html('<span class="badge tone-{}">{}{}</span>', tone, sign, _chosen(th, en))


@register.inclusion_tag("screen/parts/progress.html")
def progress(done: float, total: float, th: str, en: str) -> dict[str, Any]:
    """Draw how far work is: a bar with its words and counts; without a total it says only how many are done."""
    return {
        "label": _chosen(th, en),
        "done": done,
        "total": total,
        "share": figures.share(done, total),
    }


@register.inclusion_tag("screen/parts/stat.html")
def stat(
    value: Any, th: str, en: str, mean_th: str = "", mean_en: str = "", tone: str = "", link: str = "", note: str = ""
) -> dict[str, Any]:
    """Draw one figure with its name; what it counts (``mean_…``) opens on a tap."""
    return {
        "value": value,
        "label": _chosen(th, en),
        "meaning": _chosen(mean_th, mean_en),
        "tone": tone,
        "link": link,
        "note": note,
    }


@register.inclusion_tag("screen/parts/area_trail.html")
def area_trail(steps: list[tuple[str, str]]) -> dict[str, Any]:
    """Draw the way down to an area: pairs of name and address, the last one being where the reader is."""
    return {"steps": steps[:-1], "here": steps[-1] if steps else None}


@register.inclusion_tag("screen/parts/pager.html", takes_context=True)
def pager(context: template.Context, page: Any, target: str = "", key: str = "page") -> dict[str, Any]:
    """Draw the links before and after a ``Slice``; with ``target`` htmx puts the next part there."""
    request = context["request"]
    links = {}
    for side in ("before", "after"):
        mark = getattr(page, side)
        asked = request.GET.copy()
        asked[key] = mark
        links[side] = f"{request.path}?{asked.urlencode()}" if mark else ""
    return {"page": page, "target": target, **links}


@register.inclusion_tag("screen/parts/field.html")
def field(bound: Any) -> dict[str, Any]:
    """Draw one field of a form: label, help, the control with what was typed, and what is wrong with it."""
    return {"field": bound}


def _part(name: str, content: str, **values: Any) -> SafeString:
    return render_to_string(f"screen/parts/{name}.html", {"content": content, **values})


@register.simple_block_tag
def card(content: str, th: str = "", en: str = "", kind: str = "") -> SafeString:
    """Put content in a card with an optional heading."""
    return _part("card", content, heading=_chosen(th, en), kind=kind)


@register.simple_block_tag
def empty_state(content: str, th: str, en: str, sign: str = "info") -> SafeString:
    """Draw an empty state: what is not there yet; the content says what to do next."""
    return _part("empty", content, heading=_chosen(th, en), sign=sign)


@register.simple_block_tag
def notice(content: str, tone: str = "info", th: str = "", en: str = "") -> SafeString:
    """Draw a notice in one of the tones good, bad, warn, info; the sign says what the colour says."""
    return _part("notice", content, tone=tone, sign=TONE_ICONS[tone], heading=_chosen(th, en))


@register.simple_block_tag
def refused(content: str, words: Any = None) -> SafeString:
    """Draw a refusal: the sentence of a ``Refusal`` or of ``Words``, and in the content what to do instead."""
    spoken = getattr(words, "words", words)
    return _part("refused", content, sentence=say_words(spoken) if isinstance(spoken, Words) else spoken)


@register.simple_block_tag
def table(content: str, th: str, en: str, wide: bool = False) -> SafeString:
    """Put rows (thead and tbody) in a table with a caption; on a phone each row becomes a card."""
    return _part("table", content, caption=_chosen(th, en), wide=wide)


@register.simple_block_tag
def meaning(content: str, th: str, en: str) -> SafeString:
    """Put a definition one tap away behind its short name."""
    return format_html(
        '<details class="meaning"><summary>{}</summary><div class="meaning-text">{}</div></details>',
        _chosen(th, en),
        conditional_escape(content),
    )
