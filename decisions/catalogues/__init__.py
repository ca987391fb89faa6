"""年度重大行政决策事项目录: what an organ means to decide in a year, and what became of it."""
