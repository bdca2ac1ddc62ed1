"""A believable town of any size, by COPY: each story is played once by the operations, then cast as often as asked."""
