"""How confined work ends when it does not end well."""

from typing import Final


class ConfinementError(Exception):
    """The work did not come to an end; ``message`` is Chinese and says what to do.

    ``cause`` is for the log: it names a limit, a signal or a place in our code, never content.
    """

    def __init__(self, message: str, cause: str) -> None:
        super().__init__(cause)
        self.message = message
        self.cause = cause


class OverBudget(ConfinementError):
    """It would have cost more than it may: seconds, memory, output or nesting, as in ``cause``."""

    def __init__(self, cause: str) -> None:
        super().__init__(_OVER[cause], cause)


class Crashed(ConfinementError):
    """The process ended by itself, or answered with what is no answer."""

    def __init__(self, cause: str) -> None:
        super().__init__(_CRASHED, cause)


_OVER: Final = {
    "seconds": "文件的结构过于复杂，在限定的时间内没有处理完。请拆分文件，"
    "或用 Office、WPS 另存后重新上传。",
    "memory": "处理这个文件需要的内存超过上限。请缩小图片、拆分文件后重新上传。",
    "output": "文件处理后的内容超过上限。请拆分文件后重新上传。",
    "nesting": "文件的内容嵌套层次过深，无法处理。请用 Office、WPS 另存后重新上传。",
}
_CRASHED: Final = (
    "文件结构异常，处理中断。请在本机确认能打开，用 Office、WPS 或 PDF 软件另存后重新上传；"
    "仍不能上传的，请联系系统管理员。"
)
