"""Runs a server program and writes what it does as lines in the trace's form, for the same checks.

    python3 recorder.py PROGRAM TRACE

Nothing here may keep a socket alive: when it closes is part of what is recorded.
"""
import base64
import builtins
import errno
import itertools
import json
import runpy
import socket
import sys
import threading
import time
import traceback
import weakref

PROGRAM, TRACE = sys.argv[1:]
numbers = itertools.count(1)
lock = threading.Lock()
trace = open(TRACE, "a", encoding="utf-8")
names = weakref.WeakKeyDictionary()


def event(kind, **fields):
    with lock:
        number = next(numbers)
        line = {"i": number, "k": kind, "th": threading.current_thread().name, **fields}
        trace.write(json.dumps(line) + "\n")
        trace.flush()
        return number


def chunk(data):
    return base64.b64encode(data).decode()


def recv(self, n, real=socket.socket.recv):
    who = {"s": names[self], "fd": self.fileno()}
    call = event("recv", **who, max=n if abs(n) < 2**53 else str(n))
    try:
        data = real(self, n)
    except Exception as error:
        number = getattr(error, "errno", None) or 0
        name = errno.errorcode[number] if number else type(error).__name__
        message = error.strerror if number else str(error)
        event("recv.err", **who, re=call, name=name, number=number, message=message)
        raise
    event("recv.ret", **who, re=call, n=len(data), b=chunk(data))
    if n and not data:
        time.sleep(0.01)  # the endless loop of a vanished client
    return data


def send(self, data, real=socket.socket.send):
    who = {"s": names[self], "fd": self.fileno()}
    call = event("send", **who, len=len(data), b=chunk(data))
    n = real(self, data)
    event("send.ret", **who, re=call, n=n)
    return n


def bind(self, address, real=socket.socket.bind):
    real(self, address)
    event("bind.ret", local=self.getsockname())


def listen(self, *backlog, real=socket.socket.listen):
    real(self, *backlog)
    event("listen.ret")


def accept(self, real=socket.socket.accept):
    conn, addr = real(self)
    names[conn] = event("accept", s=0)
    event("accept.ret", s=0, s2=names[conn], peer=addr)
    return conn, addr


def start(self, real=threading.Thread.start):
    event("thread.start", child=self.name, name=self.name)
    real(self)


def run(self, real=threading.Thread.run):
    real(self)
    event("thread.exit")


def died(args):
    lines = [at.lineno for at in traceback.extract_tb(args.exc_traceback) if at.filename == PROGRAM]
    name = args.exc_type.__name__
    event("thread.err", name=name, message=str(args.exc_value), f=1, l=lines[-1])


def out(text):
    event("out", stream="stdout", text=f"{text}\n")


socket.socket.recv, socket.socket.send = recv, send
socket.socket.bind, socket.socket.listen, socket.socket.accept = bind, listen, accept
threading.Thread.start, threading.Thread.run = start, run
threading.excepthook = died
builtins.print = out

with open(PROGRAM, encoding="utf-8") as file:
    event("file", f=1, path=PROGRAM, language="python", source=file.read())
runpy.run_path(PROGRAM, run_name="__main__")
