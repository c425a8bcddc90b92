import socket
import threading

HEADER = 64
HEADER_RECV = 64
PAYLOAD_RECV = 0
EXACTLY = False
PORT = 5050
SERVER = "127.0.0.1"
ADDR = (SERVER, PORT)
FORMAT = "utf-8"
DISCONNECT_MESSAGE = "!DISCONNECT"

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(ADDR)

def recv_exactly(conn, count, size):
    data = b""
    while len(data) < count:
        part = conn.recv(min(size, count - len(data)))
        if len(part) == 0:
            break
        data += part
    return data

def receive(conn, count, size):
    if EXACTLY:
        return recv_exactly(conn, count, size)
    return conn.recv(size)

def handle_client(conn, addr):
    print(f"[NEW CONNECTION] {addr} connected.")
    connected = True
    while connected:
        msg_length = receive(conn, HEADER, HEADER_RECV).decode(FORMAT)
        if msg_length:
            msg_length = int(msg_length)
            msg = receive(conn, msg_length, PAYLOAD_RECV or msg_length).decode(FORMAT)
            if msg == DISCONNECT_MESSAGE:
                connected = False
            print(f"[{addr}] {msg}")
            conn.send("Msg received".encode(FORMAT))
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
