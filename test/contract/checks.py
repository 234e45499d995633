"""Whether a request that fits the description is refused for something that the description could have said."""

import schemathesis

# The types of the problems in an answer (views/locales/problems.ts) that a schema can say of one value. Others are rules
# over several values, facts of records, or control characters, of which one sentence stands for every text.
SAYABLE = {
    "any.required",
    "any.only",
    "object.unknown",
    "object.base",
    "array.base",
    "array.max",
    "string.base",
    "string.empty",
    "number.base",
    "number.integer",
    "number.min",
    "number.max",
    "boolean.base",
    "money.notANumber",
    "money.ambiguous",
    "money.tooPrecise",
    "money.tooLarge",
    "money.negative",
    "percent.base",
    "day.base",
    "instant.base",
    "country.base",
    "query.unknown",
    "query.value",
    "query.number",
    "query.amount",
    "query.day",
    "version.form",
}


@schemathesis.check
def refused_for_what_no_schema_says(ctx, response, case):
    mode = case.meta.generation.mode if case.meta else None
    if mode is None or not mode.is_positive or response.status_code not in (400, 422):
        return
    errors = response.json().get("errors", [])
    if case.operation.path.endswith("/mapping"):
        errors = [one for one in errors if one["type"] != "object.unknown"]  # a column that the file has not
    wrong = sorted({f"{one['field']}: {one['type']}" for one in errors if one["type"] in SAYABLE})
    assert not wrong, f"Fits the description and is refused: {', '.join(wrong)}"
