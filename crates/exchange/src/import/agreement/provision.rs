//! A block `toml provision`: one binding unit of the article above it.

use super::{
    super::{fields::Fields, problem::Problems},
    form::ProvisionForm,
    hours, keys,
    markdown::Block,
    scope::Scope,
    term, when,
};
use std::ops::Range;
use truce_model::{Provision, ProvisionId};

/// A provision with the places of what leads from it to others.
pub(super) struct Drawn {
    /// The provision.
    pub provision: Provision,
    /// Where its `after` stands.
    pub after: Range<usize>,
    /// Where its `unless` stands.
    pub unless: Range<usize>,
}

/// Reads the block.
pub(super) fn parse(fields: &Fields, block: &Block, scope: &Scope, problems: &mut Problems) -> Option<Drawn> {
    fields.only(keys::of::<ProvisionForm>(), problems);
    if block.article.is_none() {
        let hint = "quote the article above it: > Article 2. …";
        problems.add(&block.fence, "a provision without an article above it", Some(hint.into()));
    }
    let id = id(fields, "art-2", problems);
    let term = term::parse(fields, scope, problems);
    let mut binds = Vec::new();
    for named in fields.need_list("binds", "say who is held to it: binds = [\"north\", \"south\"]", problems)
    {
        let Some(actor) = scope.book.actor(&named, problems) else { continue };
        scope.bound(&actor, term.as_ref(), &named, problems);
        binds.push(actor);
    }
    if !fields.has("from") {
        fields.missing("from", "say from when it binds: from = \"2031-03-05T06:00\"", problems);
    }
    let zone = scope.zone();
    let from = when::edge(fields, "from", zone, problems);
    let from = from.map(|from| when::not_long_before_made(from, scope, problems));
    let until = when::end(fields, from.as_ref(), "from", zone, problems).map(|until| until.value);
    let windows = hours::windows(fields, from.as_ref(), until.as_ref(), scope, problems);
    let due = when::due(fields, from.as_ref(), scope, problems);
    let places = scope.zones(&fields.list("zone", problems), problems);
    let outside = scope.zones(&fields.list("outside", problems), problems);
    let owed_to = scope.book.actors(&fields.list("owed_to", problems), problems);
    let after = scope.steps(&fields.list("after", problems), problems);
    let unless = fields.list("unless", problems);
    let unless = unless.iter().filter_map(|id| scope.index.of_term("permit", "unless", id, problems));
    let unless = unless.map(ProvisionId::new).collect();
    let provision = Provision {
        id: ProvisionId::new(id?),
        article: block.article?,
        term: term?,
        binds,
        from: from?,
        until,
        windows,
        zone: places,
        outside,
        due,
        owed_to,
        after,
        unless,
        line: block.line,
    };
    Some(Drawn { provision, after: fields.value_at("after"), unless: fields.value_at("unless") })
}

/// The id of a block; small letters, digits, hyphens and dots.
pub(super) fn id(fields: &Fields, example: &str, problems: &mut Problems) -> Option<String> {
    let id = fields.need_words("id", &format!("give it a name: id = \"{example}\""), problems)?;
    let sound =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-.".contains(letter);
    if !id.value.chars().all(sound) {
        let hint = format!("use small letters, digits and hyphens, such as {example}");
        problems.add(&id.at, format!("`{}` is no id", id.value), Some(hint));
        return None;
    }
    Some(id.value)
}
