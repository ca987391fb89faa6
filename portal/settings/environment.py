"""The reader of environment variables, and the folder of the project; settings begin here."""

from pathlib import Path

from environs import Env

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
