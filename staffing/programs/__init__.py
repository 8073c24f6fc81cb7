"""Integer programs as arrays, whatever they mean: built, cut into parts, solved and checked."""
