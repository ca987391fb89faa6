"""The staff's pages of corrections; every change goes through the acts."""
