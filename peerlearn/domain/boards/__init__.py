"""The whiteboard: one board per mentor and learner that lives on across their lessons, a page per lesson."""

from peerlearn.domain.boards.actions import Drawn, draw, topic
from peerlearn.domain.boards.queries import News, news_for
from peerlearn.domain.boards.refusals import BoardClosed, NotSeated
from peerlearn.domain.boards.rules import Element, named_in, understood, wins

__all__ = [
    "BoardClosed",
    "Drawn",
    "Element",
    "News",
    "NotSeated",
    "draw",
    "named_in",
    "news_for",
    "topic",
    "understood",
    "wins",
]
