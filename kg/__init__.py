"""Chinese government work reports as a knowledge graph."""
