//! The files of an index that lie in the store, read piece by piece as they are needed. Never writes.

use crate::{
    StoreError,
    sql::{Sql, Value},
};
use std::{
    collections::{BTreeMap, VecDeque},
    fmt, io,
    ops::Range,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};
use tantivy::{
    Directory, HasLen,
    directory::{
        DirectoryLock, FileHandle, Lock, OwnedBytes, WatchCallback, WatchHandle, WritePtr,
        error::{DeleteError, LockError, OpenReadError, OpenWriteError},
    },
};
use truce_model::Hash;

/// How many bytes lie in one row.
pub(crate) const CHUNK: usize = 64 << 10;
/// How many rows are kept at hand, over all parts.
const KEPT: usize = 512;

/// Where rows of files come from: a connection of its own, with what it read last at hand.
pub(crate) struct Source {
    conn: Mutex<Connected>,
}

struct Connected {
    sql: Box<dyn Sql + Send>,
    kept: BTreeMap<(i64, usize), Arc<Vec<u8>>>,
    order: VecDeque<(i64, usize)>,
}

impl Source {
    pub(crate) fn new(sql: Box<dyn Sql + Send>) -> Source {
        Source { conn: Mutex::new(Connected { sql, kept: BTreeMap::new(), order: VecDeque::new() }) }
    }

    fn row(&self, part: i64, at: usize) -> io::Result<Arc<Vec<u8>>> {
        // A reader that panicked has left nothing by half: rows are only added whole.
        let mut conn = self.conn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = conn.kept.get(&(part, at)) {
            return Ok(bytes.clone());
        }
        let bytes = Arc::new(chunk(&*conn.sql, part, at).map_err(io::Error::other)?);
        if conn.order.len() == KEPT
            && let Some(oldest) = conn.order.pop_front()
        {
            conn.kept.remove(&oldest);
        }
        conn.order.push_back((part, at));
        conn.kept.insert((part, at), bytes.clone());
        Ok(bytes)
    }
}

/// One row of the files of a part.
pub(crate) fn chunk(sql: &dyn Sql, part: i64, at: usize) -> Result<Vec<u8>, StoreError> {
    let ask = "SELECT bytes, sum FROM word_chunk WHERE part = ?1 AND position = ?2";
    let row = sql.first("read an index", ask, &[Value::Int(part), Value::Int(at as i64)])?;
    let mut row = row.ok_or_else(|| sql.damaged(None, "a piece of the index of words is missing"))?;
    let (bytes, told) = (row.bytes(0)?, row.int(1)?);
    // What reads an index trusts it, so that damaged bytes must not come to it.
    if sum(&Hash::of(&bytes)) == told {
        return Ok(bytes);
    }
    Err(sql.damaged(None, "a piece of the index of words is damaged; `truce rebuild` makes it anew"))
}

/// The first 63 bits of a hash, as databases hold a number.
pub(crate) fn sum(hash: &Hash) -> i64 {
    let first: [u8; 8] = hash.bytes()[..8].try_into().expect("a hash has 32 bytes");
    i64::from_be_bytes(first) & i64::MAX
}

/// Where a file lies among all bytes of its part.
pub(crate) type Contents = BTreeMap<String, (usize, usize)>;

/// The files of one part.
#[derive(Clone)]
pub(crate) struct Shelf {
    pub(crate) part: i64,
    pub(crate) contents: Arc<Contents>,
    pub(crate) source: Arc<Source>,
}

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "part {}", self.part)
    }
}

impl Shelf {
    fn file(&self, path: &Path) -> Result<ShelvedFile, OpenReadError> {
        let found = path.to_str().and_then(|name| self.contents.get(name));
        let (start, len) = found.ok_or_else(|| OpenReadError::FileDoesNotExist(path.to_owned()))?;
        Ok(ShelvedFile { part: self.part, start: *start, len: *len, source: self.source.clone() })
    }
}

impl Directory for Shelf {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        Ok(Arc::new(self.file(path)?))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError { io_error: Arc::new(unwritable()), filepath: path.to_owned() })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(path.to_str().is_some_and(|name| self.contents.contains_key(name)))
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::IoError { io_error: Arc::new(unwritable()), filepath: path.to_owned() })
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let file = self.file(path)?;
        let bytes = file.read_bytes(0..file.len);
        let read = bytes.map_err(|error| OpenReadError::IoError {
            io_error: Arc::new(error),
            filepath: path.to_owned(),
        })?;
        Ok(read.as_slice().to_vec())
    }

    fn atomic_write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Err(unwritable())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        // Locks keep files from being collected while they are opened; here nothing collects.
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

fn unwritable() -> io::Error {
    io::Error::new(io::ErrorKind::ReadOnlyFilesystem, "an index in the store is only read")
}

/// One file of a part.
struct ShelvedFile {
    part: i64,
    start: usize,
    len: usize,
    source: Arc<Source>,
}

impl fmt::Debug for ShelvedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bytes {} to {} of part {}", self.start, self.start + self.len, self.part)
    }
}

impl HasLen for ShelvedFile {
    fn len(&self) -> usize {
        self.len
    }
}

impl FileHandle for ShelvedFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let (mut from, end) = (self.start + range.start, self.start + range.end.min(self.len));
        let mut bytes = Vec::with_capacity(end.saturating_sub(from));
        while from < end {
            let row = self.source.row(self.part, from / CHUNK)?;
            let piece = row.get(from % CHUNK..row.len().min(end - from / CHUNK * CHUNK));
            let piece = piece.filter(|piece| !piece.is_empty());
            bytes.extend_from_slice(
                piece.ok_or_else(|| io::Error::other("a piece of the index is too short"))?,
            );
            from = self.start + range.start + bytes.len();
        }
        Ok(OwnedBytes::new(bytes))
    }
}
