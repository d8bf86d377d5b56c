"""Makes the first register keeper of a new house, at the partner that the agreement names to keep the register."""

from __future__ import annotations

from baansuk.command.terminal import ask, tell
from baansuk.thai.words import Words

BY = "command"


def make_first_keeper(partner: str = "", name: str = "") -> None:
    """Ask for what was not given on the line; make partner, account and post, and say in one sentence what comes next."""
    tell(Words("ยังไม่มีผู้ใช้ สร้างผู้ดูแลทะเบียนคนแรก", "There is no user yet; making the first register keeper."))
    username = ask(Words("ชื่อผู้ใช้", "Username"))
    password = ask(Words("รหัสผ่าน", "Password"), hidden=True)
    area = ask(Words("รหัสจังหวัด 2 หลัก", "Province code, 2 digits"))
    partner = partner or ask(
        Words("รหัสหน่วยงานที่ดูแลทะเบียน เช่น MSDHS", "Code of the office that keeps the register, such as MSDHS")
    )
    if not name and not _is_known(partner):
        name = ask(Words("ชื่อหน่วยงานนั้นเป็นภาษาไทย", "Name of that office in Thai"))
    keep(username=username, password=password, area=area, partner=partner.strip().upper(), name=name.strip())
    tell(
        Words(
            f"ขั้นต่อไป: เข้าสู่ระบบ เปิด “ข้อตกลง” ร่างข้อตกลงที่มี {partner.strip().upper()} เป็นภาคี และเชิญผู้ดูแลคนที่สองมาอนุมัติภาคผนวก จึงจะเห็นข้อมูล",
            f"Next: sign in, open “Agreements”, draft the one to which {partner.strip().upper()} is a party, and invite a second "
            "keeper to approve its annexes; nothing is seen before.",
        )
    )


def keep(*, username: str, password: str, area: str, partner: str, name: str) -> None:
    """Record the partner where it is missing, and give the new account the post of register keeper there: all or nothing."""
    from django.db import transaction
    from django.utils import timezone

    from baansuk.access import actions as access
    from baansuk.agree import partner_actions
    from baansuk.agree.known_areas import check_area

    check_area(area)
    with transaction.atomic():
        if not _is_known(partner):
            partner_actions.register_partner(
                code=partner,
                name_th=name,
                name_en=name,
                kind="provincial",
                force="state",
                legal_personality=True,
                official_authority=True,
                by=BY,
            )
        user = access.create_user(username=username, password=password, partner=partner, by=BY)
        access.give_post(
            user=user,
            role="register_keeper",
            partner=partner,
            area_code=area,
            title_th="ผู้ดูแลทะเบียน",
            title_en="Register keeper",
            valid_from=timezone.localdate(),
            by=BY,
        )


def _is_known(partner: str) -> bool:
    """Say whether a partner of this house bears the code; one of an example of elsewhere does not keep a register here."""
    from baansuk.agree.models import PartnerCard

    return PartnerCard.objects.filter(partner=partner.strip().upper(), example=False).exists()
