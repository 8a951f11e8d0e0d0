"""A terminal joins by a code that its own scanner reads; a wrong reading is noticed."""

import contextlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.exc import BadInput
from kiosk.wire.joining import Invitation, fingerprint_of, is_invitation, new_code, read_invitation, tidy_code

INVITATION = Invitation("https://192.168.1.5:8443", "7Q2MK4RT", fingerprint_of(b"a certificate"))


def test_what_the_office_shows_is_what_the_terminal_reads() -> None:
    assert read_invitation(INVITATION.text()) == INVITATION
    assert is_invitation(INVITATION.text())


def test_it_is_written_in_the_signs_of_qr_alphanumeric_mode() -> None:
    assert re.fullmatch(r"[0-9A-Z $%*+\-./:]+", INVITATION.text())


def test_a_scanner_whose_caps_lock_is_on_reads_it_too() -> None:
    assert read_invitation(INVITATION.text().lower()) == INVITATION


@given(st.integers(min_value=0), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ*:/."))
def test_one_wrong_sign_is_hardly_ever_taken_and_never_changes_the_fingerprint_unseen(place: int, sign: str) -> None:
    text = INVITATION.text()
    place %= len(text)
    wrong = text[:place] + sign + text[place + 1 :]
    if wrong == text:
        return
    try:
        read = read_invitation(wrong)
    except BadInput:
        return
    assert read != INVITATION  # one in a thousand passes the check, and fails at the office


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=80) | st.text(max_size=60).map(lambda t: "ZG1*" + t))
def test_any_text_is_an_invitation_or_refused(text: str) -> None:
    with contextlib.suppress(BadInput):
        read_invitation(text)


def test_a_plain_address_has_no_fingerprint_and_a_secure_one_must() -> None:
    plain = Invitation("http://127.0.0.1:8000", "7Q2MK4RT", "")
    assert read_invitation(plain.text()) == plain
    with pytest.raises(BadInput):
        read_invitation(Invitation("https://127.0.0.1:8000", "7Q2MK4RT", "").text())


def test_a_code_may_be_typed_as_people_type() -> None:
    assert tidy_code("7q2m-k4rt") == "7Q2MK4RT"
    assert tidy_code("oil0 1100") == "01101100"
    with pytest.raises(BadInput):
        tidy_code("7Q2M")


def test_codes_differ() -> None:
    assert len({new_code() for _ in range(100)}) == 100
