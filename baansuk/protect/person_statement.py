"""A person's own word as a source: how a correction is written as a delivery of one row, and how such a file is read."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from baansuk.collect.declaration import SourceDeclaration, write_declaration
from baansuk.people.fields import Field, facts_of

SOURCE = "person_statement"
REQUEST, CODE, DAY = "เลขคำขอ", "รหัสบุคคล", "วันที่แจ้ง"


@lru_cache(maxsize=1)
def correctable() -> Mapping[str, Field]:
    """Return what a person may say of themselves: every fact of a person but answers to the indicators of a survey."""
    return {field.code: field for field in facts_of("person") if field.type != "answer"}


def declaration() -> str:
    """Return the declaration of the source as TOML text, made from the vocabulary."""
    columns: list[dict[str, object]] = [
        {"header": REQUEST, "raw": True},
        {"header": CODE, "field": "register_code", "required": True},
        {"header": DAY, "field": "observed_on", "era": "CE", "required": True},
        *(_column(field) for field in correctable().values()),
    ]
    table = {
        "name": SOURCE,
        "unit": "person",
        "kind": "text",
        "rows": (1, 1),
        "columns": columns,
        "row_key": (REQUEST,),
    }
    read = SourceDeclaration.model_validate(
        {
            "code": SOURCE,
            "name_th": "คำชี้แจงของเจ้าของข้อมูล",
            "name_en": "The person's own word",
            "partner": "",
            "agreement": "",
            "delivery": "addition",
            "table": [table],
        }
    )
    return write_declaration(read)


def one_row(*, request: str, person: str, day: date, said: Mapping[str, str]) -> bytes:
    """Return the file of one correction: the request's number, the person's code, the day, and what the person says."""
    fields = correctable()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([REQUEST, CODE, DAY, *(_header(field) for field in fields.values())])
    writer.writerow([request, person, day.isoformat(), *(said.get(code, "") for code in fields)])
    return out.getvalue().encode()


def _column(field: Field) -> dict[str, object]:
    column: dict[str, object] = {"header": _header(field), "field": field.code}
    if field.type == "date":
        column["era"] = "CE"
    if field.values:
        column["meanings"] = {code: code for code in field.values}
    elif field.type == "yes_no":
        column["meanings"] = {"true": "true", "false": "false"}
    return column


def _header(field: Field) -> str:
    return f"{field.words.th} [{field.code}]"
