//! Invented incidents with the claims they rest on, most of them near a truce in time and place. Judges none.

use super::{Country, Random, Town, World};
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use truce_model::{
    Act, Agreement, Attribution, Claim, ClaimId, Count, DocumentId, Incident, IncidentId, Interval, Moment,
    Name, Span, Stance, Standing,
};

/// Incidents with all of their claims.
pub struct News {
    /// What happened.
    pub incidents: Vec<Incident>,
    /// Who said so.
    pub claims: Vec<Claim>,
}

/// So many incidents: three in four in the country of one of these truces, from a week before it to a week after it;
/// the others anywhere between 2012 and 2021.
pub fn news(count: usize, world: &World, agreements: &[Agreement]) -> News {
    let mut random = Random::of(3);
    let mut news = News { incidents: Vec::with_capacity(count), claims: Vec::with_capacity(count * 2) };
    for number in 0..count {
        let (country, day) = place_and_day(world, agreements, &mut random);
        incident(number, country, day, world, &mut random, &mut news);
    }
    news
}

fn place_and_day<'w>(world: &'w World, agreements: &[Agreement], random: &mut Random) -> (&'w Country, Date) {
    if agreements.is_empty() || random.percent(25) {
        return (
            random.pick(&world.countries),
            date(2012, 1, 1).saturating_add((random.below(3_650) as i64).days()),
        );
    }
    let agreement = random.pick(agreements);
    let state = &agreement.provisions[0].binds[0];
    let country = world.countries.iter().find(|country| &country.sides.state == state);
    let day = agreement.made_on.saturating_add((random.below(70) as i64 - 7).days());
    (country.unwrap_or(&world.countries[0]), day)
}

/// Acts as often as reports tell of them, of a hundred.
const ACTS: [(usize, Act); 13] = [
    (25, Act::Shelling),
    (20, Act::AirStrike),
    (15, Act::Clash),
    (10, Act::Gunfire),
    (6, Act::GroundAttack),
    (6, Act::Explosion),
    (5, Act::Bombardment),
    (4, Act::Blocked),
    (3, Act::ConvoyDelivered),
    (2, Act::ConvoyWaiting),
    (2, Act::AttackOnAid),
    (1, Act::Deployment),
    (1, Act::Withdrawal),
];

fn act(random: &mut Random) -> Act {
    let mut left = random.below(100);
    for (share, act) in ACTS {
        if left < share {
            return act;
        }
        left -= share;
    }
    Act::OtherEvent
}

fn incident(
    number: usize,
    country: &Country,
    day: Date,
    world: &World,
    random: &mut Random,
    news: &mut News,
) {
    let act = act(random);
    let town = random.pick(&country.towns);
    let (occurred, places) = (occurred(day, random), places(town, country, random));
    let agents = agents(country, random);
    let target = target(act, town, country, random);
    let told = [1, 1, 1, 1, 1, 1, 2, 2, 2, 3][random.below(10)];
    let (denied, unsure) = (random.percent(6), random.percent(4));
    let mut claims: Vec<Claim> = (0..told)
        .map(|at| Claim {
            source: Some(source(country, world, random)),
            stance: if unsure { Stance::Unsure } else { Stance::Asserts },
            agent: agents.get(at % agents.len().max(1)).cloned(),
            target: target.clone(),
            places: places.clone(),
            occurred,
            ..blank(number, at, act)
        })
        .collect();
    if denied {
        let source = agents.first().cloned();
        claims.push(Claim {
            source,
            stance: Stance::Denies,
            places: places.clone(),
            occurred,
            ..blank(number, 3, act)
        });
    }
    let toll = random.percent(25).then(|| {
        let dead =
            Count { who: Some(name("civilians")), ..Count::exactly(1 + random.below(20) as u64, "people") };
        Claim { count: Some(dead), places: places.clone(), occurred, ..blank(number, 4, Act::Killed) }
    });
    let witnesses: Vec<Name> = claims.iter().filter_map(|claim| claim.source.clone()).collect();
    let ids: Vec<ClaimId> = claims.iter().map(|claim| claim.id.clone()).collect();
    news.incidents.push(Incident {
        id: IncidentId::new(format!("{}{:016x}", IncidentId::PREFIX, mixed(number, 9))),
        act,
        claims: ids,
        toll_claims: toll.iter().map(|claim| claim.id.clone()).collect(),
        occurred,
        places,
        attribution: attribution(agents, &witnesses, random),
        targets: target.into_iter().collect(),
        witnesses,
        standing: match (denied, unsure, told) {
            (true, ..) => Standing::Contested,
            (_, true, _) => Standing::Unverified,
            (_, _, 1) => Standing::SingleSource,
            _ => Standing::Corroborated,
        },
        disagreements: vec![],
    });
    news.claims.extend(claims);
    news.claims.extend(toll);
}

