"""Why a file cannot be scrubbed without a person."""


class HiddenContent(Exception):
    """The file hides content that only its author can judge.

    ``findings`` lists what and where, in Chinese; ``message`` is one sentence with what to do.
    """

    def __init__(self, findings: tuple[str, ...]) -> None:
        self.findings = findings
        listed = "；".join(findings)
        self.message = f"文件含有隐藏内容：{listed}。请删除或取消隐藏后重新上传。"
        super().__init__(self.message)


class UnscrubbableFile(Exception):
    """The file cannot be opened for scrubbing, or its kind has no scrubber; ``message`` says so."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)
