"""The sidebar and the preferences: what is drawn. A feature has the same file name in operators/ and properties/."""
