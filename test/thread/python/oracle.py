"""Answers what Python itself says. Reads [[question, argument], …] as JSON, writes the answers.

JSON's \\ud800 keeps lone surrogates; bytes travel as hex.
"""
import codecs
import json
import socket
import sys
import unicodedata


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


def utf8_faults(data):
    # Every place that the decoder refuses: it goes on behind it when a handler says so.
    faults = []

    def note(error):
        faults.append([error.start, error.end, error.reason])
        return ("", error.end)

    codecs.register_error("note", note)
    bytes.fromhex(data).decode("utf-8", "note")
    return faults


ANSWERS = {
    "int": lambda arg: str(int(arg)),
    "repr": repr,
    "bytes-repr": lambda arg: repr(bytes.fromhex(arg)),
    "decode": lambda arg: bytes.fromhex(arg).decode("utf-8"),
    "utf8-faults": utf8_faults,
    "encode": lambda arg: arg.encode("utf-8").hex(),
    "printable": lambda arg: [chr(code).isprintable() for code in range(*arg)],
    "unicode": lambda arg: unicodedata.unidata_version,
    "tuple": lambda arg: str(tuple(arg)),
    "recv-size": recv_size,
    "connect": connect,
}


def answer(question, arg=None):
    try:
        return {"value": ANSWERS[question](arg)}
    except Exception as error:
        module = type(error).__module__
        name = type(error).__name__
        return {"type": name if module == "builtins" else f"{module}.{name}", "text": str(error)}


# Not json.dump: it writes in tiny pieces.
sys.stdout.write(json.dumps([answer(*question) for question in json.load(sys.stdin)]))
