//! The views derived anew: what the record tells stays as it was.

use crate::program::Folder;

#[test]
fn views_derived_anew_tell_the_same() {
    let folder = Folder::with_demo();
    let before = folder.records();
    let run = folder.truce(&["rebuild"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(run.out, "sqlite:truce.db: the views are derived anew from 33 records\n");
    assert_eq!(folder.records(), before);
    assert_eq!(folder.truce(&["verify"]).code, 0);
}

#[test]
fn a_store_that_is_not_there_is_not_made() {
    let folder = Folder::new();
    let run = folder.truce(&["rebuild"]);
    assert!(run.code == 1 && run.err.contains("truce init"), "{}", run.err);
    assert!(!folder.path().join("truce.db").exists());
}
