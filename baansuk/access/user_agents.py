"""Says in two words which browser a session runs in, so that its owner knows it again."""

from __future__ import annotations

from baansuk.thai.words import Words

# The first that occurs counts: Edge calls itself Chrome too, and everybody calls themselves Safari.
_BROWSERS = (("Line/", "LINE"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_DEVICES = (
    ("iPhone", Words("ไอโฟน", "iPhone")),
    ("iPad", Words("ไอแพด", "iPad")),
    ("Android", Words("โทรศัพท์แอนดรอยด์", "Android phone")),
    ("Windows", Words("คอมพิวเตอร์ Windows", "Windows computer")),
    ("Macintosh", Words("คอมพิวเตอร์ Mac", "Mac")),
    ("Linux", Words("คอมพิวเตอร์ Linux", "Linux computer")),
)


def words_of_browser(agent: str) -> Words:
    """Return the browser and device in words, or that it is not known."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    device = next((words for mark, words in _DEVICES if mark in agent), None)
    if device is None:
        return Words(browser or "เครื่องที่ไม่รู้จัก", browser or "Unknown device")
    return Words(f"{browser} {device.th}".strip(), f"{browser}, {device.en}" if browser else device.en)
