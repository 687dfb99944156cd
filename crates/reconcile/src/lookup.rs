//! Looks names up once however often they are told. Remembers nothing beyond one run.

use crate::{
    near::Hashed,
    party::Party,
    place::{Found, Site},
    witness::identity,
};
use jiff::civil::Date;
use std::{cell::RefCell, hash::Hash, rc::Rc};
use truce_model::{Actors, Claim, Name, Places};

/// The lists, with all that was looked up in them.
pub(crate) struct Lookup<'a> {
    actors: &'a Actors,
    places: &'a Places,
    /// For each name whether whom it means depends on the day.
    dated: RefCell<Hashed<&'a Name, bool>>,
    parties: Memo<(&'a Name, Option<Date>), Party>,
    sources: Memo<&'a Name, str>,
    found: RefCell<Hashed<&'a Name, Option<Found<'a>>>>,
    sites: Memo<(&'a [Name], Option<String>), Site<'a>>,
    /// Every name of a place under which a claim is found, with its number.
    numbers: RefCell<Hashed<String, u32>>,
}

type Memo<K, V> = RefCell<Hashed<K, Rc<V>>>;

fn recall<K: Hash + Eq, V: ?Sized>(memo: &Memo<K, V>, key: K, find: impl FnOnce(&K) -> Rc<V>) -> Rc<V> {
    if let Some(known) = memo.borrow().get(&key) {
        return known.clone();
    }
    let found = find(&key);
    memo.borrow_mut().insert(key, found.clone());
    found
}

impl<'a> Lookup<'a> {
    /// Nothing is looked up yet.
    pub(crate) fn new(actors: &'a Actors, places: &'a Places) -> Lookup<'a> {
        let (parties, sources, sites) = Default::default();
        let (dated, found, numbers) = Default::default();
        Lookup { actors, places, dated, parties, sources, found, sites, numbers }
    }

    /// Whom a name means on a day.
    pub(crate) fn party(&self, name: &'a Name, on: Option<Date>) -> Rc<Party> {
        let known = self.dated.borrow().get(name).copied();
        let dated = known.unwrap_or_else(|| {
            let dated = Party::changes(name, self.actors);
            self.dated.borrow_mut().insert(name, dated);
            dated
        });
        let on = on.filter(|_| dated);
        recall(&self.parties, (name, on), |_| Rc::new(Party::of(name, self.actors, on)))
    }

    /// Who a source is.
    pub(crate) fn source(&self, name: &'a Name) -> Rc<str> {
        recall(&self.sources, name, |name| identity(name, self.actors).into())
    }

    /// Where a claim plays.
    pub(crate) fn site(&self, claim: &'a Claim) -> Rc<Site<'a>> {
        let beyond = Site::beyond(&claim.places, &claim.quote, |name| self.found(name));
        self.site_of(&claim.places, beyond)
    }

    /// Where a target lies, if it is a listed place below a country.
    pub(crate) fn target_site(&self, target: &'a Name) -> Option<Rc<Site<'a>>> {
        let site = self.site_of(std::slice::from_ref(target), None);
        site.is_listed().then_some(site)
    }

    fn site_of(&self, names: &'a [Name], beyond: Option<String>) -> Rc<Site<'a>> {
        let find = |(names, beyond): &(&'a [Name], Option<String>)| {
            let number = |name: &str| self.number(name);
            Rc::new(Site::of(names, beyond.clone(), |name| self.found(name), number))
        };
        recall(&self.sites, (names, beyond), find)
    }

    /// The place that a name means, with all that holds it.
    fn found(&self, name: &'a Name) -> Option<Found<'a>> {
        if let Some(known) = self.found.borrow().get(name) {
            return known.clone();
        }
        let place = self.places.locate(name.as_str());
        let found = place.map(|place| Found { place, wholes: self.places.wholes(place).into() });
        self.found.borrow_mut().insert(name, found.clone());
        found
    }

    fn number(&self, name: &str) -> u32 {
        let mut numbers = self.numbers.borrow_mut();
        if let Some(known) = numbers.get(name) {
            return *known;
        }
        let next = numbers.len() as u32;
        numbers.insert(name.to_owned(), next);
        next
    }
}
