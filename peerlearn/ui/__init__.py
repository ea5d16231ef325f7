"""What people see."""

from peerlearn.ui.quick_imports import know_the_import_system

know_the_import_system()  # before any part of what people see names its files
