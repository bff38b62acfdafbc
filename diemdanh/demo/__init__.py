"""`diemdanh demo`: composes a small invented province and runs the public commands on its papers."""
