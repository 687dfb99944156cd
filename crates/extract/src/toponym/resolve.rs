//! Decides which place each name means: by what holds it, by the countries and places told beside it, by its people.

use super::distance::{apart_km, before, moved};
use super::find::{Mention, Toponym};
use super::prepared::Prepared;
use super::run::Lookup;
use super::token::hash_of;
use crate::gazetteer::{Gazetteer, Naming, Record, Region};
use std::collections::HashMap;
use truce_model::{FeatureKind, Span};

/// A place that a name may mean.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    gazetteer: usize,
    place: u32,
    record: Record,
    region: Option<Region>,
    naming: Naming,
}

/// The most places of one name that are weighed; those with most people come first.
const MOST: usize = 40;

/// Words that say what a name is of and may be missing in the gazetteer: `Homs province`.
const SORTS: &[&str] = &[
    "province",
    "governorate",
    "city",
    "state",
    "region",
    "district",
    "oblast",
    "prefecture",
    "island",
    "islands",
];

/// The places of a text's mentions.
pub(super) fn resolve(prepared: &Prepared<'_>, mentions: &[Mention], all: &[Gazetteer]) -> Vec<Toponym> {
    let mut lookup = Lookup::default();
    let names: Vec<String> = mentions.iter().map(|m| name(prepared, *m)).collect();
    let mut by_name: HashMap<String, Vec<Candidate>> = HashMap::new();
    for (mention, name) in mentions.iter().zip(&names) {
        if !by_name.contains_key(name) {
            let found = candidates(prepared, *mention, all, &mut lookup);
            by_name.insert(name.clone(), found);
        }
    }
    let of = |i: usize| by_name.get(&names[i]).map_or(&[][..], Vec::as_slice);
    let wholes = containers(prepared, mentions);
    let mut chosen: HashMap<&str, Candidate> = HashMap::new();
    let mut at_mention: Vec<Option<Candidate>> = vec![None; mentions.len()];
    let mut context = Context::default();
    // What is told with its whole decides first, from the last to the first: `Houla, Homs, Syria`.
    for i in (0..mentions.len()).rev() {
        let Some(whole) = wholes[i] else { continue };
        let whole = at_mention[whole].or_else(|| best(of(whole), &Context::default()));
        let Some(whole) = whole else { continue };
        let held: Vec<Candidate> = of(i).iter().copied().filter(|c| holds(&whole, c)).collect();
        if let Some(choice) = best(&held, &Context::default()) {
            at_mention[i] = Some(choice);
            chosen.entry(names[i].as_str()).or_insert(choice);
        }
    }
    for i in 0..mentions.len() {
        match at_mention[i].or_else(|| chosen.get(names[i].as_str()).copied()) {
            Some(choice) => context.note(&choice),
            None => {
                if let [only] = of(i) {
                    context.note(only);
                } else if let Some(first) = of(i).iter().find(|c| c.record.kind == FeatureKind::Country) {
                    context.note(first);
                }
            }
        }
    }
    for (i, mention) in at_mention.iter_mut().enumerate() {
        if mention.is_some() {
            continue;
        }
        let name = names[i].as_str();
        let choice = chosen.get(name).copied().or_else(|| best(of(i), &context));
        if let Some(choice) = choice {
            chosen.entry(name).or_insert(choice);
        }
        *mention = choice;
    }
    let toponym =
        |(i, mention): (usize, &Mention)| toponym(prepared, *mention, at_mention[i], &names[i], all);
    mentions.iter().enumerate().map(toponym).collect()
}

