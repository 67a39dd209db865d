"""Tests reach this machine and no other."""

import socket

import pytest

ELSEWHERE = ("192.0.2.1", 80)  # an address for documentation: nobody has it


@pytest.mark.parametrize(
    "reach",
    [
        lambda: socket.socket().connect(ELSEWHERE),
        lambda: socket.socket().connect_ex(ELSEWHERE),
        lambda: socket.create_connection(ELSEWHERE),
        lambda: socket.getaddrinfo("movierec.example", 80),
        lambda: socket.getaddrinfo(host="movierec.example", port=80),
    ],
)
def test_other_machines_cannot_be_reached(reach):
    with pytest.raises(RuntimeError, match="tried to reach"):
        reach()


def test_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()
