"""What all answers to machines have in common: one shape for whatever went wrong, said in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from inspect import signature
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.datastructures import MultiValueDict
from ninja import Schema
from pydantic import Field

from baansuk.thai.words import Refusal, Words

# Where the machines' door stands; every answer below it is JSON, also those that no function of ours has given.
DOOR = "/api/"


class Problem(Schema):
    """Why there is no answer: a stable short name, and the sentence in Thai and in English."""

    code: str = Field(description="A stable short name for programs.")
    th: str = Field(description="What to tell a Thai reader.")
    en: str = Field(description="The same in English.")


class Said(Schema):
    """Words in both languages."""

    th: str
    en: str


# One sentence a status: what is absent and what is another's must not differ by a letter.
PROBLEMS: Mapping[int, tuple[str, Words]] = MappingProxyType(
    {
        400: ("bad_request", Words("ระบบอ่านคำขอนี้ไม่ได้", "This request could not be read.")),
        401: (
            "token_needed",
            Words(
                "ต้องใช้โทเค็นที่ยังใช้ได้ โปรดสร้างใหม่ในหน้า “โทเค็นสำหรับโปรแกรม”",
                "A token in force is needed; make one on the page “Tokens for programs”.",
            ),
        ),
        403: ("forbidden", Words("ตำแหน่งนี้ทำรายการนี้ไม่ได้", "This post may not do this.")),
        404: ("not_found", Words("ไม่พบ หรืออยู่นอกขอบเขตที่โทเค็นนี้เห็น", "Not found, or outside what this token sees.")),
        405: ("method_not_allowed", Words("ที่อยู่นี้ไม่รับวิธีนี้", "This address does not take this method.")),
        409: ("changed", Words("ข้อมูลเปลี่ยนไประหว่างทาง", "Things have changed meanwhile.")),
        413: ("too_large", Words("สิ่งที่ส่งมาใหญ่เกินไป โปรดแบ่งไฟล์", "What was sent is too large; split the file.")),
        422: ("not_understood", Words("คำขอมีส่วนที่ระบบไม่รู้จัก", "The request asks for something unknown.")),
        429: ("wait", Words("โทเค็นผิดหลายครั้งแล้ว โปรดรอ", "Too many wrong tokens; please wait.")),
        500: ("broken", Words("ระบบขัดข้อง ข้อมูลที่บันทึกแล้วไม่หาย", "Something broke on our side; what was saved is safe.")),
        503: ("unavailable", Words("ระบบพักชั่วคราว โปรดลองใหม่", "Resting for a moment; try again.")),
    }
)


def for_machine(request: HttpRequest) -> bool:
    """Say whether a request came to the machines' door."""
    return request.path.startswith(DOOR)


def problem(
    status: int, *, code: str = "", words: Words | None = None, headers: Mapping[str, str] | None = None
) -> JsonResponse:
    """Return the answer for a status, with its own sentence or that of a refusal."""
    usual_code, usual = PROBLEMS.get(status, PROBLEMS[500])
    said = words or usual
    return JsonResponse(
        {"code": code or usual_code, "th": said.th, "en": said.en},
        status=status,
        headers=dict(headers or {}),
        json_dumps_params={"ensure_ascii": False},
    )


def answers(good: Any, *others: int, status: int = 200) -> dict[int, Any]:
    """Return what a function may answer: ``good`` with ``status``, and a Problem for 401, 429 and the statuses named."""
    return {status: good} | dict.fromkeys(sorted({401, 422, 429, *others}), Problem)


def only_known(function: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse a request that names a parameter twice or one that there is not: a misspelt filter must not mean "all"."""
    names = set(signature(function).parameters) - {"request"}

    @wraps(function)
    def asked(request: HttpRequest, *args: Any, **named: Any) -> Any:
        sent: list[MultiValueDict[str, Any]] = [request.GET]
        if request.method == "POST" and not (request.content_type or "").endswith("json"):
            sent += [request.POST, request.FILES]
        for values in sent:
            if set(values) - names or any(len(values.getlist(name)) > 1 for name in values):
                raise Refusal(PROBLEMS[422][0], PROBLEMS[422][1].th, PROBLEMS[422][1].en)
        return function(request, *args, **named)

    return asked
