"""What tests do that send forms."""

import re

from starlette.testclient import TestClient


def token_of(client: TestClient, path: str) -> str:
    """The token of the forms of a page."""
    found = re.search(r'name="token" value="([^"]+)"', client.get(path).text)
    assert found, path
    return found[1]
