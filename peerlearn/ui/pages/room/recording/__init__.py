"""The recording of the lesson: asked for, agreed to by both, made in the mentor's browser."""

from peerlearn.ui.browser_files import browser_files

FILES = browser_files()
