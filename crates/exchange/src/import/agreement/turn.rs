//! A block `toml turn`: what became of the terms.

use super::{
    super::{fields::Fields, problem::Problems},
    form::{TurnForm, TurnWord},
    keys,
    markdown::Block,
    provision::id,
    scope::Scope,
    when,
};
use jiff::Timestamp;
use truce_model::{ProvisionId, Turn, TurnId, TurnKind};

/// Reads the block.
pub(super) fn parse(fields: &Fields, block: &Block, scope: &Scope, problems: &mut Problems) -> Option<Turn> {
    fields.only(keys::of::<TurnForm>(), problems);
    let id = id(fields, "first-extension", problems);
    let hint = format!("turns are: {}", keys::of::<TurnWord>().join(", "));
    let what = fields.need_words("what", &hint, problems);
    let what = what.and_then(|word| keys::word::<TurnWord, TurnKind>("turn", &word, problems));
    let zone = scope.zone();
    let at = when::edge(fields, "at", zone, problems).map(|at| at.value);
    let until = when::end(fields, at.as_ref(), "at", zone, problems).map(|until| until.value);
    ends(fields, what, problems);
    let provisions = scope.provisions(&fields.list("provisions", problems), problems);
    let by = scope.book.actors(&fields.list("by", problems), problems);
    let under = fields.words("under", problems);
    let under = under.and_then(|power| scope.index.of_term("power", "under", &power, problems));
    let contested = fields.flag("contested", problems);
    let text = fields.need_words("text", "tell what was said or done, quoted or retold", problems);
    let cite = fields.need_words("cite", "say where it stands: title, year, page or address", problems);
    Some(Turn {
        id: TurnId::new(id?),
        what: what?,
        at,
        until,
        provisions,
        by,
        under: under.map(ProvisionId::new),
        contested,
        text: text?.value,
        cite: cite?.value,
        line: block.line,
    })
}

/// Until when it lets terms run at the longest.
pub(super) fn extends_to(turn: &Turn) -> Option<Timestamp> {
    turn.until.filter(|_| turn.what == TurnKind::Extended).map(|until| until.latest)
}

/// Notes an extension without an end, and an end of what has none.
fn ends(fields: &Fields, what: Option<TurnKind>, problems: &mut Problems) {
    let given = ["until", "through"].into_iter().find(|key| fields.has(key));
    match (what, given) {
        (Some(TurnKind::Extended), None) => {
            let hint = "say until when: until = \"2031-03-12T06:00\", or through = \"2031-03-11\"";
            problems.add(&fields.at, "this turn extends the terms without an end", Some(hint.into()));
        }
        (Some(TurnKind::Extended | TurnKind::Suspended) | None, _) | (_, None) => {}
        (Some(kind), Some(key)) => {
            let at = fields.key_at(key).unwrap_or_else(|| fields.at.clone());
            let message = format!("`{key}` belongs to `extended` and `suspended`, not to `{}`", kind.word());
            problems.add(&at, message, Some("leave it out".into()));
        }
    }
}
