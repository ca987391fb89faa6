"""How the portal is put to work: on one machine (`local`) and as a public service."""
