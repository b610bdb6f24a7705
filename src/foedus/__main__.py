"""So that `python -m foedus` works; the `foedus` command starts here too."""

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        from foedus.cli import run

        sys.exit(run())
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
