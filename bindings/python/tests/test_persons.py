# SPDX-License-Identifier: MIT
"""CPR numbers, ages and the version.

070761-4285 is the example of the CPR office's own description; 020160-9995 is
a MedCom test person.
"""

from __future__ import annotations

from datetime import date, timedelta

import msb
import pytest


def test_a_number_tells_birth_date_and_sex() -> None:
    cpr = msb.parse_cpr("070761-4285")
    assert cpr.birth_date == date(1961, 7, 7)
    assert cpr.sex is msb.Sex.MALE
    assert cpr.passes_modulus_11
    assert not cpr.is_replacement
    assert msb.parse_cpr("0707614285") == cpr


def test_a_number_without_modulus_11_is_a_number() -> None:
    assert not msb.parse_cpr("020160-9995").passes_modulus_11


def test_a_replacement_is_marked() -> None:
    cpr = msb.parse_cpr("670761-0000")
    assert cpr.is_replacement
    assert cpr.sex is msb.Sex.FEMALE
    assert cpr.birth_date == date(1961, 7, 7)


def test_nothing_shows_the_whole_number() -> None:
    assert "4285" not in repr(msb.parse_cpr("070761-4285"))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("070761-428", msb.Malformed),
        ("070761/4285", msb.Malformed),
        ("", msb.Malformed),
        ("310261-4285", msb.Invalid),
    ],
)
def test_what_is_none_is_refused_without_a_digit(
    text: str, error: type[msb.Error]
) -> None:
    with pytest.raises(error) as caught:
        msb.parse_cpr(text)
    assert "4285" not in str(caught.value)


def test_an_age_counts_from_the_birthday_itself() -> None:
    born = date(1996, 5, 1)
    assert msb.count_age(born, born - timedelta(1)) is None
    assert msb.count_age(born, born) == 0
    assert msb.count_age(born, date(2019, 4, 30)) == 22
    assert msb.count_age(born, date(2019, 5, 1)) == 23


def test_a_leap_days_birthday_falls_on_the_first_of_march() -> None:
    born = date(2004, 2, 29)
    assert msb.find_birthday(born, 15) == date(2019, 3, 1)
    assert msb.find_birthday(born, 16) == date(2020, 2, 29)
    assert msb.find_birthday(born, 9000) == date(9999, 12, 31)


def test_the_version_is_three_numbers() -> None:
    parts = msb.__version__.split(".")
    assert [part.isdecimal() for part in parts] == [True] * 3
