"""Records of web archives for tests, right and wrong."""

from foedus.intake.source import Source

PAGE = "<html><body><article><p>Le ministre russe a dit à Reuters que Moscou refuse.</p></article></body></html>"


def wrapped(content: bytes, **headers: str) -> bytes:
    """Return a record of a web archive; its headers may be replaced, by whatever."""
    whole = {
        "WARC-Type": "response",
        "WARC-Target-URI": "https://example.org/0",
        "WARC-Record-ID": "<urn:uuid:0>",
        "WARC-Date": "2024-05-03T10:00:00Z",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(content)),
    } | headers
    head = "".join(f"{name}: {value}\r\n" for name, value in whole.items())
    return f"WARC/1.0\r\n{head}\r\n".encode() + content + b"\r\n\r\n"


def record(
    number: int,
    body: bytes = PAGE.encode(),
    kind: str = "text/html; charset=utf-8",
    length: int | None = None,
    status: str = "200 OK",
    encoding: str = "",
) -> bytes:
    """Return a response of a web archive; a wrong length may be given."""
    coded = f"Content-Encoding: {encoding}\r\n" if encoding else ""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{coded}Content-Length: {len(body)}\r\n\r\n".encode() + body
    headers = {"WARC-Target-URI": f"https://example.org/{number}", "Content-Length": str(length or len(http))}
    return wrapped(http, **headers)


def told(source: Source) -> str:
    """Return what a source holds, or why it holds nothing."""
    return str(source.error) if source.error else (source.content or b"").decode("utf-8-sig", "replace")
