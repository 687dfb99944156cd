//! Parties, groups, sources: names, aliases, sides and memberships over time, as listed in `actors/`.

use crate::{ActorId, ModelError, name};
use include_dir::{Dir, include_dir};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

static BUILTIN: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../actors");

/// What sort of actor it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActorKind {
    /// A state or its government.
    State,
    /// The forces of a state.
    Forces,
    /// An armed group.
    ArmedGroup,
    /// A body of several actors.
    Coalition,
    /// An international organisation or its agency.
    Organisation,
    /// Somebody who watches: a monitor, an observatory.
    Monitor,
    /// A news agency, paper or broadcaster.
    Outlet,
    /// A person.
    Person,
    /// Rescue and medical workers, residents and others who are no party.
    Civil,
    /// A list that somebody keeps, such as of designated groups; its members are those listed.
    List,
}

/// Belongs to another actor, between two days if they are known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// The whole to which it belongs.
    pub of: ActorId,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}

impl Membership {
    /// Whether it held on a day; without a day, whether it ever did.
    pub fn held(&self, on: Option<Date>) -> bool {
        on.is_none_or(|day| {
            self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
        })
    }
}

/// A name that it has given up or taken on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Former {
    /// The name.
    pub name: String,
    /// Last day under that name.
    pub until: Option<Date>,
}

/// Names that mean an actor only where things happen in its own countries: "the rebels" of one war are not those of
/// another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalNames {
    /// The countries, by the names of the lists of places.
    pub countries: Vec<String>,
    /// The names.
    pub names: Vec<String>,
}

/// Somebody who acts, speaks or is held to terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// Unique among all lists.
    pub id: ActorId,
    /// The name that reports print.
    pub name: String,
    /// What sort of actor.
    pub kind: ActorKind,
    /// Other names and short forms.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Names that mean it in its own countries only.
    pub local: Option<LocalNames>,
    /// Names of other times.
    #[serde(default)]
    pub formerly: Vec<Former>,
    /// The wholes to which it belongs, over time: a group's alliance, an army's state, a person's office.
    #[serde(default)]
    pub member_of: Vec<Membership>,
    /// Those beside whom it fights without belonging to them, over time.
    #[serde(default)]
    pub partner_of: Vec<Membership>,
    /// Where it rests on: title, year, page or address.
    pub cite: Option<String>,
}

impl Actor {
    /// Every name that it has now: its own, the others, and those of its own countries.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        let local = self.local.iter().flat_map(|local| &local.names);
        self.aliases.iter().chain(local).chain([&self.name])
    }
}

/// Every known actor, looked up by any of its names.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    by_id: BTreeMap<ActorId, Actor>,
    /// By the key of a name, whom it means, and whether it does so only in that actor's countries.
    by_name: BTreeMap<String, BTreeMap<ActorId, bool>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListFile {
    actor: Vec<Actor>,
}

/// The actors of these files, each with the name of its file.
fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Vec<(String, Actor)>, ModelError> {
    let mut all = Vec::new();
    for (file, text) in files {
        let list: ListFile = toml::from_str(text)
            .map_err(|e| ModelError::List { file: file.to_owned(), problem: e.to_string() })?;
        all.extend(list.actor.into_iter().map(|actor| (file.to_owned(), actor)));
    }
    Ok(all)
}

impl Actors {
    /// The lists that the program carries.
    pub fn builtin() -> Result<Actors, ModelError> {
        Actors::builtin_with([])
    }

    /// The lists that the program carries, with further ones; an actor of theirs stands in place of one of the same id.
    pub fn builtin_with<'a>(
        further: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Actors, ModelError> {
        let files = BUILTIN.files().filter_map(|f| Some((f.path().to_str()?, f.contents_utf8()?)));
        let further = read(further)?;
        let replaced: BTreeSet<&ActorId> = further.iter().map(|(_, actor)| &actor.id).collect();
        let mut all = read(files.filter(|(file, _)| file.ends_with(".toml")))?;
        all.retain(|(_, actor)| !replaced.contains(&actor.id));
        all.extend(further);
        Actors::of(all)
    }

