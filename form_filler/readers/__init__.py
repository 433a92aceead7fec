"""One file a family of field kinds: words in, `Accepted | Rejected | Ambiguous` out."""
