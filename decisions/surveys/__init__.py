"""问卷: asked of everybody, answered once by each, counted without showing anybody."""