    /// Reads lists, each given with its file's name; an id may stand only once, a whole must be known.
    pub fn parse<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Actors, ModelError> {
        Actors::of(read(files)?)
    }

    fn of(all: Vec<(String, Actor)>) -> Result<Actors, ModelError> {
        let mut actors = Actors::default();
        let mut links = Vec::new();
        for (file, actor) in all {
            let as_what = [("member", &actor.member_of), ("partner", &actor.partner_of)];
            for (word, wholes) in as_what {
                links.extend(wholes.iter().map(|m| (file.clone(), actor.id.clone(), word, m.of.clone())));
            }
            if actors.by_id.contains_key(&actor.id) {
                let problem = format!("actor `{}` is listed twice", actor.id);
                return Err(ModelError::List { file, problem });
            }
            actors.add(actor);
        }
        for (file, id, as_what, whole) in links {
            if !actors.by_id.contains_key(&whole) {
                let problem = format!("actor `{id}` is a {as_what} of `{whole}`, which no list defines");
                return Err(ModelError::List { file, problem });
            }
        }
        Ok(actors)
    }

    fn add(&mut self, actor: Actor) {
        let local = actor.local.iter().flat_map(|local| &local.names).map(|name| (name, true));
        let former = actor.formerly.iter().map(|f| &f.name);
        let everywhere = actor.aliases.iter().chain(former).chain([&actor.name]).map(|name| (name, false));
        // A name that is listed both ways means it everywhere.
        for (name, is_local) in local.chain(everywhere) {
            self.by_name.entry(name::key(name)).or_default().insert(actor.id.clone(), is_local);
        }
        self.by_id.insert(actor.id.clone(), actor);
    }

    /// The actor with this id.
    pub fn get(&self, id: &ActorId) -> Option<&Actor> {
        self.by_id.get(id)
    }

    /// Every actor, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Actor> {
        self.by_id.values()
    }

    /// The actor that these words name, in whatever country, unless they name none or several.
    pub fn find(&self, words: &str) -> Option<&Actor> {
        self.only(words, |_, _| true)
    }

    /// The actor that these words name where something happens in a country, unless they name none or several. Where
    /// the country is not known, a name that means an actor in its own countries only means nobody.
    pub fn find_in(&self, words: &str, country: Option<&str>) -> Option<&Actor> {
        let at_home = |id: &ActorId| {
            let local = self.by_id.get(id).and_then(|actor| actor.local.as_ref());
            local.zip(country).is_some_and(|(local, country)| {
                local.countries.iter().any(|home| name::key(home) == name::key(country))
            })
        };
        self.only(words, |id, is_local| !is_local || at_home(id))
    }

    /// The only actor of these words that will do.
    fn only(&self, words: &str, will_do: impl Fn(&ActorId, bool) -> bool) -> Option<&Actor> {
        let ids = self.by_name.get(&name::key(words))?;
        let mut those = ids.iter().filter(|(id, is_local)| will_do(id, **is_local)).map(|(id, _)| id);
        let first = those.next()?;
        if those.next().is_none() { self.by_id.get(first) } else { None }
    }

    /// Every actor that these words name, in whatever country: one, or several joined by "and" and commas. Empty
    /// where a part is not listed, so that half an answer is none.
    pub fn named(&self, words: &str) -> BTreeSet<ActorId> {
        each(words, |part| self.find(part))
    }

    /// As [`named`](Actors::named), where something happens in a country.
    pub fn named_in(&self, words: &str, country: Option<&str>) -> BTreeSet<ActorId> {
        each(words, |part| self.find_in(part, country))
    }

    /// The actor itself and every whole to which it belongs, through any number of steps; a day narrows
    /// memberships to those that held on it.
    pub fn wholes(&self, id: &ActorId, on: Option<Date>) -> BTreeSet<ActorId> {
        let mut found = BTreeSet::from([id.clone()]);
        let mut open = vec![id.clone()];
        while let Some(actor) = open.pop().and_then(|id| self.by_id.get(&id)) {
            for membership in &actor.member_of {
                if membership.held(on) && found.insert(membership.of.clone()) {
                    open.push(membership.of.clone());
                }
            }
        }
        found
    }
}

