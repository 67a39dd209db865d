"""Where a fetch may go, and whom it believes."""

import pytest

from catalog.clients.connection import alternating
from catalog.clients.errors import ClientConfigError, Refused, Unreachable
from catalog.clients.fetch import Fetcher, Request
from catalog.clients.secret import Secret
from catalog.tests.fetching import KEY
from catalog.tests.stand_in import Page, StandIn


# --- Where it may go ------------------------------------------------------------------------------
@pytest.mark.parametrize("location", ["/3/movie/5", "https://{host}/3/movie/5"])
def test_a_redirect_within_the_host_is_followed(get, stand_in, location):
    headers = (("Location", location.format(host=stand_in.host)),)
    stand_in.page("/old", Page("", status=301, headers=headers))
    response = get("/old", secret_headers={"Authorization": Secret(KEY, "KEY")})
    assert b"Film 5" in response.body
    assert [seen.headers.get("Authorization") for seen in stand_in.seen] == [KEY, KEY]


def test_a_redirect_loop_ends_after_two(get, stand_in):
    stand_in.fault("redirect_loop")
    with pytest.raises(Refused, match="more than 2 times"):
        get()
    assert stand_in.count() == 3


@pytest.mark.parametrize("fault", ["redirect_inner", "redirect_plain", "redirect_elsewhere"])
def test_a_redirect_to_another_host_connects_to_nobody(get, stand_in, fault):
    stand_in.fault(fault)
    with pytest.raises(Refused):
        get()
    assert stand_in.inner_connections == 0


def test_a_redirect_to_an_allowed_name_with_an_inner_address_connects_to_nobody(get, stand_in):
    stand_in.fault("redirect_elsewhere")
    inner = f"localhost:{stand_in._server.inner.port}"
    with pytest.raises(Refused, match="not public"):
        get(hosts=frozenset({stand_in.host, inner}))
    assert stand_in.inner_connections == 0


def test_secrets_do_not_follow_to_another_host(stand_in):
    with StandIn(ca_file=stand_in.ca_file.with_name("other.pem")) as other:
        both = stand_in.ca_file.with_name("both.pem")
        both.write_text(stand_in.ca_file.read_text() + other.ca_file.read_text())
        headers = (("Location", f"https://{other.host}/3/movie/5"),)
        stand_in.page("/away", Page("", status=302, headers=headers))
        hosts = frozenset({stand_in.host, other.host})
        fetch = Fetcher(user_agent="x", trusted=hosts, ca_file=str(both))
        secrets = {"Authorization": Secret(KEY, "KEY")}
        url = f"https://{stand_in.host}/away"
        fetch(Request(url, hosts, secret_headers=secrets, secret_query={"k": Secret(KEY, "KEY")}))
        assert KEY not in str(other.seen) + str(other.seen[0].headers)
        assert other.count() == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example/",
        "https://api.example@evil.example/",
        "https://evil.example/",
        "https://api.example:444/",
        "https://api.example.evil.example/",
        "https://[::1/",
        "ftp://api.example/",
        "https://api.example:99999/",
        "https:///movie/5",
        "/movie/5",
    ],
)
def test_other_places_are_refused_before_their_name_is_looked_up(url):
    looked_up = []
    fetch = Fetcher(user_agent="x", resolve=lambda host, port: looked_up.append(host) or [])
    with pytest.raises(Refused):
        fetch(Request(url, frozenset({"api.example"})))
    assert looked_up == []


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["93.184.215.14", "10.0.0.8"], ["::ffff:169.254.169.254"]]
)
def test_a_name_with_any_inner_address_is_refused(addresses):
    fetch = Fetcher(user_agent="x", resolve=lambda host, port: addresses)
    with pytest.raises(Refused, match="not public"):
        fetch(Request("https://api.example/", frozenset({"api.example"})))


def test_the_address_that_was_checked_is_the_one_connected_to(stand_in):
    """A name whose second answer is another (DNS rebinding) is asked for once only."""
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    name = f"api.stand-in.test:{stand_in.port}"
    fetch = Fetcher(
        user_agent="x",
        trusted=frozenset({name}),
        ca_file=str(stand_in.ca_file),
        resolve=resolve,
    )
    assert fetch(Request(f"https://{name}/3/movie/5", frozenset({name}))).status == 200
    assert asked == ["api.stand-in.test"]


def test_the_next_address_is_tried_where_one_refuses(stand_in):
    name = f"api.stand-in.test:{stand_in.port}"
    fetch = Fetcher(
        user_agent="x",
        trusted=frozenset({name}),
        ca_file=str(stand_in.ca_file),
        resolve=lambda host, port: ["::1", "127.0.0.1"],  # the stand-in has no IPv6
    )
    assert fetch(Request(f"https://{name}/3/movie/5", frozenset({name}))).status == 200


@pytest.mark.parametrize(
    ("addresses", "expected"),
    [
        ([], []),
        (["1.1.1.1"], ["1.1.1.1"]),
        (
            ["2606::1", "2606::2", "1.1.1.1", "1.0.0.1"],
            ["2606::1", "1.1.1.1", "2606::2", "1.0.0.1"],
        ),
        (["1.1.1.1", "1.0.0.1", "2606::1"], ["1.1.1.1", "2606::1", "1.0.0.1"]),
    ],
)
def test_addresses_of_both_families_are_tried_in_turn(addresses, expected):
    assert alternating(addresses) == expected


# --- Whom it believes -----------------------------------------------------------------------------
def test_an_unknown_authority_is_not_believed(stand_in):
    fetch = Fetcher(user_agent="x", trusted=frozenset({stand_in.host}))
    with pytest.raises(Unreachable, match="certificate is not valid"):
        fetch(Request(f"https://{stand_in.host}/", frozenset({stand_in.host})))
    assert stand_in.count() == 0


def test_a_certificate_of_another_name_is_not_believed(stand_in):
    name = f"other.test:{stand_in.port}"
    fetch = Fetcher(
        user_agent="x",
        trusted=frozenset({name}),
        ca_file=str(stand_in.ca_file),
        resolve=lambda host, port: ["127.0.0.1"],
    )
    with pytest.raises(Unreachable, match="certificate is not valid"):
        fetch(Request(f"https://{name}/", frozenset({name})))


def test_a_file_of_certificates_that_is_not_there_is_a_setting_gone_wrong(stand_in):
    fetch = Fetcher(user_agent="x", trusted=frozenset({stand_in.host}), ca_file="/nowhere.pem")
    with pytest.raises(ClientConfigError, match="OUTBOUND_CA_FILE"):
        fetch(Request(f"https://{stand_in.host}/", frozenset({stand_in.host})))
