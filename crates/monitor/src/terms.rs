//! An agreement in words, for people: roles, provisions, what became of them, readings. Judges nothing.

use jiff::tz::TimeZone;
use truce_model::{ActorId, Agreement, Change, Deadline, Edge, Provision, Reading, Term, Turn, Window, Zone};

/// The agreement in words, article by article.
pub fn agreement_in_words(agreement: &Agreement) -> String {
    let mut lines = vec![
        format!("{}  {}", agreement.id, agreement.title),
        format!("{}, made on {}; times in {}", word(&agreement.kind), agreement.made_on, agreement.zone),
        String::new(),
    ];
    lines.extend(agreement.parties.iter().map(|party| format!("  {}: {}", word(&party.role), party.actor)));
    lines.extend(
        agreement.supersedes.iter().map(|s| format!("  supersedes {} ({})", s.agreement, word(&s.lasts))),
    );
    for (index, article) in agreement.articles.iter().enumerate() {
        lines.push(format!("\n> {}", article.text.replace('\n', "\n> ")));
        let here = agreement.provisions.iter().filter(|provision| provision.article == index);
        lines.extend(here.flat_map(|provision| provision_in_words(agreement, provision)));
    }
    if !agreement.areas.is_empty() {
        lines.push("\nAreas".into());
        let edge = |km: f64| if km > 0.0 { format!(", edge uncertain by {km} km") } else { String::new() };
        lines.extend(agreement.areas.iter().map(|a| format!("  {}: {}{}", a.id, a.title, edge(a.edge_km))));
    }
    if !agreement.turns.is_empty() {
        lines.push("\nWhat became of it".into());
        lines.extend(agreement.turns.iter().map(|turn| turn_in_words(agreement, turn)));
    }
    lines.push("\nReadings".into());
    lines.extend(agreement.readings.iter().flat_map(|reading| reading_lines(agreement, reading)));
    lines.join("\n") + "\n"
}

/// A provision in words, a line for each thing that it says.
pub fn provision_in_words(agreement: &Agreement, provision: &Provision) -> Vec<String> {
    let until = provision
        .until
        .map_or_else(String::new, |until| format!(" until {}", edge_in_words(agreement, until)));
    let windows: Vec<String> = provision.windows.iter().map(window).collect();
    let hours = if windows.is_empty() { String::new() } else { format!(", {}", windows.join(" and ")) };
    let ground = match zones(&provision.zone) {
        all if all.is_empty() => "everywhere".to_owned(),
        zone => format!("in {zone}"),
    };
    let outside = match zones(&provision.outside) {
        none if none.is_empty() => String::new(),
        outside => format!(" without {outside}"),
    };
    let (id, term) = (&provision.id, provision.term.word());
    let mut lines = vec![format!(
        "  {id}: {term}{}; binds {}; from {}{until}{hours}; {ground}{outside}",
        what(&provision.term),
        ids(&provision.binds),
        edge_in_words(agreement, provision.from),
    )];
    let mut say = |label: &str, words: String| {
        if !words.is_empty() {
            lines.push(format!("      {label} {words}"));
        }
    };
    say("owed to", ids(&provision.owed_to));
    say("due", provision.due.as_ref().map(|due| deadline(agreement, due)).unwrap_or_default());
    say("after", listed(&provision.after));
    say("unless permitted by", listed(&provision.unless));
    lines
}

/// What a term says beyond its word.
fn what(term: &Term) -> String {
    let acts = |acts: &[truce_model::Act]| match acts {
        acts if acts == truce_model::Act::FORCE => "force".to_owned(),
        acts => listed(acts),
    };
    match term {
        Term::CeaseHostilities => String::new(),
        Term::Prohibit { acts: of, targets } | Term::Permit { acts: of, targets } => {
            let on: Vec<&str> = targets.iter().map(|target| target.word()).collect();
            let on = if on.is_empty() { String::new() } else { format!(" on {}", on.join(", ")) };
            format!(" {}{on}", if of.is_empty() { "any act".to_owned() } else { acts(of) })
        }
        Term::Oblige { what, .. } => format!(" to {what}"),
        Term::ExcludeGroups { groups, partners_of } => match ids(partners_of) {
            none if none.is_empty() => format!(" {}", ids(groups)),
            partners => format!(" {} and partners of {partners}", ids(groups)),
        },
        Term::GrantAccess { to, by } => {
            format!(" to {to}{}", by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default())
        }
        Term::Withdraw { from_place } => format!(" from {from_place}"),
        Term::Power { may, over } => {
            let deeds: Vec<&str> = may.iter().map(|deed| deed.word()).collect();
            let over = if over.is_empty() { "all provisions".to_owned() } else { listed(over) };
            format!(" to {} {over}", deeds.join(", "))
        }
        Term::Ultimatum { by, demand, or_else } => format!(" by {} to {demand}, or else {or_else}", ids(by)),
        Term::Renew { every_hours } => format!(" every {every_hours} hours"),
    }
}

