//! Backups: the record as it is at one moment, while others write; restored stores are sound.

use crate::program::{Folder, STORY};
use std::{fs, thread};

#[test]
fn a_restored_store_tells_what_the_first_told() {
    let folder = Folder::with_demo();
    let run = folder.truce(&["backup", "copy.db"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(run.out, "copy.db: a copy of sqlite:truce.db, 33 records\n");
    assert!(!folder.path().join("copy.db-wal").exists(), "a copy is one file");
    let run = folder.truce(&["restore", "copy.db", "--store", "restored.db"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.starts_with("restored.db: restored from copy.db, sound; 33 records"), "{}", run.out);
    for ask in [["claims"].as_slice(), &["findings"], &["changes", "--since", "19", "--until", "33"]] {
        let ask = |store: &str| folder.truce(&[ask, &["--format", "jsonl", "--store", store]].concat()).out;
        let first = ask("truce.db");
        assert!(!first.is_empty());
        assert_eq!(ask("restored.db"), first);
        assert_eq!(ask("copy.db"), first);
    }
    let told = |store: &str| {
        let run = folder.truce(&["verify", "--store", store]);
        assert_eq!(run.code, 0, "{}", run.err);
        run.out.split_once(": ").unwrap().1.to_owned()
    };
    assert_eq!(told("restored.db"), told("truce.db"), "judgements are kept in the copy");
}

#[test]
fn nothing_is_written_over() {
    let folder = Folder::with_demo();
    folder.write("there.db", "mine");
    let refused = |arguments: &[&str], words: &str| {
        let run = folder.truce(arguments);
        assert_eq!(run.code, 1, "{arguments:?}: {}", run.out);
        assert!(run.err.contains(words) && run.err.contains("hint"), "{arguments:?}: {}", run.err);
    };
    refused(&["backup", "there.db"], "is there already, and is not written over");
    refused(&["backup", "truce.db"], "is the store itself");
    refused(&["backup", "./truce.db"], "is the store itself");
    for (verb, address) in [("backup", "postgres://a:b@arden/truce"), ("restore", "postgresql://arden/truce")]
    {
        let run = folder.truce(&[verb, address, "--store", "truce.db"]);
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(
            run.err.contains("this is the address of a database") && run.err.contains("hint"),
            "{}",
            run.err
        );
        assert!(!run.err.contains("a:b"), "{}", run.err);
    }
    refused(&["backup", "nowhere/copy.db"], "nowhere");
    refused(&["backup", "copy.db", "--store", "none.db"], "no such store");
    refused(&["restore", "none.db", "--store", "new.db"], "there is no such file");
    refused(&["restore", "there.db", "--store", "new.db"], "no store of Trucewatch");
    assert_eq!(folder.truce(&["backup", "copy.db"]).code, 0);
    refused(&["restore", "copy.db"], "something lies there already");
    assert_eq!(fs::read(folder.path().join("there.db")).unwrap(), b"mine");
    assert!(!folder.path().join("new.db").exists());
}

#[test]
fn a_backup_is_whole_while_others_write() {
    let folder = Folder::new();
    assert_eq!(folder.truce(&["init"]).code, 0);
    for n in 0..120 {
        folder.write(&format!("in/{n:03}.txt"), STORY.replace("Arden", &format!("Arden{n}")));
    }
    thread::scope(|scope| {
        let writer = scope.spawn(|| folder.truce(&["ingest", "--quiet", "in"]));
        let mut copies = 0;
        while !writer.is_finished() || copies == 0 {
            let copy = format!("copy{copies}.db");
            let run = folder.truce(&["backup", &copy]);
            assert_eq!(run.code, 0, "{}", run.err);
            let run = folder.truce(&["verify", "--store", &copy]);
            assert_eq!(run.code, 0, "{}", run.err);
            copies += 1;
        }
        let run = writer.join().unwrap();
        assert_eq!(run.code, 0, "{}", run.err);
    });
    assert_eq!(folder.truce(&["verify"]).code, 0);
}

#[test]
fn what_a_stopped_backup_left_goes_with_the_next() {
    let folder = Folder::new();
    assert_eq!(folder.truce(&["init"]).code, 0);
    for n in 0..40 {
        folder.write(&format!("in/{n:03}.txt"), STORY.replace("Arden", &format!("Arden{n}")));
    }
    assert_eq!(folder.truce(&["ingest", "--quiet", "in"]).code, 0);
    let left = || {
        let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        names.filter(|name| name.to_str().unwrap().starts_with('.')).count()
    };
    // Stopped as soon as half a copy lies there; a quick one may be whole before that is seen.
    let mut stopped = 0;
    for n in 0..50 {
        let mut child = folder.command(&["backup", &format!("copy{n}.db")]).spawn().unwrap();
        while left() == 0 && child.try_wait().unwrap().is_none() {}
        child.kill().unwrap();
        child.wait().unwrap();
        stopped += left();
        if stopped > 0 {
            break;
        }
    }
    assert!(stopped > 0, "no backup could be stopped half-way");
    assert_eq!(folder.truce(&["backup", "whole.db"]).code, 0);
    assert_eq!(left(), 0);
    assert_eq!(folder.truce(&["verify", "--store", "whole.db"]).code, 0);
}
