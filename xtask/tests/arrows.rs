//! The arrows between the crates point down only.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the message")]

use cargo_metadata::{DependencyKind, MetadataCommand, Package};
use std::collections::{BTreeMap, BTreeSet};

/// Each crate with the crates of the project that it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("truce-model", &[]),
    ("truce-extract", &["truce-model"]),
    ("truce-reconcile", &["truce-model"]),
    ("truce-assess", &["truce-model"]),
    ("truce-exchange", &["truce-model"]),
    ("truce-evidence", &["truce-model"]),
    ("truce-store", &["truce-model"]),
    ("truce-report", &["truce-model"]),
    (
        "truce-monitor",
        &[
            "truce-model",
            "truce-extract",
            "truce-reconcile",
            "truce-assess",
            "truce-exchange",
            "truce-evidence",
            "truce-store",
            "truce-report",
        ],
    ),
    ("truce-server", &["truce-model", "truce-monitor"]),
    ("truce-cli", &["truce-model", "truce-monitor", "truce-server"]),
    // Measures importing apart from reading, and judging and storing apart from all else.
    (
        "truce-bench",
        &["truce-assess", "truce-exchange", "truce-model", "truce-monitor", "truce-reconcile", "truce-store"],
    ),
    // Trains the parser that `extract` reads with, and scores it with the same code.
    ("truce-train", &["truce-exchange", "truce-extract", "truce-model"]),
    ("xtask", &[]),
];

/// Libraries that only one crate may use: only `store` knows SQL, only `server` answers HTTP.
const RESERVED: &[(&str, &str)] = &[
    ("rusqlite", "truce-store"),
    ("postgres", "truce-store"),
    ("axum", "truce-server"),
    ("hyper", "truce-server"),
];

fn packages() -> Vec<Package> {
    MetadataCommand::new().no_deps().exec().unwrap().packages
}

fn arrows(package: &Package) -> impl Iterator<Item = &str> {
    let for_others = |kind: DependencyKind| kind != DependencyKind::Development;
    package.dependencies.iter().filter(move |d| for_others(d.kind)).map(|d| d.name.as_str())
}

#[test]
fn arrows_point_down_only() {
    let allowed: BTreeMap<&str, BTreeSet<&str>> =
        MAY_USE.iter().map(|(name, uses)| (*name, uses.iter().copied().collect())).collect();
    let packages = packages();
    let names: BTreeSet<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    assert_eq!(names, allowed.keys().copied().collect(), "every crate has its line in MAY_USE");
    for package in &packages {
        let uses: BTreeSet<&str> = arrows(package).filter(|name| names.contains(name)).collect();
        let forbidden: Vec<_> = uses.difference(&allowed[package.name.as_str()]).collect();
        assert!(forbidden.is_empty(), "{} may not use {forbidden:?}", package.name);
    }
}

#[test]
fn only_store_knows_sql_and_only_server_answers_http() {
    for package in &packages() {
        for (library, owner) in RESERVED {
            let uses = package.dependencies.iter().any(|d| d.name == *library);
            assert!(!uses || package.name.as_str() == *owner, "{} may not use {library}", package.name);
        }
    }
}

/// Calls that reach the clock, files, processes or the network.
const EFFECTS: &[&str] = &[
    "std::fs",
    "std::net",
    "std::process",
    "std::env",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
];

#[test]
fn the_steps_do_no_io_and_never_read_the_clock() {
    for step in ["extract", "reconcile", "assess"] {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/").to_owned() + step + "/src";
        let mut files = 0;
        let mut open = vec![std::path::PathBuf::from(folder)];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                files += 1;
                for effect in EFFECTS {
                    assert!(!text.contains(effect), "{} uses {effect}", path.display());
                }
            }
        }
        assert!(files > 0, "{step} has sources");
    }
}
