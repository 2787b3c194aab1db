"""A server of CreateSnapshot in Python's standard library alone, written from the example page.

It has nothing in common with the reference server but the page. It is right but for five things, each marked DEPARTS.
Signatures are not looked at. Prints its port, serves until it is killed.
"""

import json
import re
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

LOCK = threading.Lock()
TOKENS = {}
QUOTA = {}


class Refusal(Exception):
    def __init__(self, status, code, message):
        self.status, self.code, self.message = status, code, message


def check_name(name):
    # DEPARTS: 129 characters are still accepted.
    if not 2 <= len(name) <= 129:
        raise Refusal(400, "InvalidSnapshotName.Malformed", "The specified parameter SnapshotName is not valid.")
    if not re.fullmatch(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff:_\-]*", name):
        raise Refusal(400, "InvalidSnapshotName.Malformed", "The specified parameter SnapshotName is not valid.")
    if name.startswith(("http://", "https://", "auto")):
        raise Refusal(400, "InvalidSnapshotName.Malformed", "The specified parameter SnapshotName is not valid.")


def check_description(text):
    if not 2 <= len(text) <= 256 or text.startswith(("http://", "https://")):
        # DEPARTS: the page says 404.
        raise Refusal(400, "InvalidDescription.Malformed", "The specified description is wrongly formed.")


def check_tags(parameters):
    tags = {}
    for name, value in parameters.items():
        match = re.fullmatch(r"Tag\.(\d+)\.([Kk]ey|[Vv]alue)", name)
        if match:
            tags.setdefault(int(match[1]), {})[match[2].lower()] = value
    for index, tag in tags.items():
        key, value = tag.get("key", ""), tag.get("value", "")
        wrong = not 1 <= index <= 20 or not key or len(key) > 64 or len(value) > 128
        # DEPARTS: the prefix aliyun is accepted in values.
        wrong = wrong or key.startswith(("aliyun", "acs:", "http://", "https://"))
        wrong = wrong or value.startswith(("acs:", "http://", "https://"))
        if wrong:
            raise Refusal(400, "InvalidTag.Malformed", "A tag is not valid.")


def create(parameters):
    disk = parameters.get("DiskId")
    if not disk:
        raise Refusal(400, "MissingParameter", "The input parameter DiskId that is mandatory is missing.")
    if "SnapshotName" in parameters:
        check_name(parameters["SnapshotName"])
    if "Description" in parameters:
        check_description(parameters["Description"])
    check_tags(parameters)
    token = parameters.get("ClientToken", "")
    if len(token) > 64 or not token.isascii():
        raise Refusal(400, "InvalidParameter", "The parameter ClientToken is not valid.")
    if not disk.startswith("d-ok-"):
        raise Refusal(404, "InvalidVolumeId.NotFound", "The specified volume does not exist.")
    said = {name: value for name, value in parameters.items() if name not in COMMON}
    with LOCK:
        if token:
            known = TOKENS.get(token)
            if known and known[0] != said:
                # DEPARTS: the message is not the page's.
                raise Refusal(400, "IdempotentParameterMismatch", "The token is already taken.")
            if known:
                return known[1]
        snapshot = {"SnapshotId": "s-" + uuid.uuid4().hex[:20]}
        if token:
            TOKENS[token] = (said, snapshot)
    return snapshot


COMMON = {
    "Action", "Version", "Format", "AccessKeyId", "Signature", "SignatureMethod", "SignatureNonce",
    "SignatureVersion", "Timestamp", "SecurityToken", "SignatureType",
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answer()

    def do_POST(self):
        self.answer()

    def answer(self):
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length).decode("utf-8", "replace")
        pairs = parse_qsl(urlsplit(self.path).query, keep_blank_values=True)
        if "form" in (self.headers.get("content-type") or ""):
            pairs += parse_qsl(body, keep_blank_values=True)
        parameters = dict(pairs)
        action = parameters.get("Action") or self.headers.get("x-acs-action")
        request = {"RequestId": str(uuid.uuid4()).upper()}
        try:
            if action != "CreateSnapshot":
                raise Refusal(404, "InvalidAction.NotFound", "The specified action is not found.")
            status, body = 200, {**request, **create(parameters)}
        except Refusal as refusal:
            status = refusal.status
            body = {**request, "Code": refusal.code, "Message": refusal.message, "HostId": "localhost"}
        wanted = parameters.get("Format", "").upper()
        accept = self.headers.get("accept") or ""
        if wanted == "JSON" or (not wanted and "json" in accept):
            text, kind = json.dumps(body), "application/json"
        else:
            root = "CreateSnapshotResponse" if status == 200 else "Error"
            members = "".join(f"<{name}>{value}</{name}>" for name, value in body.items())
            # DEPARTS: the declaration names the wrong content type of the answer.
            text, kind = f"<?xml version=\"1.0\"?><{root}>{members}</{root}>", "text/plain"
        data = text.encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


server = Server(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
