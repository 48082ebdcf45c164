"""A web service that classifies and misbehaves on request, for model_http.sh: classifier_service.py FOLDER [CERTIFICATE KEY].

It writes its port to FOLDER/port and a line about each request to FOLDER/log. The path says what it does:
/json a batch, scores in predictions[].scores; /one a single image; /named and /listed scores by name; /label a name; /number a class;
/png a picture, whose mean decides; and the faults, each under its name.
"""
import http.server, json, socket, ssl, struct, sys, threading, time, zlib
from pathlib import Path

folder = Path(sys.argv[1])
lock, seen = threading.Lock(), {}
NAMES = ["cat", "dog", "eel"]


def flat(image):
    return [number for part in image for number in flat(part)] if isinstance(image, list) else [image]


def scores(image):  # class 0 sees the first number, class 1 twice the last, class 2 a half
    numbers = flat(image)
    return [numbers[0], 2 * numbers[-1], 0.5]


def png_pixels(data):
    """Of a PNG with 8 bits whose rows are filtered by any of the five filters: a flat list of bytes."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        if kind == b"IHDR":
            width, height, bits, colour = struct.unpack(">IIBB", body[:10])
            channels = {0: 1, 2: 3}[colour]
            assert bits == 8
        packed += body if kind == b"IDAT" else b""
        at += 12 + length
    raw, pixels, before = zlib.decompress(packed), [], [0] * (width * channels)
    for y in range(height):
        line = raw[y * (width * channels + 1):(y + 1) * (width * channels + 1)]
        row = []
        for x, byte in enumerate(line[1:]):
            a = row[x - channels] if x >= channels else 0
            b, c = before[x], before[x - channels] if x >= channels else 0
            p = a + b - c
            nearest = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            row.append((byte + [0, a, b, (a + b) // 2, nearest][line[0]]) % 256)
        pixels += row
        before = row
    return (channels, height, width), pixels


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, value, status=200, headers=()):
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        for name, text in headers:
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        path = self.path.split("?")[0]
        with lock:
            count = seen[path] = seen.get(path, 0) + 1
            with open(folder / "log", "a") as log:
                print(path, count, f"{time.monotonic():.3f}", self.headers.get("Authorization"), self.headers.get("X-Team"),
                      self.headers["Content-Type"].split(";")[0], file=log)
        getattr(self, "do" + path.replace("/", "_"))(body, count)

    def do_json(self, body, _):
        request = json.loads(body)
        assert request.get("model", "v2") == "v2" and request.get("top", 3) == 3
        self.answer({"predictions": [{"scores": scores(image)} for image in request["instances"]]})

    def do_nested(self, body, _):  # what arrived, as it was nested
        json.loads(body)
        (folder / "body").write_bytes(body)
        self.answer({"scores": [0, 1, 0]})

    def do_bare(self, body, _):
        self.answer([scores(image) for image in json.loads(body)])

    def do_one(self, body, _):
        self.answer(scores(json.loads(body)["instances"]))

    def do_named(self, body, _):
        self.answer({"result": dict(zip(NAMES, scores(json.loads(body)["instances"])))})

    def do_listed(self, body, _):
        pairs = sorted(zip(NAMES, scores(json.loads(body)["instances"])), key=lambda pair: -pair[1])
        self.answer({"result": [{"label": name, "score": score} for name, score in pairs]})

    def do_label(self, body, _):
        row = scores(json.loads(body)["instances"])
        self.answer({"class": NAMES[row.index(max(row))]})

    def do_number(self, body, _):
        row = scores(json.loads(body)["instances"])
        self.answer({"class": row.index(max(row))})

    def do_png(self, body, _):
        boundary = self.headers["Content-Type"].split("boundary=")[1].encode()
        parts = [part for part in body.split(b"--" + boundary) if b"image.png" in part]
        head, data = parts[0].split(b"\r\n\r\n", 1)
        assert b'name="file"' in head and b"image/png" in head and b'name="model"\r\n\r\nv2' in body
        shape, pixels = png_pixels(data[:-2])
        (folder / "pixels").write_text(json.dumps([shape, pixels]))
        self.answer({"logits": [pixels[0] / 255, pixels[-1] / 255, 0.5]})

    def do_busy(self, body, count):  # twice 429, then an answer
        if count <= 2:
            self.answer({"error": "slow down"}, 429, [("Retry-After", "1")] if count == 1 else [])
        else:
            self.do_one(body, count)

    def do_patience(self, body, count):
        self.answer({}, 503, [("Retry-After", "4000")])

    def do_broken(self, body, count):
        self.answer(b"<html>stack trace", 500)

    def do_refused(self, body, count):
        self.answer({"detail": "bad key " + str(self.headers.get("Authorization"))}, 401)

    def do_garbage(self, body, count):
        self.answer(b"<html>welcome</html>")

    def do_echo(self, body, count):
        self.answer({"you": "x" * 30 + str(self.headers.get("Authorization"))})

    def do_few(self, body, count):
        self.answer([1, 2])

    def do_nan(self, body, count):
        self.answer(b"[0.5, NaN, 0.25]")

    def do_null(self, body, count):
        self.answer([0.5, None, 0.25])

    def do_wild(self, body, count):
        self.answer([0.5, 7, 0.25])

    def do_moved(self, body, count):
        self.answer(b"", 307, [("Location", "http://127.0.0.1:1/elsewhere?key=7")])

    def do_endless(self, body, count):
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b" " * (1 << 16))

    def do_never(self, body, count):
        time.sleep(1000)

    def do_slow(self, body, count):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        while True:
            self.wfile.write(b"[")
            self.wfile.flush()
            time.sleep(0.05)

    def do_drop(self, body, count):  # the first two times
        if count > 2:
            return self.do_one(body, count)
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"[0.1, ")
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)

    def do_hang_up(self, body, count):
        self.connection.shutdown(socket.SHUT_RDWR)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):  # clients that went away
        pass


server = Server(("127.0.0.1", 0), Handler)
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
    server.socket = context.wrap_socket(server.socket, server_side=True)
(folder / "port.partial").write_text(str(server.server_address[1]))
(folder / "port.partial").rename(folder / "port")
server.serve_forever()
