"""What words say that can be measured: of an action, of where hands and feet are, of what is held and used."""
