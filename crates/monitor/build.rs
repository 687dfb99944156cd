//! Builds again when a file of the demo is added or removed; changed ones are seen by the compiler itself.

fn main() {
    println!("cargo::rerun-if-changed=../../agreements");
    println!("cargo::rerun-if-changed=../../cases");
}
