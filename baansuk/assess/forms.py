"""What people type into the pages of this room."""

from django import forms

from baansuk.people.searching import LONGEST
from baansuk.screen.language import say


class SearchForm(forms.Form):
    """One field for everything by which a household is known."""

    text = forms.CharField(
        max_length=LONGEST,
        label=say("ค้นหาครัวเรือน", "Find a household"),
        help_text=say(
            "บ้านเลขที่กับหมู่ เช่น 12/3 ม.4, ต้นคำของชื่อหรือนามสกุล, รหัสครัวเรือน, รหัสประจำบ้าน หรือเลขประจำตัว",
            "House number and village such as 12/3 moo 4, the beginning of a name, a household code, a house code or an id number",
        ),
        error_messages={
            "required": say("พิมพ์สิ่งที่ต้องการค้นหาก่อน", "Type what to look for first"),
            "max_length": say("ยาวเกินไป พิมพ์เพียงชื่อหรือบ้านเลขที่", "Too long. Type a name or a house number only"),
        },
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "spellcheck": "false", "enterkeyhint": "search"}
        ),
    )
