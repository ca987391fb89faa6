"""Asking a worker to read a file: a courtesy that may fail, since the sweep asks again."""

import logging

from celery import signature
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)
READ_FILE = "portal.files.tasks.read_stored_file"


def ask_to_read(file_id: int) -> None:
    """Have one file read soon. Call on commit: the worker must find its row."""
    try:
        signature(READ_FILE, args=(file_id,)).apply_async(retry=False, ignore_result=True)
    except OperationalError:
        logger.warning("消息队列不可用，上传的文件将由定时任务检查。")
