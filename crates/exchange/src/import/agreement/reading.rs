//! A block `toml reading`: one named way to understand contested terms, with who holds it and their words.

use super::{
    super::{
        fields::Fields,
        problem::{Placed, Problems},
    },
    form::{ChangeForm, ReadingForm, WordsForm},
    hours, keys,
    markdown::{Block, Sort},
    provision::id,
    scope::Scope,
    when,
};
use std::ops::Range;
use truce_model::{ActorId, Change, Edge, Provision, ProvisionId, Reading, ReadingId, TurnId, Words};

/// The id of the text as it stands.
const PLAIN: &str = "plain";

/// A reading with the places of the steps that it changes.
pub(super) struct Held {
    /// The reading.
    pub reading: Reading,
    /// Where the `after` of its changes stand.
    pub after: Vec<(ProvisionId, Range<usize>)>,
}

/// The text as it stands, which nobody needs to write down.
pub(super) fn plain(line: usize) -> Reading {
    Reading {
        id: ReadingId::new(PLAIN),
        title: "The text as it stands".to_owned(),
        holders: vec![],
        words: vec![],
        changes: vec![],
        accepts: vec![],
        rejects: vec![],
        line,
    }
}

/// Reads the block. `known` are the provisions that are sound.
pub(super) fn parse(
    fields: &Fields,
    block: &Block,
    known: &[&Provision],
    scope: &Scope,
    problems: &mut Problems,
) -> Option<Held> {
    fields.only(keys::of::<ReadingForm>(), problems);
    let id = id(fields, "north-excludes-corps", problems);
    if id.as_deref() == Some(PLAIN) {
        let hint = "leave the block out: the text as it stands is always a reading";
        problems.add(&block.fence, "the reading `plain` is implied", Some(hint.into()));
    }
    let title = fields.need_words("title", "give it a title for reports", problems);
    let hint = "a reading is somebody's: holders = [\"north\"]";
    let named = fields.need_list("holders", hint, problems);
    let holders = scope.book.actors(&named, problems);
    let hint = "quote who said so: words = [{ by = \"north\", text = \"…\", cite = \"…\" }]";
    fields.need_some("words", hint, problems);
    let quotes = fields.tables("words", "quote", problems);
    let words: Vec<Words> =
        quotes.iter().filter_map(|table| spoken(table, &holders, scope, problems)).collect();
    let mut changes: Vec<(ProvisionId, Change)> = Vec::new();
    let mut after = Vec::new();
    for table in &fields.tables("change", "change", problems) {
        let Some((provision, change)) = changed(table, known, scope, problems) else { continue };
        if changes.iter().any(|(other, _)| *other == provision) {
            problems.add(
                &table.at,
                format!("a second change of `{provision}`"),
                Some("put both into one".into()),
            );
        }
        if table.has("after") {
            after.push((provision.clone(), table.value_at("after")));
        }
        changes.push((provision, change));
    }
    let (accepts, rejects) =
        (turns(fields, "accepts", scope, problems), turns(fields, "rejects", scope, problems));
    for both in rejects.iter().filter(|turn| accepts.iter().any(|other| other.value == turn.value)) {
        let message = format!("this reading accepts and rejects the turn `{}`", both.value);
        problems.add(&both.at, message, Some("leave it in one of the two lists".into()));
    }
    let ids = |turns: Vec<Placed<String>>| turns.into_iter().map(|turn| TurnId::new(turn.value)).collect();
    let reading = Reading {
        id: ReadingId::new(id?),
        title: title?.value,
        holders,
        words,
        changes,
        accepts: ids(accepts),
        rejects: ids(rejects),
        line: block.line,
    };
    Some(Held { reading, after })
}

fn turns(fields: &Fields, key: &str, scope: &Scope, problems: &mut Problems) -> Vec<Placed<String>> {
    let mut named = fields.list(key, problems);
    named.retain(|turn| scope.index.need(Sort::Turn, turn, problems).is_some());
    named
}

fn spoken(fields: &Fields, holders: &[ActorId], scope: &Scope, problems: &mut Problems) -> Option<Words> {
    fields.only(keys::of::<WordsForm>(), problems);
    let by = fields.need_words("by", "give the id of who said so", problems);
    let on = fields.day("on", problems).map(|day| day.value);
    let text = fields.need_words("text", "give the words, quoted or retold", problems);
    let cite = fields.need_words("cite", "say where they stand: title, year, page or address", problems);
    let by = by.and_then(|id| {
        let who = scope.book.actor(&id, problems)?;
        scope.spoken_for(&who, holders, &id, problems);
        Some(who)
    });
    Some(Words { by: by?, on, text: text?.value, cite: cite?.value })
}

fn changed(
    fields: &Fields,
    known: &[&Provision],
    scope: &Scope,
    problems: &mut Problems,
) -> Option<(ProvisionId, Change)> {
    let keys = keys::of::<ChangeForm>();
    fields.only(keys, problems);
    let provision = fields.need_words("provision", "name the provision that it changes", problems);
    let mut actors = |key: &str| {
        let named = fields.list(key, problems);
        scope.book.actors(&named, problems)
    };
    let (exclude, include) = (actors("exclude"), actors("include"));
    let (unbind, bind) = (actors("unbind"), actors("bind"));
    let provision = provision.and_then(|id| scope.index.need(Sort::Provision, &id, problems));
    let base = provision.as_ref().and_then(|id| known.iter().find(|base| base.id.as_str() == id));
    let from = when::edge(fields, "from", scope.zone(), problems);
    if let Some(from) = from.clone() {
        when::not_long_before_made(from, scope, problems);
    }
    let start = from.as_ref().map(|from| from.value).or(base.map(|base| base.from));
    let until = when::end(fields, start.as_ref(), "from", scope.zone(), problems).map(|until| until.value);
    if let (Some(from), None, Some(end)) = (&from, until, base.and_then(|base| base.until)) {
        let end = Placed { value: end, at: from.at.clone() };
        when::not_before("until", &end, "from", &from.value, scope.zone(), problems);
    }
    let end: Option<Edge> = until.or(base.and_then(|base| base.until));
    let windows =
        fields.has("windows").then(|| hours::windows(fields, start.as_ref(), end.as_ref(), scope, problems));
    let list = |key: &str, problems: &mut Problems| fields.has(key).then(|| fields.list(key, problems));
    let zone = list("zone", problems).map(|names| scope.zones(&names, problems));
    let after = list("after", problems).map(|ids| scope.steps(&ids, problems));
    let denied = fields.flag("denied", problems);
    let takes: Vec<&str> = keys.iter().map(String::as_str).filter(|key| *key != "provision").collect();
    if provision.is_some() && !takes.iter().any(|key| fields.has(key)) {
        let hint = format!("a change takes: {}", takes.join(", "));
        problems.add(&fields.at, "a change that changes nothing", Some(hint));
    }
    let from = from.map(|from| from.value);
    let change = Change { exclude, include, from, until, unbind, bind, zone, windows, after, denied };
    Some((ProvisionId::new(provision?), change))
}
