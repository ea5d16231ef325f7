"""The whiteboard beside the call."""

from peerlearn.ui.browser_files import browser_files

FILES = browser_files()
