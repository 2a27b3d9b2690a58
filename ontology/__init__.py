"""What can be said: the vocabulary, its shapes and schemes, and how typed facts become triples."""
