"""Before joining: devices, the line, and who is across."""

from peerlearn.ui.browser_files import browser_files

FILES = browser_files()
