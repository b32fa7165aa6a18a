"""Host names of the demo. Each town also has a port of its own, for browsers that do not resolve *.localhost."""

from functools import lru_cache
from typing import Any

from drehscheibe.demo.content import district


@lru_cache(maxsize=1)
def town_hosts() -> list[str]:
    """The first host name of each town, in the order of their ports (PORT+1, PORT+2, ...)."""
    return [tenant["hosts"][0] for tenant in district()["tenants"] if tenant.get("parent")]


def demo_host(host: str, port: int) -> str:
    """The portal's host that a request means: `localhost:PORT+2` is the second town, 127.0.0.1 is localhost."""
    name, _, asked = host.partition(":")
    if name not in {"localhost", "127.0.0.1"}:
        return host
    place = int(asked) - port if asked.isdigit() else 0
    towns = town_hosts()
    return towns[place - 1] if 1 <= place <= len(towns) else "localhost"


def portals(port: int) -> list[dict[str, Any]]:
    """Name and place (per language) and addresses of each portal; `address` is the one that every browser can open."""
    found = []
    for place, tenant in enumerate(sorted(district()["tenants"], key=lambda one: one.get("parent") is not None)):
        addresses = [f"http://localhost:{port + place}/"]
        if place:
            addresses.append(f"http://{tenant['hosts'][0]}:{port}/")
        texts = {"name": tenant["name"], "place": tenant["place"]}
        found.append({**texts, "address": addresses[0], "addresses": addresses})
    return found
