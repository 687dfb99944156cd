//! Gazetteers as files: built from tables of places, opened by mapping. Knows nothing of texts.

mod build;
mod division;
mod map;
mod names;
mod sort;

pub use build::{BuildOptions, Built, build_gazetteer};
pub use map::open_gazetteer;

#[cfg(test)]
mod tests;
