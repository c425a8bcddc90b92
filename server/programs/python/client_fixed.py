import socket
import sys

HEADER = 64
PORT = 5050
SERVER = "127.0.0.1"
ADDR = (SERVER, PORT)
FORMAT = "utf-8"
DISCONNECT_MESSAGE = "!DISCONNECT"
LIMIT = 1000000
TIMEOUT = 10

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(ADDR)
client.settimeout(TIMEOUT)

def recv_exactly(conn, count):
    data = b""
    while len(data) < count:
        part = conn.recv(count - len(data))
        if len(part) == 0:
            raise EOFError("the other side has ended the connection")
        data += part
    return data

def recv_message(conn):
    digits = recv_exactly(conn, HEADER).rstrip(b" ")
    if not digits.isdigit():
        raise ValueError("the header is no number")
    msg_length = int(digits)
    if msg_length > LIMIT:
        raise ValueError("the message is too long")
    return recv_exactly(conn, msg_length).decode(FORMAT)

def send_message(conn, msg):
    message = msg.encode(FORMAT)
    send_length = str(len(message)).encode(FORMAT)
    send_length += b" " * (HEADER - len(send_length))
    conn.sendall(send_length + message)

try:
    for line in sys.stdin:
        msg = line.rstrip("\n")
        send_message(client, msg)
        print(recv_message(client))
        if msg == DISCONNECT_MESSAGE:
            break
finally:
    client.close()
