"""The reader of environment variables, and the folder of the project; settings begin here."""

from pathlib import Path

from environs import Env

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def secret(name: str) -> str:
    """What a variable says, or the file that NAME_FILE points to."""
    file = env.str(f"{name}_FILE", "")
    return Path(file).read_text(encoding="utf-8") if file else env.str(name, "")
