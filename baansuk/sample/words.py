"""The word parts of which the province's names are made: plausible to sort and search, plainly invented to read."""

from __future__ import annotations

# (Thai, English) markers that say "this is made up"; every place name and every family name carries one.
MARKERS = [
    ("ตัวอย่าง", "Tua Yang"),
    ("สมมุติ", "Sommut"),
    ("นิทาน", "Nithan"),
    ("จำลอง", "Chamlong"),
    ("จินตนา", "Chintana"),
    ("เรื่องเล่า", "Rueang Lao"),
    ("ในฝัน", "Nai Fan"),
    ("มโนภาพ", "Manophap"),
    ("แบบร่าง", "Baep Rang"),
    ("ทดลอง", "Thot Long"),
]
PROVINCE = ("สมมุติ", "Sommut")
AMPHOE = [
    ("เมืองสมมุติ", "Mueang Sommut"),
    ("สมมุติเหนือ", "Sommut Nuea"),
    ("นิทานดอย", "Nithan Doi"),
    ("ตัวอย่างหลวง", "Tua Yang Luang"),
    ("จำลองคีรี", "Chamlong Khiri"),
    ("สมมุติใต้", "Sommut Tai"),
    ("จินตนาธาร", "Chintana Than"),
    ("แม่นิทาน", "Mae Nithan"),
    ("ทุ่งตัวอย่าง", "Thung Tua Yang"),
    ("มโนภาพงาม", "Manophap Ngam"),
    ("ดอยในฝัน", "Doi Nai Fan"),
    ("เรื่องเล่าน้อย", "Rueang Lao Noi"),
    ("แบบร่างพัฒนา", "Baep Rang Phatthana"),
    ("หนองจำลอง", "Nong Chamlong"),
    ("ทดลองวิทยา", "Thot Long Witthaya"),
    ("สมมุติบูรพา", "Sommut Burapha"),
    ("นิทานธรรม", "Nithan Tham"),
    ("ตัวอย่างไพร", "Tua Yang Phrai"),
    ("ห้วยจินตนา", "Huai Chintana"),
    ("จำลองทอง", "Chamlong Thong"),
    ("สมมุติประจิม", "Sommut Prachim"),
    ("ท่าเรื่องเล่า", "Tha Rueang Lao"),
    ("ป่ามโนภาพ", "Pa Manophap"),
    ("ในฝันนคร", "Nai Fan Nakhon"),
    ("วังแบบร่าง", "Wang Baep Rang"),
    ("เกาะทดลอง", "Ko Thot Long"),
]
LANDFORMS = [
    ("ทุ่ง", "Thung"),
    ("หนอง", "Nong"),
    ("ห้วย", "Huai"),
    ("แม่", "Mae"),
    ("ป่า", "Pa"),
    ("วัง", "Wang"),
    ("โคก", "Khok"),
    ("ท่า", "Tha"),
    ("นา", "Na"),
    ("น้ำ", "Nam"),
    ("สวน", "Suan"),
    ("ดง", "Dong"),
    ("ผา", "Pha"),
    ("เขา", "Khao"),
]
VILLAGE_ENDS = [
    ("เหนือ", "Nuea"),
    ("ใต้", "Tai"),
    ("กลาง", "Klang"),
    ("ใหม่", "Mai"),
    ("เก่า", "Kao"),
    ("ดอน", "Don"),
    ("บน", "Bon"),
    ("ล่าง", "Lang"),
    ("ริมธาร", "Rim Than"),
    ("หัวนา", "Hua Na"),
    ("ท้ายทุ่ง", "Thai Thung"),
    ("สันป่า", "San Pa"),
    ("สบน้ำ", "Sop Nam"),
    ("ต้นไทร", "Ton Sai"),
    ("แก่นไม้", "Kaen Mai"),
    ("ไร่อ้อย", "Rai Oi"),
]
FAMILY_MIDDLES = [
    "ดี",
    "งาม",
    "สุข",
    "ทอง",
    "พร",
    "ชัย",
    "ศรี",
    "เจริญ",
    "รุ่งเรือง",
    "พัฒนา",
    "มั่นคง",
    "ใหม่",
    "แก้ว",
    "แสง",
    "คำ",
    "ไพร",
    "ธรรม",
    "ยิ้ม",
    "บุญ",
    "ใจ",
    "ข้าว",
    "น้ำ",
    "ฟ้า",
    "ดิน",
    "ต้นไม้",
    "เพชร",
    "พลอย",
    "เงิน",
    "จันทร์",
    "ดาว",
    "รัก",
    "ซื่อ",
    "เพียร",
    "สง่า",
    "ผ่อง",
    "เย็น",
    "ร่มเย็น",
    "อุดม",
    "สมบูรณ์",
    "อำไพ",
    "สำราญ",
    "บำรุง",
    "นำทาง",
    "กล้า",
    "แกร่ง",
    "ปัญญา",
    "วิชา",
    "ภูมิ",
    "ไทร",
    "สัก",
    "ตะวัน",
    "ละออ",
    "ชื่น",
    "หอม",
    "หวาน",
    "แจ่ม",
    "เลิศ",
    "ลออ",
    "เฟื่อง",
]
FAMILY_ENDS = ["", "วงศ์", "กุล", "พันธ์", "รัตน์", "สกุล", "วัฒน์", "ไพศาล", "โชติ", "ศักดิ์", "ณรงค์", "ถาวร", "เกษม"]
GIVEN_STARTS = [
    "สม",
    "บุญ",
    "ทอง",
    "คำ",
    "ศรี",
    "สุ",
    "วิ",
    "ชัย",
    "พร",
    "ธน",
    "ณัฐ",
    "อนุ",
    "กิตติ",
    "มานะ",
    "จันทร์",
    "แสง",
    "แก้ว",
    "ดวง",
    "เพ็ญ",
    "ประ",
    "อำ",
    "สำ",
    "บำ",
    "รัตน์",
    "ปัญ",
    "สุข",
    "ใจ",
    "ก้อน",
    "หล้า",
    "ต้น",
    "ขวัญ",
    "มณี",
    "นิ",
    "วร",
    "ภัทร",
    "พิม",
    "ชุติ",
    "ปิย",
    "เกษม",
    "ไพ",
]
GIVEN_MALE = ["ชาย", "ชัย", "ศักดิ์", "พงษ์", "วัฒน์", "พล", "เดช", "ฤทธิ์", "ชาติ", "กร", "พันธ์", "สิทธิ์", "ยศ", "มี", "ธร", "วุฒิ"]
GIVEN_FEMALE = ["หญิง", "ศรี", "ใจ", "พร", "ลักษณ์", "วรรณ", "ภา", "นภา", "มาลี", "จิต", "เพ็ญ", "ดา", "ณี", "นุช", "รัตน์", "แก้ว"]
MINORITY_STARTS = ["นอ", "พะ", "หน่อ", "ซอ", "ดา", "แฮ", "ปอ", "ล่า", "เย", "จะ", "นะ", "ยะ", "หมื่อ", "ก๊ะ", "โม", "แอ"]
MINORITY_MALE = ["โพ", "ทู", "วา", "เลอ", "แส", "ผา", "หลู่", "ฟู"]
MINORITY_FEMALE = ["มู", "แอ", "ดิ", "พอ", "เม", "เอ", "บือ", "หลา"]
MINORITIES = ["กลุ่มชาติพันธุ์สมมุติ ก", "กลุ่มชาติพันธุ์สมมุติ ข", "กลุ่มชาติพันธุ์สมมุติ ค"]


def family_names() -> list[str]:
    """Every family name of the province, in a fixed order (about 7,800)."""
    return [
        marker + middle + end
        for middle in FAMILY_MIDDLES
        for end in FAMILY_ENDS
        for marker, _ in MARKERS
        if middle != end
    ]


def given_names(starts: list[str], ends: list[str]) -> list[str]:
    """Every given name from these parts."""
    return [start + end for start in starts for end in ends if start != end]


def single_names() -> list[str]:
    """Names of people who have only one: a syllable and a marker, so that these too are plainly invented."""
    return [
        start + marker + end
        for start in MINORITY_STARTS
        for marker, _ in MARKERS
        for end in ("", *MINORITY_MALE, *MINORITY_FEMALE)
    ]
