"""Control rigs (Rigify, Auto-Rig Pro): which controls move which bones, and poses carried onto them."""
