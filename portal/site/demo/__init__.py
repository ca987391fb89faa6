"""The invented city 海岚市: organs, people and documents of our own writing, marked 演示."""
