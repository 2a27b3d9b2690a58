"""Text that XML can hold."""

import re

# Everything but the characters of XML 1.0, section 2.2; there is no way to write them, not even escaped.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(text: str) -> str:
    """The text without the characters that XML has no way to write.

    >>> writable("学校\\x0b竣工")
    '学校竣工'
    """
    return UNWRITABLE.sub("", text)
