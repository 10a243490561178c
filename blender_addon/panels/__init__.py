"""Panels of the sidebar, and the preferences. A feature has the same file name in operators/ and properties/."""
