//! Finds who says which stretch of a sentence. Names and pronouns are resolved elsewhere.

use super::credit::{according_to, by_account, by_colon, quoted_as_saying};
use super::phrase::Phrase;
use super::speech::spoken;
use crate::lexicon::Lexicon;
use crate::text::{Form, Tag, Token};

/// Words such as `X said`, with what they claim of the sentence.
#[derive(Clone, Debug)]
pub(crate) struct Attribution {
    pub from: usize,
    pub to: usize,
    pub sources: Vec<Phrase>,
    pub via: Option<Phrase>,
    pub verb: String,
    pub side: Side,
    /// What is not said, as in `declined to say`.
    pub silent: bool,
    /// Goes on with the source of the attribution before it (`adding that`).
    pub goes_on: bool,
}

/// Where the content stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Before,
    After,
    Both,
}

/// A stretch of a sentence with those who say it; `None`: the narrator.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub from: usize,
    pub to: usize,
    pub by: Option<Attribution>,
}

/// The stretches of a sentence, in order, attributions left out.
pub(crate) fn stretches(tokens: &[Token], lexicon: &Lexicon) -> Vec<Said> {
    let found = attributions(tokens, lexicon);
    let mut said = Vec::new();
    let mut at = 0;
    let mut owner: Option<Attribution> = None;
    for attribution in &found {
        let before = match attribution.side {
            Side::Before | Side::Both => Some(attribution.clone()),
            Side::After => owner.clone(),
        };
        // `Rebels stormed a hill; by dusk, he said, it was lost`: only the last part is his.
        if attribution.side == Side::Both
            && let Some(semicolon) = (at..attribution.from).rev().find(|i| tokens[*i].text == ";")
        {
            push(&mut said, tokens, at, semicolon, owner.clone());
            at = semicolon + 1;
        }
        push(&mut said, tokens, at, attribution.from, before);
        at = attribution.to;
        owner = match attribution.side {
            Side::After | Side::Both => Some(attribution.clone()),
            Side::Before if keeps_on(tokens, at) => {
                Some(Attribution { goes_on: true, side: Side::After, ..attribution.clone() })
            }
            Side::Before => None,
        };
    }
    push(&mut said, tokens, at, tokens.len(), owner);
    said
}

/// Whether the source goes on behind `…, he said`: what it does in saying so (`urging both to stop`), what it adds
/// (`and four were hurt`, `but has not left`), a part of what it told of (`two of them children`).
fn keeps_on(tokens: &[Token], at: usize) -> bool {
    let [comma, next, ..] = &tokens[at.min(tokens.len())..] else { return false };
    let predicate = || {
        let verb = super::clause::skip_adverbs(tokens, at + 2, tokens.len());
        tokens.get(verb).is_some_and(super::clause::begins_finite)
    };
    let part = || {
        let first = &tokens[at + 1..tokens.len().min(at + 6)];
        first.windows(2).any(|two| (two[0].is("of") || two[0].is("among")) && two[1].is("them"))
    };
    comma.is(",")
        && match next.tag {
            Tag::Verb => next.form == Some(Form::Ing),
            Tag::Conj => next.is("and") || (next.is("but") && predicate()),
            _ => part(),
        }
}

fn push(said: &mut Vec<Said>, tokens: &[Token], from: usize, to: usize, by: Option<Attribution>) {
    let dashes: Vec<usize> =
        (from..to).filter(|i| tokens[*i].text == "–" || tokens[*i].text == "—").collect();
    if let ([dash], Some(owner)) = (&dashes[..], &by) {
        // A single dash hands over to the narrator, unless the words are quoted.
        if owner.side == Side::After && !tokens[*dash].quoted {
            push(said, tokens, from, *dash, by.clone());
            push(said, tokens, dash + 1, to, None);
            return;
        }
    }
    if let Some(owner) = by.as_ref().filter(|by| by.side == Side::After)
        && let Some(end) = (from + 1..to).find(|i| hands_over(tokens, owner, *i, to))
    {
        push(said, tokens, from, end, by.clone());
        push(said, tokens, end + 1, to, None);
        return;
    }
    let (from, to) = super::clause::trim(tokens, from, to);
    let silent = by.as_ref().is_some_and(|by| by.silent);
    if from < to && !silent && tokens[from..to].iter().any(Token::is_word) {
        said.push(Said { from, to, by });
    }
}

