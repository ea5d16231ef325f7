"""The call: two browsers that see and hear each other."""

from peerlearn.ui.browser_files import browser_files

FILES = browser_files()
