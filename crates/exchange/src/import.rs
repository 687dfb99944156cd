//! What comes in: a file or folder a format.

pub mod text;