fn attribution(agents: Vec<Name>, by: &[Name], random: &mut Random) -> Attribution {
    match agents.as_slice() {
        [] => Attribution::Unknown,
        [actor] if random.percent(8) => Attribution::ClaimedBy { actor: actor.clone() },
        [actor] => Attribution::AllegedAgainst { actor: actor.clone(), by: by.to_vec() },
        _ => Attribution::Contested { named: agents },
    }
}

/// The minute is known of six in ten, the day of nearly all others.
fn occurred(day: Date, random: &mut Random) -> Interval {
    match random.below(100) {
        0..60 => {
            let minute = Moment::Minute(day.at(random.below(24) as i8, random.below(60) as i8, 0, 0));
            Interval::between(minute, minute)
        }
        60..94 => Interval::day(day),
        94..98 => {
            let until = day.saturating_add((1 + random.below(3) as i64).days());
            Interval::between(Moment::Day(day), Moment::Day(until))
        }
        _ => Interval::UNKNOWN,
    }
}

fn places(town: &Town, country: &Country, random: &mut Random) -> Vec<Name> {
    let words: &[&str] = match random.below(100) {
        0..55 => &[&town.name],
        55..80 => &[&town.name, &town.province],
        80..86 => &[&format!("northern {}", town.name)],
        86..92 => &[&town.province],
        92..95 => &[&town.name, &town.province, &country.name],
        95..98 => &["the old mill"],
        _ => &[],
    };
    words.iter().map(|words| name(words)).collect()
}

fn agents(country: &Country, random: &mut Random) -> Vec<Name> {
    let sides = &country.sides;
    let state = name(random.pick::<String>(&sides.of_state));
    let other = name(random.pick::<String>(&sides.of_opponents));
    match random.below(100) {
        0..40 => vec![state],
        40..65 => vec![other],
        65..75 => vec![state, other],
        75..80 => vec![name("unidentified gunmen")],
        _ => vec![],
    }
}

fn target(act: Act, town: &Town, country: &Country, random: &mut Random) -> Option<Name> {
    const THINGS: [&str; 8] = [
        "civilians",
        "a market",
        "a hospital",
        "positions",
        "a training camp",
        "aid lorries",
        "residential areas",
        "a checkpoint",
    ];
    if act.kind() == truce_model::Kind::Access {
        return Some(name(&town.name));
    }
    let sides = &country.sides;
    match random.below(100) {
        0..40 => Some(name(random.pick::<&str>(&THINGS))),
        40..60 => Some(name(&town.name)),
        60..72 => Some(name(random.pick::<String>(&sides.of_opponents))),
        72..80 => Some(name(random.pick::<String>(&sides.of_state))),
        80..90 => Some(name(&format!("positions of the {}", random.pick::<String>(&sides.of_opponents)))),
        _ => None,
    }
}

fn source(country: &Country, world: &World, random: &mut Random) -> Name {
    let sides = &country.sides;
    match random.below(100) {
        0..55 => name(random.pick::<String>(&world.observers)),
        55..70 => name("residents"),
        70..82 => name(random.pick::<String>(&sides.of_state)),
        82..92 => name(random.pick::<String>(&sides.of_opponents)),
        _ => name(&format!("{} commander", random.pick::<String>(&sides.of_opponents))),
    }
}

fn name(words: &str) -> Name {
    Name::parse(words).expect("invented names are short")
}

/// A claim of which only the act is told.
fn blank(number: usize, at: usize, act: Act) -> Claim {
    Claim {
        id: ClaimId::new(format!("{}{:016x}", ClaimId::PREFIX, mixed(number, at))),
        document: DocumentId::new(format!("{}{:016x}", DocumentId::PREFIX, mixed(number / 3, 8))),
        span: Span { start: number % 3 * 900 + at * 100, end: number % 3 * 900 + at * 100 + 40 },
        quote: "words that somebody wrote of it somewhere".to_owned(),
        act,
        source: None,
        via: None,
        stance: Stance::Asserts,
        agent: None,
        target: None,
        places: vec![],
        point: None,
        occurred: Interval::UNKNOWN,
        count: None,
        found_by: vec![],
        confidence: None,
    }
}

/// A number as long as those of ids, another for each pair.
fn mixed(number: usize, at: usize) -> u64 {
    Random::of((number * 16 + at) as u64).next()
}
