"""What a keeper or a holder says of a post: to whom, by which order, from when until when."""

from __future__ import annotations

from typing import Any

from django import forms

from baansuk.access.models import Partner
from baansuk.access.post_rules import ACTING, DELEGATE
from baansuk.access.roles import ROLES
from baansuk.screen.day_field import DayField
from baansuk.screen.language import say, say_words
from baansuk.thai.digits import to_arabic
from baansuk.thai.words import Words

# An officer of elsewhere is nobody's post here, and members of households have no pages yet.
NOT_GIVEN = ("stranger", "member")
MOST_HOUSES = 500
PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


def _roles() -> list[tuple[str, str]]:
    return [(code, say_words(role.name)) for code, role in ROLES.items() if code not in NOT_GIVEN]


def _partners() -> list[tuple[str, str]]:
    rows = Partner.objects.order_by("code").values_list("code", "name_th", "name_en")
    return [(code, say_words(Words(th, en))) for code, th, en in rows]


def account_field() -> forms.CharField:
    """Return the field for the account that gets a post."""
    return forms.CharField(
        label=say("ชื่อบัญชีของผู้รับ", "Account of the holder"),
        help_text=say("ผู้รับต้องมีบัญชีแล้ว ถ้ายังไม่มีให้เชิญก่อน", "The person needs an account; invite them first if not"),
        max_length=150,
        error_messages={"required": say("กรอกชื่อบัญชี", "Give the account name")},
        widget=forms.TextInput(attrs=PLAIN),
    )


