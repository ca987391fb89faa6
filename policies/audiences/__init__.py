"""人群推送: what people state of themselves, whom a policy concerns, and a push to those alone."""
