"""The command line: ``python -m kubelaw check manifests/``."""

import signal
import sys

from ._native import run_command


def main() -> int:
    """Run the command with this process' arguments; its exit status."""
    # While the command runs, nobody looks whether Python was asked to stop.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return run_command(["kubelaw", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