/// Whether the sign at token `i` ends what is said and gives the word back to the narrator: a semicolon before
/// somebody else's deed, or the comma behind `while X says that …`.
fn hands_over(tokens: &[Token], owner: &Attribution, i: usize, to: usize) -> bool {
    if tokens[i].quoted {
        return false;
    }
    let named = tokens.get(i + 1).is_some_and(|t| matches!(t.tag, Tag::Proper | Tag::Det | Tag::Num));
    let finite = |from: usize| tokens[from..to].iter().any(super::clause::begins_finite);
    if tokens[i].text == ";" {
        return named && finite(i + 1) && !tokens[i + 1].is("that");
    }
    let fronted = owner
        .from
        .checked_sub(1)
        .map(|k| &tokens[k])
        .is_some_and(|t| ["while", "although", "though", "whereas"].contains(&t.lower.as_str()))
        && owner.from <= 2;
    let main = tokens.get(i + 1).is_some_and(|t| t.nominal() || matches!(t.tag, Tag::Pron | Tag::Det));
    let last = !(i + 1..to).any(|k| tokens[k].is(","));
    fronted && tokens[i].is(",") && main && last && finite(i + 1)
}

fn attributions(tokens: &[Token], lexicon: &Lexicon) -> Vec<Attribution> {
    let mut found: Vec<Attribution> = Vec::new();
    for i in 0..tokens.len() {
        let after = found.last().map_or(0, |a| a.to);
        if i < after {
            continue;
        }
        let token = &tokens[i];
        let one = if token.is("according") && tokens.get(i + 1).is_some_and(|t| t.is("to")) {
            according_to(tokens, i)
        } else if token.tag == Tag::Verb && matches!(token.lemma.as_str(), "quote" | "cite") {
            quoted_as_saying(tokens, i, after)
        } else if token.tag == Tag::Verb && lexicon.has("speech-verbs", &token.lemma) {
            let within = found.last().is_some_and(|a| a.side == Side::After);
            let one =
                spoken(tokens, i, after, lexicon).filter(|one| !within || !nested(tokens, one, lexicon));
            one.map(|one| go_on(tokens, found.last(), one))
        } else if token.text == ":" && found.is_empty() {
            by_colon(tokens, i)
        } else if token.is("by") || (token.is("in") && tokens.get(i + 1).is_some_and(|t| t.is("the"))) {
            by_account(tokens, i)
        } else {
            None
        };
        found.extend(one);
    }
    found
}

/// `X admits that some posts fell, but maintains that`: who spoke goes on, not the subject of what he said.
fn go_on(tokens: &[Token], last: Option<&Attribution>, one: Attribution) -> Attribution {
    let spoke = last.is_some_and(|last| last.side == Side::After);
    let shared = tokens[one.from].tag == Tag::Conj && one.sources.iter().all(|p| p.to <= one.from);
    if spoke && shared && !one.goes_on {
        return Attribution { sources: Vec::new(), goes_on: true, ..one };
    }
    one
}

/// Whether a verb of thinking only reports, within what somebody says, what others think.
fn nested(tokens: &[Token], one: &Attribution, lexicon: &Lexicon) -> bool {
    let before = one.from.checked_sub(1).map(|i| &tokens[i]);
    let mental = lexicon.rest("stance-verbs", &one.verb).is_some();
    let that = before.is_some_and(|t| t.is("that"));
    // `and denied that` goes on with whoever spoke.
    let mental = mental && tokens[one.from].tag != Tag::Conj;
    one.side == Side::After
        && !one.goes_on
        && (that || (mental && !before.is_some_and(|t| t.is("but") || t.text == ";")))
}

#[cfg(test)]
mod tests {
    use super::stretches;
    use crate::read::text_of;
    use crate::tests::weighed_reader;
    use crate::text::sentences;
    use truce_model::Span;