/// A turn in words.
pub fn turn_in_words(agreement: &Agreement, turn: &Turn) -> String {
    let at = turn.at.map_or("has not come to pass".to_owned(), |at| edge_in_words(agreement, at));
    let until =
        turn.until.map_or_else(String::new, |until| format!(" until {}", edge_in_words(agreement, until)));
    let of = if turn.provisions.is_empty() { "all provisions".to_owned() } else { listed(&turn.provisions) };
    let by = if turn.by.is_empty() { String::new() } else { format!(" by {}", ids(&turn.by)) };
    let contested = if turn.contested { " (contested)" } else { "" };
    format!(
        "  {}: {at}: {} {of}{until}{by}{contested}: {} [{}]",
        turn.id,
        turn.what.word(),
        turn.text,
        turn.cite
    )
}

fn reading_lines(agreement: &Agreement, reading: &Reading) -> Vec<String> {
    let held = match ids(&reading.holders) {
        none if none.is_empty() => "the text as it stands".into(),
        holders => format!("held by {holders}"),
    };
    let mut lines = vec![format!("  {}: {} ({held})", reading.id, reading.title)];
    lines.extend(
        reading.words.iter().map(|words| format!("    {}: {} [{}]", words.by, words.text, words.cite)),
    );
    let changes =
        reading.changes.iter().map(|(provision, change)| (provision, change_in_words(agreement, change)));
    lines.extend(changes.map(|(provision, words)| format!("    {provision}: {words}")));
    let mut say = |label: &str, words: String| {
        if !words.is_empty() {
            lines.push(format!("    {label} {words}"));
        }
    };
    say("counts", listed(&reading.accepts));
    say("does not count", listed(&reading.rejects));
    let rows = truce_assess::order(agreement, reading);
    let order: Vec<String> = rows.iter().map(|row| listed(row)).collect();
    say("order of steps:", order.join(" → "));
    lines
}

/// What a reading changes in a provision, in words.
pub fn change_in_words(agreement: &Agreement, change: &Change) -> String {
    let mut parts = Vec::new();
    let mut say = |label: &str, words: Option<String>| {
        parts.extend(words.filter(|words| !words.is_empty()).map(|words| format!("{label} {words}")));
    };
    say("leaves out", Some(ids(&change.exclude)));
    say("does not leave out", Some(ids(&change.include)));
    say("from", change.from.map(|from| edge_in_words(agreement, from)));
    say("until", change.until.map(|until| edge_in_words(agreement, until)));
    say("does not bind", Some(ids(&change.unbind)));
    say("binds also", Some(ids(&change.bind)));
    say("in", change.zone.as_ref().map(|zone| zones(zone)));
    let hours = |windows: &Vec<Window>| match windows.as_slice() {
        [] => "all day".to_owned(),
        windows => windows.iter().map(window).collect::<Vec<_>>().join(" and "),
    };
    say("at", change.windows.as_ref().map(hours));
    say(
        "after",
        change.after.as_ref().map(|after| if after.is_empty() { "nothing".into() } else { listed(after) }),
    );
    say("binds nobody", change.denied.then(|| "at all".to_owned()));
    parts.join("; ")
}

fn deadline(agreement: &Agreement, due: &Deadline) -> String {
    match due {
        Deadline::At(at) => edge_in_words(agreement, *at),
        Deadline::Within { within, of } => format!("within {within} of {of}"),
    }
}

/// A start or an end as the clocks of the agreement show it; only its day where the hour is open.
pub fn edge_in_words(agreement: &Agreement, edge: Edge) -> String {
    let zone = TimeZone::get(&agreement.zone).unwrap_or(TimeZone::UTC);
    let shown = |at: jiff::Timestamp, form: &str| at.to_zoned(zone.clone()).strftime(form).to_string();
    match edge.exact() {
        Some(at) => shown(at, "%Y-%m-%d %H:%M"),
        None => format!(
            "some moment from {} to {}",
            shown(edge.earliest, "%Y-%m-%d %H:%M"),
            shown(edge.latest, "%Y-%m-%d %H:%M")
        ),
    }
}

fn window(window: &Window) -> String {
    let clock = |time: jiff::civil::Time| time.strftime("%H:%M").to_string();
    let next = if window.crosses_midnight() { " of the next day" } else { "" };
    format!("{} to {}{next} ({})", clock(window.start), clock(window.end), window.repeat)
}

fn zones(zone: &[Zone]) -> String {
    zone.iter().map(Zone::word).collect::<Vec<_>>().join(", ")
}

fn ids(actors: &[ActorId]) -> String {
    listed(actors)
}

fn listed<T: ToString>(things: &[T]) -> String {
    things.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
