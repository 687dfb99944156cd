//! The demo case comes to what is expected of it. The snapshots lie beside the case, to be read by a monitor.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the message")]

use std::{collections::BTreeSet, path::Path};
use tempfile::TempDir;
use truce_model::{AgreementId, Incident, Name, ProvisionId, Stance, Standing, Term};
use truce_monitor::{
    DEMO_AGREEMENT, Demo, Filter, Format, Monitor, Noun, Store, format_agreement, format_cases, table,
};

fn demo() -> (TempDir, Monitor) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::from(folder.path().join("truce.db").display().to_string());
    let mut monitor = Monitor::create(&store).unwrap();
    Demo::builtin().unwrap().load(&mut monitor, &store).unwrap();
    (folder, monitor)
}

fn check(name: &str, found: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../cases/september-2016-truce/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, found));
}

#[test]
fn the_situation_is_as_expected() {
    let (_folder, monitor) = demo();
    let end = "2016-09-22T00:00:00+03:00".parse().unwrap();
    let situation = monitor.situation(&monitor.knowledge(None, end).unwrap()).unwrap();
    let filter = Filter::default();
    let selection = monitor.select(&situation, &filter).unwrap();
    for (name, noun) in [("incidents", Noun::Incidents), ("findings", Noun::Findings), ("tolls", Noun::Tolls)]
    {
        check(name, &table(noun, &situation, &selection).to_csv());
    }
}

#[test]
fn what_is_retracted_is_counted_nowhere() {
    let (_folder, mut monitor) = demo();
    let end = "2016-09-22T00:00:00+03:00".parse().unwrap();
    let now = |monitor: &Monitor| monitor.situation(&monitor.knowledge(None, end).unwrap()).unwrap();
    let before = now(&monitor);
    for document in &before.documents {
        let by = Name::parse("Centre").unwrap();
        monitor.withdraw(&now(&monitor), document.id.as_str(), by, "Forged".into(), end).unwrap();
    }
    let after = now(&monitor);
    assert!(after.incidents.is_empty() && after.findings.is_empty() && after.tolls.is_empty());
    let asserted = |incident: &&Incident| {
        incident.claims.iter().any(|id| before.claim(id).unwrap().stance == Stance::Asserts)
    };
    let told =
        |incident: &Incident| (incident.id.clone(), incident.all_claims().cloned().collect::<Vec<_>>());
    let expected: Vec<_> = before.incidents.iter().filter(asserted).map(told).collect();
    assert_eq!(after.retracted.iter().map(told).collect::<Vec<_>>(), expected);
    assert!(after.retracted.iter().all(|incident| incident.standing == Standing::Retracted));
    for incident in &after.retracted {
        let why = monitor.why(&after, incident.id.as_str()).unwrap();
        assert!(
            why.because.iter().any(|link| link.facts.iter().any(|(name, _)| name == "withdrawn")),
            "{why:?}"
        );
    }
}

#[test]
fn the_reports_are_as_expected() {
    let (_folder, monitor) = demo();
    let agreement = AgreementId::new(DEMO_AGREEMENT);
    for day in ["2016-09-16", "2016-09-18"] {
        let report = monitor.report(&agreement, day.parse().unwrap(), None, Format::Markdown).unwrap();
        check(&format!("report-{day}"), &report);
    }
}

#[test]
fn every_agreement_of_the_project_is_sound_and_its_cases_come_out() {
    let book = truce_monitor::Book::builtin().unwrap();
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../agreements"));
    for entry in std::fs::read_dir(root).unwrap() {
        let folder = entry.unwrap().path();
        let files = files_of(&folder);
        let checked = truce_monitor::check_agreement(&folder, &files, &book).unwrap();
        assert!(
            checked.failed.is_empty(),
            "{}",
            checked.failed.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        );
        for provision in &checked.agreement.provisions {
            let of_it = |(id, _): &&(ProvisionId, &str)| *id == provision.id;
            let outcomes: BTreeSet<&str> =
                checked.cases.iter().filter(of_it).map(|(_, word)| *word).collect();
            let count = checked.cases.iter().filter(of_it).count();
            let least =
                if matches!(provision.term, Term::CeaseHostilities | Term::Prohibit { .. }) { 4 } else { 2 };
            assert!(count >= least, "{}: `{}` has {count} cases", folder.display(), provision.id);
            let missing = |words: &[&'static str]| -> Vec<&str> {
                words.iter().copied().filter(|word| !outcomes.contains(word)).collect()
            };
            let lacks: Vec<&str> = shown_by(&provision.term)
                .iter()
                .map(|words| missing(words))
                .min_by_key(|lacks| lacks.len())
                .unwrap_or_default();
            assert!(lacks.is_empty(), "{}: `{}` has no case {lacks:?}", folder.display(), provision.id);
        }
        for (file, text) in files.iter().filter(|(file, _)| !file.ends_with(".geojson")) {
            let tidy = if file == "agreement.md" { format_agreement(text) } else { format_cases(text) };
            assert!(
                tidy.unwrap() == *text,
                "{}/{file} is not tidy: run truce agreement format",
                folder.display()
            );
        }
    }
}

/// The files of an agreement's folder, by their paths in it.
fn files_of(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for inside in ["", "cases", "areas"] {
        for entry in std::fs::read_dir(folder.join(inside)).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                files.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files
}

/// What the cases of a provision must show, in one of these ways: broken, the minute before it binds, the unclear one, and
/// a fourth for what keeps it (what a prohibition does not cover keeps it); for a duty that no incident keeps or breaks,
/// the stages of its life; for terms that judge nothing, that they begin.
fn shown_by(term: &Term) -> &'static [&'static [&'static str]] {
    const FORBIDDEN: &[&str] = &["violation", "not covered", "undetermined"];
    match term {
        Term::CeaseHostilities | Term::Prohibit { .. } => &[FORBIDDEN],
        Term::GrantAccess { .. } | Term::Withdraw { .. } => {
            &[&["permitted", "violation", "not covered", "undetermined"]]
        }
        Term::Oblige { .. } => &[&["permitted", "not covered", "undetermined"], FORBIDDEN, &["created"]],
        Term::Permit { .. }
        | Term::ExcludeGroups { .. }
        | Term::Power { .. }
        | Term::Ultimatum { .. }
        | Term::Renew { .. } => &[&["created"]],
    }
}

#[test]
fn the_reference_names_every_column_of_every_listing() {
    let (_folder, monitor) = demo();
    let end = "2016-09-22T00:00:00+03:00".parse().unwrap();
    let situation = monitor.situation(&monitor.knowledge(None, end).unwrap()).unwrap();
    let filter = Filter::default();
    let selection = monitor.select(&situation, &filter).unwrap();
    let page = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/listings.md"));
    let page = std::fs::read_to_string(page).unwrap();
    for (title, noun) in [
        ("claims", Noun::Claims),
        ("incidents", Noun::Incidents),
        ("findings", Noun::Findings),
        ("tolls", Noun::Tolls),
    ] {
        let section =
            page.split(&format!("## Columns of {title}\n")).nth(1).unwrap().split("\n## ").next().unwrap();
        let named: Vec<&str> =
            section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
        assert_eq!(named, table(noun, &situation, &selection).columns, "columns of {title}");
    }
}
