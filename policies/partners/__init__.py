"""Systems that send work in: a superior platform that passes messages down, one that keeps the
list of service items. Every request of theirs is signed, and answered once.
"""
