"""Doors for machines: HTTP routes that are not pages."""
