//! Looks names up once however often they are told. Remembers nothing beyond one run.

use crate::{party::Party, place::Site, witness::identity};
use jiff::civil::Date;
use std::{cell::RefCell, collections::HashMap, hash::Hash, rc::Rc};
use truce_model::{Actors, Claim, Name, Places};

/// The lists, with all that was looked up in them.
pub(crate) struct Lookup<'a> {
    actors: &'a Actors,
    places: &'a Places,
    parties: Memo<(Name, Option<Date>), Party>,
    sources: Memo<Name, str>,
    sites: Memo<(Vec<Name>, Option<String>), Site<'a>>,
}

type Memo<K, V> = RefCell<HashMap<K, Rc<V>>>;

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
        Lookup { actors, places, parties, sources, sites }
    }

    /// Whom a name means on a day.
    pub(crate) fn party(&self, name: &Name, on: Option<Date>) -> Rc<Party> {
        recall(&self.parties, (name.clone(), on), |_| Rc::new(Party::of(name, self.actors, on)))
    }

    /// Who a source is.
    pub(crate) fn source(&self, name: &Name) -> Rc<str> {
        recall(&self.sources, name.clone(), |name| identity(name, self.actors).into())
    }

    /// Where a claim plays.
    pub(crate) fn site(&self, claim: &Claim) -> Rc<Site<'a>> {
        let beyond = Site::beyond(&claim.places, &claim.quote, self.places);
        let key = (claim.places.clone(), beyond);
        recall(&self.sites, key, |(names, beyond)| Rc::new(Site::of(names, beyond.clone(), self.places)))
    }

    /// Where a target lies, if it is a listed place below a country.
    pub(crate) fn target_site(&self, target: &Name) -> Option<Rc<Site<'a>>> {
        let find = |key: &(Vec<Name>, Option<String>)| Rc::new(Site::of(&key.0, None, self.places));
        let site = recall(&self.sites, (vec![target.clone()], None), find);
        site.is_listed().then_some(site)
    }
}
