"""HTML that may be printed as it is, because one function made it safe."""


class SafeHtml(str):
    """A fragment that passed the sanitiser; only ``learning.content.render`` makes one.

    Templates print it unescaped through ``__html__``; any other string is escaped.
    """

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)
