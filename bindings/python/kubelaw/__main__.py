"""The command line: ``python -m kubelaw check manifests/``."""

import sys

from ._native import run_command


def main() -> int:
    """Run the command with this process' arguments; its exit status."""
    return run_command(["kubelaw", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
