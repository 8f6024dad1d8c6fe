"""A strict WebSocket backend (RFC 6455, 4.2.1) that remembers the head of every request."""
import base64
import hashlib
import socketserver
import threading
import time

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
REASONS = {101: "Switching Protocols", 200: "OK", 400: "Bad Request", 426: "Upgrade Required"}


class Head:
    """The first line and the headers of a request or response; .raw has its very bytes."""

    def __init__(self, raw):
        self.raw = raw
        lines = raw.decode("latin-1").split("\r\n")
        self.first = lines[0]
        pairs = (line.partition(":") for line in lines[1:] if line)
        self.headers = [(name, value.strip()) for name, _, value in pairs]

    def get(self, name):
        """All values of a header in one list, as a receiver reads them; "" without it."""
        return ", ".join(v for n, v in self.headers if n.lower() == name.lower())

    def tokens(self, name):
        return {token.strip().lower() for token in self.get(name).split(",")}


def read_head(stream):
    raw = b""
    while not raw.endswith(b"\r\n\r\n"):
        line = stream.readline(65536)
        if not line:
            return None
        raw += line
    return Head(raw)


def accept_key(key):
    return base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()


def status_for(request):
    """What a strict server answers: 101, 200 to a plain request, an error to half a handshake."""
    method, *_, version = request.first.split(" ")
    upgrade = bool(request.get("Upgrade"))
    connection = "upgrade" in request.tokens("Connection")
    key, number = request.get("Sec-WebSocket-Key"), request.get("Sec-WebSocket-Version")
    if not upgrade and not connection:
        return 426 if key else 200
    complete = (method == "GET" and version == "HTTP/1.1" and connection
                and "websocket" in request.tokens("Upgrade") and key and number == "13")
    return 101 if complete else 400


class Connection(socketserver.StreamRequestHandler):
    def handle(self):
        request = read_head(self.rfile)
        if request is None:
            return
        status = status_for(request)
        self.server.requests.append((request, status))
        head = [f"HTTP/1.1 {status} {REASONS[status]}"]
        if status == 101:
            key = accept_key(request.get("Sec-WebSocket-Key"))
            head += ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: " + key]
        else:
            head += ["Connection: close", "Content-Length: 0"]
        self.wfile.write("\r\n".join(head + ["", ""]).encode())
        while status == 101 and (data := self.request.recv(4096)):
            self.wfile.write(data)


class Backend(socketserver.ThreadingTCPServer):
    """Listens on a free port of 127.0.0.1 until the end of a with block."""
    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Connection)
        self.port = self.server_address[1]
        self.requests = []  # (head, status answered)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def wait_for_request(self):
        """Until one has been read, or is not going to be: nginx may give up before the backend has read it."""
        deadline = time.monotonic() + 1
        while not self.requests and time.monotonic() < deadline:
            time.sleep(0.01)

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        pass  # a client that goes away is none
