"""The officers' pages of 更正申请; every change goes through the acts."""
