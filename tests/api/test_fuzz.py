"""Whatever machines send: no fault of ours, and every answer is as the contract describes it.

DREHSCHEIBE_FUZZ sets how many attempts there are.
"""

import os
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from tests.cast import MUSTERSTADT

ATTEMPTS = int(os.environ.get("DREHSCHEIBE_FUZZ", "60"))
HEADERS = {"Host": MUSTERSTADT}
SLUGS = ["hundesteuer-anmelden", "wohngeld", "bafoeg"]  # chance finds none


@pytest.fixture
def operations(committing_database, stopped_clock) -> list[Any]:
    contract = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application(), headers=HEADERS)
    found = [one.ok() for one in contract.get_all_operations()]
    assert len(found) == 5
    return found


@settings(max_examples=ATTEMPTS)
@given(data=st.data())
def test_no_request_breaks_anything_and_answers_are_as_described(data: Any, operations: list[Any]) -> None:
    operation = data.draw(st.sampled_from(operations))
    mode = data.draw(st.sampled_from(GenerationMode))
    case = data.draw(operation.as_strategy(generation_mode=mode))
    if "slug" in case.path_parameters and mode is GenerationMode.POSITIVE and data.draw(st.booleans()):
        case.path_parameters["slug"] = data.draw(st.sampled_from(SLUGS))
    language = data.draw(st.sampled_from(["de", "en", "fr;q=0.1, *", "\u2019;;;=", ""]))
    case.call_and_validate(headers={**HEADERS, "Accept-Language": language.encode().decode("latin-1")})
