"""Addresses that are put together by hand are those that Django would make."""

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix
from hypothesis import given
from hypothesis import strategies as st

from catalog.names import slug
from catalog.page_address import fixed_address, page_address


@given(st.text().map(slug))
@pytest.mark.parametrize("view", ["catalog:title", "catalog:person"])
def test_an_address_is_what_django_makes_of_it(view, text):
    assert page_address(view, text) == reverse(view, args=[text])


@pytest.mark.parametrize(
    "text", ["a&b", "50%", "who?", "#1", "a+b", "l'été", "~:@!$()*,;=", "千と"]
)
def test_what_is_quoted_is_quoted_as_django_does(text):
    assert page_address("catalog:title", text) == reverse("catalog:title", args=[text])


def test_a_site_below_a_path_has_addresses_below_it():
    page_address("catalog:title", "heat-1995")
    assert fixed_address("catalog:titles") == "/titles/"
    set_script_prefix("/films/")
    try:
        assert page_address("catalog:title", "heat-1995") == "/films/titles/heat-1995/"
        assert fixed_address("catalog:titles") == "/films/titles/"
    finally:
        set_script_prefix("/")


@pytest.mark.parametrize("text", ["", "a/b"])
def test_what_is_no_slug_has_no_address(text):
    with pytest.raises(NoReverseMatch):
        page_address("catalog:title", text)


@pytest.mark.parametrize("key", [0, 1, 51_000, 2**63 - 1])
def test_a_key_is_part_of_an_address_as_it_is(key):
    assert page_address("catalog:poster", key) == reverse("catalog:poster", args=[key])
