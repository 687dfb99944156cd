//! Tells cargo to build again when a rule or list is added or changed.

fn main() {
    println!("cargo::rerun-if-changed=../../rules");
}
