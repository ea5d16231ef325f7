"""One running site for every attack in this folder, and the people in it; no browser is needed."""

from collections.abc import Iterator

import pytest

from peerlearn.kit import database as in_use
from scripts.build_frontend import ensure_built
from tests.e2e.site import Site, running_site
from tests.integration.ui.cast import Cast, a_cast


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole product, served as it will be."""
    folder = tmp_path_factory.mktemp("site")
    with running_site(folder, REFLEX_WEB_WORKDIR=str(ensure_built())) as running:
        yield running


@pytest.fixture
def in_site(site: Site, database: str) -> Iterator[Site]:
    """The site, with its database as the one that makers write to."""
    in_use.use(site.database_url)
    yield site
    in_use.use(database)


@pytest.fixture
def cast(in_site: Site) -> Cast:
    """Two people with secrets, and strangers who want them."""
    return a_cast()
