"""The whiteboard: one board per mentor and learner that lives on across their lessons, a page per lesson."""

from peerlearn.domain.boards.actions import Drawn, draw, topic
from peerlearn.domain.boards.queries import News, PageCard, is_drawn, news_for, other_pages
from peerlearn.domain.boards.refusals import BoardClosed, NotSeated
from peerlearn.domain.boards.rules import Element, named_in, understood, wins

__all__ = [
    "BoardClosed",
    "Drawn",
    "Element",
    "News",
    "NotSeated",
    "PageCard",
    "draw",
    "is_drawn",
    "named_in",
    "news_for",
    "other_pages",
    "topic",
    "understood",
    "wins",
]
