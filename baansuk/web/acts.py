"""The acts of the trail in words; an act of a room that has none yet is shown by its own short name."""

from __future__ import annotations

from baansuk.thai.words import Words

ACTS: dict[str, Words] = {
    "access.create_user": Words("เปิดบัญชีผู้ใช้", "Opened an account"),
    "access.give_post": Words("ให้ตำแหน่ง", "Gave a post"),
    "access.end_post": Words("ให้ตำแหน่งสิ้นสุด", "Ended a post"),
    "access.assign_houses": Words("มอบหมายบ้าน", "Assigned houses"),
    "access.come_in": Words("เข้าสู่ระบบ", "Signed in"),
    "access.turn_away": Words("เข้าสู่ระบบไม่สำเร็จ", "Failed to sign in"),
    "access.go_out": Words("ออกจากระบบ", "Signed out"),
    "access.take_seat": Words("สลับตำแหน่งหรือวัตถุประสงค์", "Switched post or purpose"),
    "access.set_grants": Words("ปรับสิทธิ์ตามบันทึกข้อตกลง", "Set what an agreement grants"),
    "access.choose_language": Words("เปลี่ยนภาษา", "Changed language"),
    "access.make_token": Words("สร้างโทเค็นสำหรับโปรแกรม", "Made a token for a program"),
    "access.revoke_token": Words("ยกเลิกโทเค็น", "Revoked a token"),
    "access.use_token": Words("โปรแกรมเริ่มใช้โทเค็นในวันนั้น", "A program used a token that day"),
    "access.turn_token_away": Words("โทเค็นไม่ถูกต้อง", "Turned a token away"),
    "audit.look": Words("เปิดดูว่าใครดูครัวเรือนใด", "Looked at who had looked at a household"),
    "assess.assess": Words("ประเมินครัวเรือน", "Assessed the households"),
    "assess.export": Words("ส่งออกรายชื่อ", "Exported a list"),
    "collect.guess": Words("เดาคอลัมน์ของไฟล์ใหม่", "Guessed a new file's columns"),
    "collect.declare": Words("ประกาศวิธีอ่านทะเบียน", "Declared how a register is read"),
    "collect.receive": Words("รับไฟล์", "Received a file"),
    "collect.read": Words("อ่านไฟล์", "Read a file"),
    "collect.look": Words("เปิดดูไฟล์", "Looked at a file"),
    "collect.issues": Words("เปิดดูแถวที่มีปัญหา", "Looked at a file's issues"),
    "collect.issues_workbook": Words("ดาวน์โหลดแถวที่มีปัญหา", "Downloaded a file's issues"),
    "collect.accept": Words("รับไฟล์เข้าทะเบียน", "Accepted a file"),
    "collect.reject": Words("ไม่รับไฟล์", "Rejected a file"),
    "collect.withdraw": Words("ถอนไฟล์", "Withdrew a file"),
    "link.link": Words("เชื่อมโยงรายชื่อ", "Linked the records"),
    "people.change": Words("แก้ทะเบียน", "Changed the register"),
    "people.look": Words("เปิดดูครัวเรือน", "Looked at a household"),
    "people.look_list": Words("เปิดดูรายการครัวเรือน", "Looked at a list of households"),
    "people.export": Words("ส่งออกรายชื่อครัวเรือน", "Exported households"),
    "people.search": Words("ค้นหาครัวเรือน", "Searched for a household"),
    "people.open_edition": Words("เริ่มทะเบียนฉบับใหม่", "Began a new edition"),
    "people.store_edition": Words("บันทึกทะเบียนฉบับใหม่", "Stored a new edition"),
    "people.publish": Words("เผยแพร่ทะเบียน", "Published the register"),
    "people.drop_edition": Words("ลบทะเบียนฉบับเก่า", "Dropped an old edition"),
    "places.import": Words("นำเข้าพื้นที่", "Imported areas"),
    "places.load_provinces": Words("นำเข้ารายชื่อจังหวัด", "Loaded the provinces"),
    "runs.ask": Words("สั่งงาน", "Asked for a run"),
    "runs.ask_again": Words("สั่งงานอีกครั้ง", "Asked for a run again"),
    "runs.take": Words("เริ่มทำงาน", "Began a run"),
    "runs.end": Words("งานเสร็จ", "Ended a run"),
    "runs.give_back": Words("คืนงานเข้าคิว", "Gave a run back"),
    "runs.stop": Words("หยุดงาน", "Stopped a run"),
}


def words_of_act(act: str) -> Words:
    """Return the act in words, or its short name in both languages."""
    return ACTS.get(act, Words(act, act))
