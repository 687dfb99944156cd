//! What goes out: a file a format.
