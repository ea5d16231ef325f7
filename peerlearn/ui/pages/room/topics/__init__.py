"""The lesson's topics beside the call, marked as it goes."""

from peerlearn.ui.browser_files import browser_files

FILES = browser_files()
