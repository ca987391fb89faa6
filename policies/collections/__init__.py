"""专题集成和政策服务包: what belongs together, over levels and organs, in one place."""