def area_field(help_text: str = "") -> forms.RegexField:
    """Return the field for an area by its code."""
    return forms.RegexField(
        label=say("รหัสพื้นที่", "Area code"),
        help_text=help_text
        or say("2 หลักคือจังหวัด 4 อำเภอ 6 ตำบล 8 หมู่บ้าน", "2 digits a province, 4 an amphoe, 6 a tambon, 8 a village"),
        regex=r"\A\s*([0-9๐-๙]{2}|[0-9๐-๙]{4}|[0-9๐-๙]{6}|[0-9๐-๙]{8})\s*\Z",
        error_messages={
            "required": say("กรอกรหัสพื้นที่", "Give the area code"),
            "invalid": say("รหัสพื้นที่ต้องเป็นเลข 2 4 6 หรือ 8 หลัก", "An area code has 2, 4, 6 or 8 digits"),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class OrderForm(forms.Form):
    """The appointment order: a number, and its day when it is at hand."""

    order_number = forms.CharField(
        label=say("เลขที่คำสั่ง", "Number of the order"),
        help_text=say("เช่น คำสั่งจังหวัด ที่ 123/2569", "Such as: Provincial order 123/2569"),
        max_length=60,
        error_messages={"required": say("ตำแหน่งมาจากคำสั่ง โปรดกรอกเลขที่", "A post comes by an order; give its number")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    order_date = DayField(label=say("ลงวันที่", "Dated"), required=False)


class GivePostForm(OrderForm):
    """A post for somebody who has an account."""

    account = account_field()
    partner = forms.ChoiceField(label=say("หน่วยงาน", "Partner"))
    role = forms.ChoiceField(label=say("บทบาท", "Role"), choices=_roles)
    area_code = area_field()
    title_th = forms.CharField(
        label=say("ชื่อตำแหน่งตามคำสั่ง", "Title of the post by the order"),
        max_length=160,
        error_messages={"required": say("กรอกชื่อตำแหน่ง", "Give the title")},
    )
    title_en = forms.CharField(label=say("ชื่อตำแหน่งภาษาอังกฤษ", "Title in English"), max_length=160, required=False)
    valid_from = DayField(label=say("ตั้งแต่วันที่", "From"), required=False, help_text=say("ว่างไว้คือวันนี้", "Empty is today"))
    valid_to = DayField(
        label=say("ถึงวันที่", "To"),
        required=False,
        help_text=say("ว่างไว้คือจนกว่าจะส่งมอบ", "Empty is until it is handed over"),
    )
    keeps_posts = forms.ChoiceField(
        label=say("ให้ดูแลตำแหน่งของหน่วยงานนี้ด้วยหรือไม่", "Keeps the posts of this partner as well?"),
        choices=[("", say("ไม่", "No")), ("yes", say("ใช่ เป็นผู้ดูแลบัญชีของหน่วยงาน", "Yes, keeps its partner's posts"))],
        required=False,
    )
    field_order = (
        "account", "partner", "role", "area_code", "title_th", "title_en", "order_number", "order_date", "valid_from",
        "valid_to", "keeps_posts",
    )  # fmt: skip

    def __init__(self, *args: Any, only_partner: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partner = self.fields["partner"]
        assert isinstance(partner, forms.ChoiceField)
        partner.choices = [one for one in _partners() if not only_partner or one[0] == only_partner]
        if only_partner:
            del self.fields["keeps_posts"]

    def clean_area_code(self) -> str:
        """Return the code in Latin digits."""
        return to_arabic(self.cleaned_data["area_code"]).strip()

    def clean_keeps_posts(self) -> bool:
        """Return whether the post keeps others."""
        return bool(self.cleaned_data["keeps_posts"])


class EndPostForm(forms.Form):
    """The last day of a post."""

    last_day = DayField(label=say("วันสุดท้ายของตำแหน่ง", "Last day of the post"))


class HandOverForm(OrderForm):
    """To whom a post goes, and when."""

    account = account_field()
    last_day = DayField(
        label=say("วันสุดท้ายของผู้ส่งมอบ", "Last day of the old holder"),
        help_text=say("ผู้รับเริ่มวันถัดไป เช่น 30 ก.ย. 2569", "The new holder begins the day after, such as 30 Sep 2569"),
    )
    note = forms.CharField(
        label=say("ฝากถึงผู้รับ", "A word to the new holder"),
        help_text=say(
            "งานที่ค้าง แฟ้มอยู่ที่ใด ใครรู้เรื่อง อย่าใส่ชื่อหรือเรื่องของครัวเรือน",
            "What is open, where the files lie, who knows. No name and nothing about a household.",
        ),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    field_order = ("account", "last_day", "order_number", "order_date", "note")


class StandInForm(OrderForm):
    """Who stands in for a post, how, and from when to when."""

    account = account_field()
    stand_in = forms.ChoiceField(
        label=say("ทำการแทนแบบใด", "How"),
        choices=[
            (ACTING, say("รักษาราชการแทน (ผู้ดำรงตำแหน่งไม่อยู่)", "Acting, while the holder is away")),
            (DELEGATE, say("ปฏิบัติราชการแทน (ผู้ดำรงตำแหน่งมอบ)", "Delegated by the holder")),
        ],
        widget=forms.RadioSelect,
        initial=ACTING,
    )
    first = DayField(label=say("ตั้งแต่วันที่", "From"))
    last = DayField(label=say("ถึงวันที่", "To"))
    field_order = ("account", "stand_in", "first", "last", "order_number", "order_date")


class HousesForm(forms.Form):
    """The whole list of houses of a post, one code a line."""

    households = forms.CharField(
        label=say("รหัสครัวเรือน บรรทัดละหนึ่งรหัส", "Household codes, one a line"),
        help_text=say("รายการนี้แทนรายการเดิมทั้งหมด", "This list takes the place of the whole list before"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, **PLAIN}),
    )

    def clean_households(self) -> list[str]:
        """Return the codes, each once. Raises ValidationError for too many, or a line that is none."""
        codes = sorted({word.upper() for word in self.cleaned_data["households"].replace(",", " ").split()})
        odd = [code for code in codes if len(code) > 16 or not code.replace("-", "").isalnum() or not code.isascii()]
        if odd:
            raise forms.ValidationError(say("มีบรรทัดที่ไม่ใช่รหัสครัวเรือน", "One of the lines is no household code"))
        if len(codes) > MOST_HOUSES:
            raise forms.ValidationError(
                say(f"มอบหมายได้ไม่เกิน {MOST_HOUSES} บ้านต่อตำแหน่ง", f"A post is given at most {MOST_HOUSES} houses")
            )
        return codes


class NotRepeated(forms.TextInput):
    """A text that is typed but never sent back to the page."""

    def format_value(self, value: Any) -> str | None:
        """Show nothing, whatever was typed."""
        return None


class PersonForm(forms.Form):
    """The id number of an account's holder, read off the card."""

    number = forms.CharField(
        label=say("เลขประจำตัวประชาชนของเจ้าของบัญชี", "Id number of the account's holder"),
        help_text=say(
            "ดูจากบัตรตัวจริงต่อหน้าเจ้าตัว ระบบเก็บเพียงลายนิ้วมือของเลข ไม่เก็บตัวเลข",
            "Read it off the card with the person before you. Only a fingerprint of it is kept, never the number.",
        ),
        max_length=40,
        error_messages={"required": say("กรอกเลขประจำตัว", "Give the id number")},
        widget=NotRepeated(attrs={"inputmode": "numeric", **PLAIN}),
    )
