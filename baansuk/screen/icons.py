"""The house's own line drawings on a 24-unit grid, put into the page itself so that they need no second request."""

from __future__ import annotations

# Each is the inside of an <svg> with a 2-unit round stroke in the colour of the text around it.
ICONS: dict[str, str] = {
    "house": '<path d="M3 11.5 12 4l9 7.5"/><path d="M5.5 10v10h13V10"/><path d="M10 20v-5.5h4V20"/>',
    "map": '<path d="m3 6 6-2.5 6 2.5 6-2.5V18l-6 2.5L9 18l-6 2.5z"/><path d="M9 3.5V18"/><path d="M15 6v14.5"/>',
    "register": '<path d="M5 4h11l3 3v13H5z"/><path d="M9 10h6"/><path d="M9 13.5h6"/><path d="M9 17h4"/>',
    "people": '<circle cx="9" cy="8" r="3.2"/><path d="M3 20c0-3.6 2.6-6 6-6s6 2.4 6 6"/>'
    '<path d="M15.5 5.2a3.2 3.2 0 0 1 0 5.6"/><path d="M17.5 14.6c2.2.8 3.5 2.8 3.5 5.4"/>',
    "run": '<path d="M20 12a8 8 0 1 1-2.6-5.9"/><path d="M20.5 3.5v4h-4"/>',
    "help": '<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.6 2.6 0 1 1 3.7 2.4c-.8.4-1.2 1-1.2 1.8"/>'
    '<path d="M12 17h.01"/>',
    "person": '<circle cx="12" cy="8" r="3.8"/><path d="M4.5 20.5c0-4 3.3-6.7 7.5-6.7s7.5 2.7 7.5 6.7"/>',
    "check": '<path d="m4.5 12.5 5 5 10-11"/>',
    "cross": '<path d="M6 6l12 12"/><path d="M18 6 6 18"/>',
    "warn": '<path d="M12 3.5 2.5 20h19z"/><path d="M12 10v4.5"/><path d="M12 17.3h.01"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5"/><path d="M12 7.7h.01"/>',
    "unknown": '<circle cx="12" cy="12" r="9" stroke-dasharray="3 3"/><path d="M12 15.8h.01"/>'
    '<path d="M10 9.8a2.1 2.1 0 1 1 2.9 1.9c-.6.3-.9.7-.9 1.3"/>',
    "dash": '<path d="M6 12h12"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.3l3.5 2"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8.5 10.5V7.5a3.5 3.5 0 0 1 7 0v3"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "upload": '<path d="M12 16V4.5"/><path d="m7 9 5-5 5 5"/><path d="M4 15.5V20h16v-4.5"/>',
    "download": '<path d="M12 4v11.5"/><path d="m7 11 5 5 5-5"/><path d="M4 15.5V20h16v-4.5"/>',
    "print": '<path d="M7 8V3.5h10V8"/><path d="M7 17H4V8.5h16V17h-3"/><path d="M7 14h10v6.5H7z"/>',
    "next": '<path d="m9 5 7 7-7 7"/>',
    "previous": '<path d="m15 5-7 7 7 7"/>',
    "down": '<path d="m5 9 7 7 7-7"/>',
    "menu": '<path d="M4 6.5h16"/><path d="M4 12h16"/><path d="M4 17.5h16"/>',
    "leave": '<path d="M14 4H5v16h9"/><path d="M10 12h11"/><path d="m17 8 4 4-4 4"/>',
    "seat": '<path d="M7 4v10h10V4"/><path d="M4.5 10v7h15v-7"/><path d="M7 17v3"/><path d="M17 17v3"/>',
    "area": '<path d="M12 21s7-6.3 7-11.5A7 7 0 0 0 5 9.5C5 14.7 12 21 12 21z"/><circle cx="12" cy="9.5" r="2.5"/>',
    "chart": '<path d="M4 20V4"/><path d="M4 20h16"/><path d="M8.5 16v-5"/><path d="M13 16V7"/><path d="M17.5 16v-3"/>',
    "agreement": '<path d="M19 11V3.5H5v17h7"/><path d="M9 8h6"/><path d="M9 12h4"/><circle cx="17" cy="16" r="2.6"/>'
    '<path d="m15.4 18.2-.7 3.3 2.3-1.1 2.3 1.1-.7-3.3"/>',
    "trail": '<path d="M5 4v16"/><circle cx="5" cy="6" r="1.5"/><circle cx="5" cy="13" r="1.5"/>'
    '<path d="M10 6h10"/><path d="M10 13h10"/><path d="M10 19h6"/>',
}


def svg(name: str) -> str:
    """Return one drawing as an inline SVG that screen readers pass over. Raises KeyError for an unknown name."""
    return (
        f'<svg class="icon icon-{name}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" '
        f'focusable="false">{ICONS[name]}</svg>'
    )
