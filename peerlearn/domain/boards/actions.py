"""Everything that changes a board: drawing on the page of the lesson one sits in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from peerlearn.domain import rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.boards.refusals import BoardClosed, NotSeated
from peerlearn.domain.boards.rules import Element, fits, wins
from peerlearn.domain.boards.tables import Board, BoardElement, BoardPage
from peerlearn.kit.work import Work


@dataclass(frozen=True)
class Drawn:
    """The changes of a page that a drawing became: those after `since`, up to `upto`.

    `refused` are the ids of the elements for which the page has no room.
    """

    since: int
    upto: int
    refused: tuple[str, ...] = ()


def topic(room_id: str) -> str:
    """What a tab that shows the page of a lesson watches."""
    return f"board:{room_id}"


def draw(work: Work, room_id: str, elements: Sequence[Element], *, by: Viewer) -> Drawn:
    """Keep versions of elements, each unless a better one stands already; the same however often it is said.

    Raises:
        NotYourRoom, BoardClosed, NotSeated.
    """
    place = rooms.place_for(work.db, room_id, by=by, lock=True)
    if place.ended:
        raise BoardClosed()
    if not place.seated:
        raise NotSeated()
    page = _page_of(work, place)
    since = page.seq
    standing = _standing(work, page, elements)
    refused = [each.element_id for each in elements if not _keep(work, page, standing, each, by)]
    if page.seq > since:
        work.touch(topic(room_id))
    return Drawn(since, page.seq, tuple(refused))


def _keep(work: Work, page: BoardPage, standing: dict[str, BoardElement], element: Element, by: Viewer) -> bool:
    row = standing.get(element.element_id)
    if row is not None and not wins((element.version, element.version_nonce), (row.version, row.version_nonce)):
        return True
    before = len(row.body) if row is not None else 0
    if not fits(element, instead_of=before, elements=page.elements, size=page.size):
        return False
    page.seq += 1
    page.size += len(element.body) - before
    newest: dict[str, Any] = {
        "version": element.version,
        "version_nonce": element.version_nonce,
        "body": element.body,
        "seq": page.seq,
        "drawn_by": by.user_id,
    }
    if row is None:
        row = BoardElement(page_id=page.id or 0, element_id=element.element_id, **newest)
        standing[element.element_id] = row
        page.elements += 1
        work.db.add(row)
    else:
        row.sqlmodel_update(newest)
    return True


def _standing(work: Work, page: BoardPage, elements: Sequence[Element]) -> dict[str, BoardElement]:
    named = [element.element_id for element in elements]
    wanted = select(BoardElement).where(BoardElement.page_id == page.id, col(BoardElement.element_id).in_(named))
    return {row.element_id: row for row in work.db.exec(wanted)}


def _page_of(work: Work, place: rooms.Place) -> BoardPage:
    page = work.db.exec(select(BoardPage).where(BoardPage.room_id == place.room_key)).first()
    if page is None:
        page = BoardPage(board_id=_board_of(work, place), room_id=place.room_key, created_at=work.now)
        work.db.add(page)
        work.db.flush()
    return page


def _board_of(work: Work, place: rooms.Place) -> int:
    pair = (Board.mentor_id == place.mentor_id, Board.learner_id == place.learner_id)
    board = work.db.exec(select(Board).where(*pair).with_for_update()).first()
    if board is None:
        board = Board(mentor_id=place.mentor_id, learner_id=place.learner_id, created_at=work.now)
        work.db.add(board)
        work.db.flush()
    return board.id or 0
