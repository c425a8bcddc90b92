"""Answers what Python itself says. Reads [[question, argument], …] as JSON, writes the answers.

Text travels as a list of code points, so that lone surrogates survive; bytes as hex.
"""
import json
import socket
import sys
import unicodedata


def text(points):
    return "".join(map(chr, points))


def points(value):
    return list(map(ord, value))


def recv_size(n):
    # Refused before any system call, or asked of a socket that has nothing and does not wait.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)
        try:
            sock.recv(int(n))
        except BlockingIOError:
            pass
        return "asked"


def connect(address):
    # Non-blocking: it is only asked what Python refuses before the call.
    with socket.socket() as sock:
        sock.setblocking(False)
        try:
            sock.connect(tuple(address))
        except (BlockingIOError, ConnectionError):
            pass
        return "asked"


ANSWERS = {
    "int": lambda arg: str(int(text(arg))),
    "repr": lambda arg: points(repr(text(arg))),
    "bytes-repr": lambda arg: repr(bytes.fromhex(arg)),
    "decode": lambda arg: points(bytes.fromhex(arg).decode("utf-8")),
    "encode": lambda arg: text(arg).encode("utf-8").hex(),
    "printable": lambda arg: [chr(code).isprintable() for code in range(*arg)],
    "unicode": lambda arg: unicodedata.unidata_version,
    "tuple": lambda arg: str(tuple(arg)),
    "recv-size": recv_size,
    "connect": connect,
}


def answer(question, arg):
    try:
        return [ANSWERS[question](arg)]
    except Exception as error:
        module = type(error).__module__
        name = type(error).__name__
        return [points(name if module == "builtins" else f"{module}.{name}"), points(str(error))]


json.dump([answer(question, arg) for question, arg in json.load(sys.stdin)], sys.stdout)
