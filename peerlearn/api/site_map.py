"""For search engines: which addresses there are, and which are none of theirs."""

from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from peerlearn.domain import discovery
from peerlearn.kit.work import read_kept
from peerlearn.settings import settings

ALWAYS = ("/", "/register/", "/sign-in/")
NOT_FOR_ROBOTS = ("/admin", "/auth/", "/dashboard/", "/dev/", "/profile", "/session/")
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


async def site_map(_request: Request) -> Response:
    """Every public address, mentors and sessions as they are now."""
    paths = [*ALWAYS, *await read_kept(discovery.TOPICS, discovery.public_addresses)]
    urls = "".join(f"<url><loc>{escape(settings.site_url + path)}</loc></url>" for path in paths)
    xml = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{NAMESPACE}">{urls}</urlset>'
    return Response(xml, media_type="application/xml")


async def robots(_request: Request) -> Response:
    """What to leave alone, and where the map is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS)]
    return PlainTextResponse("\n".join([*lines, f"Sitemap: {settings.site_url}/sitemap.xml", ""]))


routes = [Route("/sitemap.xml", site_map), Route("/robots.txt", robots)]
