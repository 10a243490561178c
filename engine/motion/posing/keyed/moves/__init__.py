"""Tables of key poses, a module for each field."""