/// Whoever the words name, or all that are named in their parts.
fn each<'a>(words: &str, find: impl Fn(&str) -> Option<&'a Actor>) -> BTreeSet<ActorId> {
    let id = |part: &str| find(part.trim()).map(|actor| actor.id.clone());
    if let Some(one) = id(words) {
        return BTreeSet::from([one]);
    }
    let parts: Vec<&str> = words.split(" and ").flat_map(|part| part.split(", ")).collect();
    if parts.len() < 2 {
        return BTreeSet::new();
    }
    parts.into_iter().map(id).collect::<Option<BTreeSet<ActorId>>>().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = r#"
        [[actor]]
        id = "south"
        name = "South"
        kind = "state"

        [[actor]]
        id = "south-army"
        name = "Army of the South"
        aliases = ["southern army"]
        kind = "forces"
        member_of = [{ of = "south", from = "2031-01-01" }]
    "#;

    #[test]
    fn the_lists_that_the_program_carries_are_sound() {
        Actors::builtin().unwrap();
    }

    #[test]
    fn a_further_list_adds_actors_and_replaces_those_of_the_same_id() {
        let more = LIST.replace("South\"", "New South\"").replace("id = \"south\"", "id = \"russia\"");
        let more = more.replace("of = \"south\"", "of = \"russia\"");
        let actors = Actors::builtin_with([("more.toml", more.as_str())]).unwrap();
        assert_eq!(actors.find("New South").unwrap().id.as_str(), "russia");
        assert!(actors.find("Russia").is_none() && actors.find("Army of the New South").is_some());
    }

    #[test]
    fn joined_names_are_all_listed_or_none() {
        let actors = Actors::parse([("list.toml", LIST)]).unwrap();
        assert_eq!(actors.named("South and the southern army").len(), 2);
        assert_eq!(actors.named("South and its friends").len(), 0);
    }

    #[test]
    fn a_local_name_means_an_actor_in_its_own_countries_only() {
        let list = r#"
            [[actor]]
            id = "hill-league"
            name = "Hill League"
            kind = "coalition"
            local = { countries = ["Arden"], names = ["rebels"] }

            [[actor]]
            id = "coast-front"
            name = "Coast Front"
            kind = "coalition"
            local = { countries = ["Eastland"], names = ["rebels"] }
        "#;
        let actors = Actors::parse([("list.toml", list)]).unwrap();
        let check = |words: &str, country: Option<&str>, expected: &str| {
            let ids = actors.named_in(words, country);
            let shown: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
            assert_eq!(shown.join(" "), expected, "{words} in {country:?}");
        };
        check("the rebels", Some("Arden"), "hill-league");
        check("the rebels", Some("Eastland"), "coast-front");
        check("the rebels", Some("Westland"), "");
        check("the rebels", None, "");
        check("Hill League", None, "hill-league");
        check("Coast Front and rebels", Some("Arden"), "coast-front hill-league");
        assert!(actors.find("rebels").is_none());
    }

    #[test]
    fn a_membership_holds_only_in_its_days() {
        let actors = Actors::parse([("list.toml", LIST)]).unwrap();
        let army = actors.find("the Southern Army").unwrap().id.clone();
        let day = |text: &str| Some(text.parse::<Date>().unwrap());
        assert_eq!(actors.wholes(&army, day("2031-03-05")).len(), 2);
        assert_eq!(actors.wholes(&army, day("2030-12-31")).len(), 1);
    }

    #[test]
    fn a_whole_that_nobody_defines_is_refused() {
        let list = LIST.replace("of = \"south\"", "of = \"nowhere\"");
        let error = Actors::parse([("list.toml", list.as_str())]).unwrap_err().to_string();
        assert_eq!(error, "list.toml: actor `south-army` is a member of `nowhere`, which no list defines");
    }
}
