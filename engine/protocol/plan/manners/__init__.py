"""Manners: how something is done, beside what is done."""
