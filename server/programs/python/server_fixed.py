import socket
import threading

HEADER = 64
PORT = 5050
SERVER = "127.0.0.1"
ADDR = (SERVER, PORT)
FORMAT = "utf-8"
DISCONNECT_MESSAGE = "!DISCONNECT"
LIMIT = 1000000
TIMEOUT = 10

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(ADDR)

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

def handle_client(conn, addr):
    print(f"[NEW CONNECTION] {addr} connected.")
    conn.settimeout(TIMEOUT)
    try:
        connected = True
        while connected:
            msg = recv_message(conn)
            if msg == DISCONNECT_MESSAGE:
                connected = False
            print(f"[{addr}] {msg}")
            send_message(conn, "Msg received")
    except (EOFError, OSError, ValueError) as error:
        print(f"[{addr}] goodbye: {error}")
    finally:
        conn.close()

def start():
    server.listen()
    print(f"[LISTENING] Server is listening on {SERVER}")
    while True:
        conn, addr = server.accept()
        thread = threading.Thread(target=handle_client, args=(conn, addr))
        thread.start()
        print(f"[ACTIVE CONNECTIONS] {threading.active_count() - 1}")

print("[STARTING] server is starting...")
start()
