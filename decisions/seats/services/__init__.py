"""Acts on meetings open to representatives, and on applications for a seat."""
