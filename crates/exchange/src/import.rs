//! What comes in: a file or folder a format.

pub mod agreement;
pub mod cases;
pub mod gazetteer;
pub mod jsonl;
pub mod problem;
pub mod table;
pub mod text;

mod fields;
mod nearest;
mod times;