fn name(prepared: &Prepared<'_>, mention: Mention) -> String {
    let (from, to) = (prepared.words[mention.from].from as usize, prepared.words[mention.to - 1].to as usize);
    prepared.text[from..to].split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The places that a gazetteer lists under a name: as written, without a word for its sort, or by its sound.
fn candidates(
    prepared: &Prepared<'_>,
    mention: Mention,
    all: &[Gazetteer],
    lookup: &mut Lookup,
) -> Vec<Candidate> {
    let words = &prepared.words;
    let sort = |i: usize| SORTS.iter().any(|sort| hash_of(sort) == words[i].hash);
    let direction = ["northern", "southern", "eastern", "western", "central", "rural", "the"];
    let turned = direction.iter().any(|way| hash_of(way) == words[mention.from].hash);
    let mut forms = vec![(mention.from, mention.to)];
    if mention.to - mention.from > 1 && sort(mention.to - 1) {
        forms.push((mention.from, mention.to - 1));
    }
    if mention.to - mention.from > 1 && turned {
        forms.push((mention.from + 1, mention.to));
    }
    for by_sound in [false, true] {
        for (from, to) in &forms {
            let mut key = None;
            lookup.keys(prepared.text, words, *from, *to, |end, hash| {
                if end == *to {
                    key = if by_sound { hash.sound() } else { Some(hash.exact()) };
                }
            });
            let Some(key) = key else { continue };
            let found = |(number, g): (usize, &Gazetteer)| {
                g.hits(key)
                    .filter_map(|hit| {
                        let record = g.record(hit.place)?;
                        let region = g.region(record.region);
                        Some(Candidate {
                            gazetteer: number,
                            place: hit.place,
                            record,
                            region,
                            naming: hit.naming,
                        })
                    })
                    .take(MOST)
                    .collect::<Vec<_>>()
            };
            let list = all.iter().enumerate().map(found).find(|list| !list.is_empty());
            if let Some(list) = list {
                return list;
            }
        }
    }
    Vec::new()
}

/// For each mention, the mention of what holds it: `Houla, Syria`, `Houla in Syria`, `Houla (Syria)`.
fn containers(prepared: &Prepared<'_>, mentions: &[Mention]) -> Vec<Option<usize>> {
    let whole = |i: usize| {
        let next = mentions.get(i + 1)?;
        let between = prepared.words.get(mentions[i].to..next.from)?;
        let written: Vec<&str> = between.iter().map(|w| w.of(prepared.text)).collect();
        let tied = match written.as_slice() {
            [","] | ["in"] | ["("] | [",", "in"] | ["in", "the"] | [",", "the"] => true,
            ["in", .., last] => between.len() <= 4 && SORTS.contains(last) || written.len() == 2,
            _ => false,
        };
        tied.then_some(i + 1)
    };
    (0..mentions.len()).map(whole).collect()
}

/// Whether a country or division holds a place.
fn holds(whole: &Candidate, part: &Candidate) -> bool {
    let (Some(outer), Some(inner)) = (whole.region, part.region) else { return false };
    if whole.place == part.place || outer.country != inner.country {
        return false;
    }
    match whole.record.kind {
        FeatureKind::Country => true,
        FeatureKind::Province => whole.gazetteer == part.gazetteer && inner.division == Some(whole.place),
        _ => {
            let near = whole.record.point.zip(part.record.point);
            near.is_some_and(|(a, b)| apart_km(a, b) < 150.0)
        }
    }
}

/// Countries and points that a text tells of for certain.
#[derive(Debug, Default)]
struct Context {
    countries: HashMap<[u8; 2], f64>,
    points: Vec<(f64, f64)>,
}

impl Context {
    fn note(&mut self, place: &Candidate) {
        if let Some(region) = place.region.filter(|region| region.country != [0, 0]) {
            *self.countries.entry(region.country).or_insert(0.0) += 1.0;
        }
        let small = !matches!(place.record.kind, FeatureKind::Country | FeatureKind::Continent);
        if let Some(point) = place.record.point.filter(|_| small && self.points.len() < 32) {
            self.points.push(point);
        }
    }

    fn weigh(&self, place: &Candidate) -> f64 {
        let all: f64 = self.countries.values().sum();
        let here =
            place.region.and_then(|region| self.countries.get(&region.country)).copied().unwrap_or(0.0);
        let share = if all > 0.0 { 5.0 * here / all + if here > 0.0 { 1.5 } else { 0.0 } } else { 0.0 };
        let near = place.record.point.map_or(0, |point| {
            self.points.iter().filter(|known| apart_km(point, **known) < 200.0).take(3).count()
        });
        share + near as f64
    }
}

/// The likeliest of several places: many people, a main name, told beside its country and its neighbours.
fn best(candidates: &[Candidate], context: &Context) -> Option<Candidate> {
    let score = |c: &Candidate| {
        let people = c.record.population.map_or(0.0, |people| (people.max(1) as f64).ln());
        let sort = match c.record.kind {
            FeatureKind::Country | FeatureKind::Continent => 14.0 - people / 2.0,
            FeatureKind::Province => -1.0 - people * 0.2,
            FeatureKind::Town => 0.0,
            FeatureKind::Area | FeatureKind::Water | FeatureKind::Landform | FeatureKind::Site => 10.0,
            FeatureKind::District => 2.0,
            FeatureKind::Quarter | FeatureKind::Road => 1.0,
        };
        let naming = match c.naming {
            Naming::Main => 0.0,
            Naming::Short => -0.5,
            Naming::Other => -2.0,
            Naming::Sound => -3.0,
        };
        people + sort + naming + context.weigh(c)
    };
    candidates.iter().map(|c| (score(c), c)).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, c)| *c)
}

fn toponym(
    prepared: &Prepared<'_>,
    mention: Mention,
    choice: Option<Candidate>,
    written: &str,
    all: &[Gazetteer],
) -> Toponym {
    let words = &prepared.words;
    let span = Span::new(words[mention.from].from as usize, words[mention.to - 1].to as usize);
    let Some(Candidate { gazetteer, record, region, .. }) = choice else {
        let name = written.to_owned();
        return Toponym { span, name, point: None, precision_m: None, country: None, kind: None, code: None };
    };
    let index = &all[gazetteer];
    let offset = before(prepared.text, words, mention.from);
    let radius = f64::from(record.radius_m);
    let (point, precision) = match (record.point, offset) {
        (Some(point), Some(offset)) => match (offset.metres, offset.bearing) {
            (Some(metres), Some(bearing)) => (Some(moved(point, metres, bearing)), radius.max(metres * 0.3)),
            (Some(metres), None) => (Some(point), radius + metres),
            (None, _) => (Some(point), (radius * 3.0).max(20_000.0)),
        },
        (point, _) => (point, radius),
    };
    let country = region.map(|region| region.country).filter(|country| *country != [0, 0]);
    Toponym {
        span,
        name: index.name(&record).to_owned(),
        point,
        precision_m: point.map(|_| precision as u32),
        country: country.map(|country| String::from_utf8_lossy(&country).into_owned()),
        kind: Some(record.kind),
        code: index.code(&record),
    }
}
