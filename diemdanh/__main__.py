"""`python -m diemdanh` is the command line."""

from diemdanh.cli import entry

if __name__ == "__main__":
    entry()
