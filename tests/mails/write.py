"""Write tests/mails/*.eml and what each must become, in *.json. Run it again and the bytes are the same.

    .venv/bin/python -m tests.mails.write

The expectations are written by hand beside each mail, never taken from what the program said.
"""

from tests.mails import formats, habits, hostile, kinds, manuscripts, nasty, reading, trade
from tests.mails.building import HERE, written

GROUPS = (reading, kinds, manuscripts, formats, habits, hostile, trade, nasty)


def main() -> None:
    for stale in (*HERE.glob("*.eml"), *HERE.glob("*.json")):
        stale.unlink()
    for group in GROUPS:
        written(group.mails(), HERE)
    print(f"wrote {len(list(HERE.glob('*.eml')))} mails")


if __name__ == "__main__":
    main()