    /// The stretches of a sentence, each behind those who say it; `-`: the narrator, `+`: who spoke before.
    fn told(text: &str) -> Vec<String> {
        let lexicon = &weighed_reader().lexicon;
        let (read, _) = sentences(text, Span::new(0, text.len()), lexicon);
        let tokens = &read[0].tokens;
        let words = |from: usize, to: usize| text_of(text, tokens, from, to);
        let stretch = |said: super::Said| {
            let by = match &said.by {
                None => "-".to_owned(),
                Some(by) if by.goes_on => "+".to_owned(),
                Some(by) => {
                    let names: Vec<String> = by.sources.iter().map(|p| words(p.from, p.to)).collect();
                    names.join(" & ")
                }
            };
            format!("{by}: {}", words(said.from, said.to))
        };
        stretches(tokens, lexicon).into_iter().map(stretch).collect()
    }

    #[test]
    fn each_stretch_of_a_sentence_has_its_speaker() {
        let shelled = "troops had shelled Tal";
        for (text, want) in [
            // Behind the subject: brackets, ties, a second description, small words of a name.
            (format!("The Ruba Front (RF) said {shelled}."), vec!["The Ruba Front: *"]),
            (
                "Trucks had left, the Relief Board (RB) said.".to_owned(),
                vec!["the Relief Board: Trucks had left"],
            ),
            (
                format!("Anna Holt, a spokeswoman for the mission, RALT, said {shelled}."),
                vec!["Anna Holt: *"],
            ),
            (format!("Rebels allied with Arden said {shelled}."), vec!["Rebels: *"]),
            (format!("Refugees from villages north of Tal said {shelled}."), vec!["Refugees: *"]),
            (format!("Anna van der Holt told Wire that {shelled}."), vec!["Anna van der Holt: *"]),
            (format!("A trader named Anna Holt said {shelled}."), vec!["Anna Holt: *"]),
            (format!("The chief, Anna Holt, said this week {shelled}."), vec!["Anna Holt: *"]),
            // What follows the verb.
            (format!("Holt told a rally in Tal, Arden, on Monday that {shelled}."), vec!["Holt: *"]),
            (format!("Holt had announced late on Monday that {shelled}."), vec!["Holt: *"]),
            (
                "Aid workers say about 20 people need bread.".to_owned(),
                vec!["Aid workers: about 20 people need bread"],
            ),
            (
                "The chief was blunter: “We will stay.”".to_owned(),
                vec!["-: The chief was blunter", "The chief: We will stay"],
            ),
            // The source goes on, or does not.
            (
                "Two died, the army said, and four were hurt.".to_owned(),
                vec!["the army: Two died", "+: four were hurt"],
            ),
            (
                "Ten died, the police said, two of them children.".to_owned(),
                vec!["the police: Ten died", "+: two of them children"],
            ),
            (
                "Two died, the army said, but its planes had stayed away.".to_owned(),
                vec!["the army: Two died", "-: its planes had stayed away"],
            ),
            (
                "Ten died, according to the board, which says many fled.".to_owned(),
                vec!["the board: Ten died", "+: many fled"],
            ),
            // Quoted by others, and in their own figures.
            (
                "“We fired,” Otto Lind was cited by the agency as telling reporters.".to_owned(),
                vec!["Otto Lind: We fired"],
            ),
            ("Two died, said one of them, Anna Holt.".to_owned(), vec!["Anna Holt: Two died"]),
            // Acts and views, and nobody's words.
            ("The raid claimed 47 victims.".to_owned(), vec!["-: The raid claimed 47 victims"]),
            ("The army countered the attack.".to_owned(), vec!["-: The army countered the attack"]),
        ] {
            let want: Vec<String> = want.iter().map(|w| w.replace('*', shelled)).collect();
            let bare = |s: &String| s.trim_end_matches(['.', '”', ',']).to_owned();
            assert_eq!(told(&text).iter().map(bare).collect::<Vec<_>>(), want, "{text}");
        }
    }
}
