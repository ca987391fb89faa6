"""Acts of audiences and pushes."""
