//! truce
fn main() {}
