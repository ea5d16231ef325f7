"""What each browser says of the line, for the lesson's timeline."""

from peerlearn.ui.browser_files import browser_files

FILES = browser_files()
