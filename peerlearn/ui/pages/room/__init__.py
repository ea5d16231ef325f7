"""The room: /session/<room_id>/."""

from peerlearn.ui.browser_files import browser_files

FILES = browser_files()
