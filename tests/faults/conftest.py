"""What these tests share: the gateway of the money tests, and a nursery of people who may be killed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.nursery import Nursery, nursery
from tests.integration.paying import door, gateway, shared_gateway, webhooks

__all__ = ["door", "gateway", "shared_gateway", "webhooks"]


HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a part of `make faults`."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.faults)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """One process for the lives of a file."""
    folder: Path = tmp_path_factory.mktemp("people")
    with nursery(folder / "people.log") as made:
        yield made
