//! Builds again when a list is added or removed; changed ones are seen by the compiler itself.

fn main() {
    println!("cargo::rerun-if-changed=../../actors");
}
