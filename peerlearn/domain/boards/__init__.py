"""The whiteboard: one board per mentor and learner that lives on across their lessons, a page per lesson."""

from peerlearn.domain.boards.actions import Drawn, draw, topic
from peerlearn.domain.boards.queries import News, news_for
from peerlearn.domain.boards.refusals import BoardClosed, BoardFull, NotSeated
from peerlearn.domain.boards.rules import Element, understood, wins

__all__ = [
    "BoardClosed",
    "BoardFull",
    "Drawn",
    "Element",
    "News",
    "NotSeated",
    "draw",
    "news_for",
    "topic",
    "understood",
    "wins",
]
