//! How often somebody may try: passwords, and requests of any kind. Keeps a bounded number of names, in memory alone.

use crate::record::lock;
use governor::{
    DefaultKeyedRateLimiter, Quota,
    clock::{Clock, DefaultClock},
};
use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::Mutex,
    time::{Duration, Instant},
};

/// How many wrong passwords in a row are free for one name, and from one address, behind which a newsroom may sit.
pub(super) const FREE_BY_NAME: u32 = 5;
pub(super) const FREE_BY_ADDRESS: u32 = 20;
/// The longest wait.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);
/// After how long without a try all is forgotten.
const FORGOTTEN: Duration = Duration::from_secs(60 * 60);
/// How many names and addresses are remembered.
const REMEMBERED: usize = 20_000;

/// Who tried passwords lately. A try counts from its beginning, so that many at once are many.
#[derive(Default)]
pub(super) struct Attempts(Mutex<HashMap<String, Tried>>);

#[derive(Clone, Copy)]
struct Tried {
    times: u32,
    last: Instant,
    until: Instant,
}

impl Attempts {
    /// Counts a try by each of these, of whom some tries are free; how long to wait where that was too many.
    pub(super) fn begin(&self, keys: &[(String, u32)], now: Instant) -> Result<(), Duration> {
        let mut tried = lock(&self.0);
        let waits = keys.iter().filter_map(|(key, _)| tried.get(key)).map(|tried| tried.until);
        let wait = waits.filter_map(|until| until.checked_duration_since(now)).max().unwrap_or_default();
        if !wait.is_zero() {
            return Err(wait);
        }
        make_room(&mut tried, now);
        for (key, free) in keys {
            let before = tried.get(key).filter(|tried| now.duration_since(tried.last) < FORGOTTEN);
            let times = before.map_or(1, |tried| tried.times.saturating_add(1));
            let wait = times
                .checked_sub(*free)
                .map_or(Duration::ZERO, |more| Duration::from_secs(1 << more.min(20)).min(LONGEST_WAIT));
            tried.insert(key.clone(), Tried { times, last: now, until: now + wait });
        }
        Ok(())
    }

    /// Takes a try back that was right; of a name all, of an address that one.
    pub(super) fn succeed(&self, name: &str, address: &str) {
        let mut tried = lock(&self.0);
        tried.remove(name);
        if let Some(of_address) = tried.get_mut(address) {
            of_address.times = of_address.times.saturating_sub(1);
            of_address.until = of_address.last;
        }
    }
}

/// Forgets what is old, and where that is not enough, who waits least.
fn make_room(tried: &mut HashMap<String, Tried>, now: Instant) {
    if tried.len() < REMEMBERED {
        return;
    }
    tried.retain(|_, tried| now.duration_since(tried.last) < FORGOTTEN);
    if tried.len() >= REMEMBERED {
        let mut ends: Vec<Instant> = tried.values().map(|tried| tried.until).collect();
        let (_, middle, _) = ends.select_nth_unstable(REMEMBERED / 2);
        let middle = *middle;
        tried.retain(|_, tried| tried.until > middle);
    }
}

/// How many requests one viewer, or one address of which nobody knows who it is, may send: a page of the interface sends dozens
/// at once.
const AT_ONCE: u32 = 600;
const A_SECOND: u32 = 60;

/// How many requests each may still send.
pub(super) struct Rate(DefaultKeyedRateLimiter<String>);

impl Rate {
    pub(super) fn new() -> Rate {
        let quota = |number| NonZeroU32::new(number).expect("the limits are not zero");
        Rate(DefaultKeyedRateLimiter::keyed(Quota::per_second(quota(A_SECOND)).allow_burst(quota(AT_ONCE))))
    }

    /// Counts a request; how long to wait where that was too many.
    pub(super) fn take(&self, who: &str) -> Result<(), Duration> {
        if self.0.len() >= REMEMBERED {
            self.tidy();
        }
        self.0
            .check_key(&who.to_owned())
            .map_err(|not_yet| not_yet.wait_time_from(DefaultClock::default().now()))
    }

    /// Forgets who may send all again.
    pub(super) fn tidy(&self) {
        self.0.retain_recent();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> [(String, u32); 1] {
        [(name.to_owned(), FREE_BY_NAME)]
    }

    #[test]
    fn waits_grow_with_each_wrong_try_and_end_at_the_right_one() {
        let (attempts, start) = (Attempts::default(), Instant::now());
        let mut now = start;
        let mut waits = Vec::new();
        while waits.len() < 14 {
            match attempts.begin(&of("mira"), now) {
                Ok(()) if now == start => {}
                Ok(()) => assert!(attempts.begin(&of("tomas"), now).is_ok(), "others do not wait"),
                Err(wait) => {
                    waits.push(wait.as_secs());
                    now += wait;
                }
            }
            if waits.is_empty() {
                continue;
            }
            if waits.len() == 3 {
                assert!(attempts.begin(&of("mira"), now - Duration::from_millis(1)).is_err());
            }
        }
        assert_eq!(waits[..6], [1, 2, 4, 8, 16, 32]);
        assert_eq!(waits.last(), Some(&900));
        attempts.succeed("mira", "127.0.0.1");
        for _ in 0..FREE_BY_NAME {
            assert!(attempts.begin(&of("mira"), now).is_ok());
        }
        assert!(attempts.begin(&of("mira"), now).is_err());
        assert!(attempts.begin(&of("mira"), now + FORGOTTEN).is_ok());
    }

    #[test]
    fn a_flood_of_names_is_not_remembered_and_does_not_wash_out_who_waits() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        while attempts.begin(&of("mira"), now).is_ok() {}
        for number in 0..(3 * REMEMBERED) {
            attempts.begin(&of(&format!("name {number}")), now).unwrap();
        }
        assert!(lock(&attempts.0).len() <= REMEMBERED + 1);
        assert!(attempts.begin(&of("mira"), now).is_err());
    }

    #[test]
    fn requests_are_counted_by_who_sends_them() {
        let rate = Rate::new();
        let sent = (0..3 * AT_ONCE).take_while(|_| rate.take("mira").is_ok()).count();
        assert!(sent >= AT_ONCE as usize && rate.take("tomas").is_ok());
        assert!(rate.take("mira").unwrap_err() < Duration::from_secs(2));
    }
}
