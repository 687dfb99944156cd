//! The keys and words that blocks take, each by the type of `form` that tells them. Keeps no list of its own.

use super::{
    super::{
        nearest::did_you_mean,
        problem::{Placed, Problems},
    },
    markdown::Sort,
    shape::{self, SHAPES, Takes},
};
use schemars::JsonSchema;
use serde::{
    Deserialize,
    de::{IntoDeserializer, value::Error},
};
use std::{collections::BTreeMap, sync::LazyLock};

/// The keys of every form, or the words of every closed list, by the name of its type, in the order of the source.
static KNOWN: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
    let listed = |(name, takes)| Some((name, listed(takes)?));
    shape::types().into_iter().filter_map(listed).collect()
});

/// Which terms take a key of a provision that not all take.
static OWNERS: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
    let keys = SHAPES.get(Sort::Provision.word()).into_iter().flat_map(|shape| &shape.keys);
    keys.filter_map(|key| Some((key.name.clone(), owners_in(&key.about)?))).collect()
});

/// The keys of a table, the words of a closed list.
fn listed(takes: Takes) -> Option<Vec<String>> {
    match takes {
        Takes::Table(shape) => Some(shape.keys.into_iter().map(|key| key.name).collect()),
        Takes::Words(words) => Some(words.into_iter().map(|(word, _)| word).collect()),
        Takes::Text | Takes::Number | Takes::Flag | Takes::TextOr(_) => None,
    }
}

/// The terms with which a description begins: "`prohibit`, `permit`: the acts".
fn owners_in(description: &str) -> Option<Vec<String>> {
    let (owners, _) = description.strip_prefix('`')?.split_once("`:")?;
    Some(owners.split("`, `").map(str::to_owned).collect())
}

/// The keys that a form takes, or the words of a closed list.
pub(super) fn of<T: JsonSchema>() -> &'static [String] {
    KNOWN.get(T::schema_name().as_ref()).map_or(&[], Vec::as_slice)
}

/// The terms that take a key of a provision; `None`: all do.
pub(super) fn owners(key: &str) -> Option<&'static [String]> {
    OWNERS.get(key).map(Vec::as_slice)
}

/// The meaning of a word of a closed list, whose words the type `F` of `form` tells.
pub(super) fn word<'de, F: JsonSchema, M: Deserialize<'de>>(
    what: &str,
    word: &'de Placed<String>,
    problems: &mut Problems,
) -> Option<M> {
    let known = of::<F>();
    if known.contains(&word.value) {
        return M::deserialize(IntoDeserializer::<Error>::into_deserializer(word.value.as_str())).ok();
    }
    let hint = did_you_mean(&word.value, known.iter().map(String::as_str))
        .unwrap_or_else(|| format!("known {what}s are: {}", known.join(", ")));
    problems.add(&word.at, format!("unknown {what} `{}`", word.value), Some(hint));
    None
}

#[cfg(test)]
mod tests {
    use super::{super::form::*, *};
    use serde::{Serialize, de::DeserializeOwned};
    use serde_json::Value;
    use truce_model::{AgreementKind, Deed, Role, SupersessionKind, Target, TurnKind};

    /// Every word of the form means something, and every meaning has a word.
    #[track_caller]
    fn check<F: JsonSchema, M: DeserializeOwned + Serialize + PartialEq>(all: &[M]) {
        let words = of::<F>();
        for word in words {
            let found = serde_json::from_value::<M>(Value::from(word.as_str()));
            assert!(found.is_ok_and(|meaning| all.contains(&meaning)), "{word}");
        }
        for meaning in all {
            let word = serde_json::to_value(meaning).unwrap();
            assert!(words.iter().any(|known| word == known.as_str()), "{word}");
        }
        assert_eq!(words.len(), all.len());
    }

    #[test]
    fn every_closed_list_of_the_model_can_be_written() {
        use AgreementKind::{Agreement, Declaration, Demand};
        check::<KindWord, _>(&[Agreement, Declaration, Demand]);
        use Role::{Broker, Guarantor, Monitor, Party, Refused, Signatory};
        check::<RoleWord, _>(&[Party, Signatory, Broker, Guarantor, Monitor, Refused]);
        check::<LastsWord, _>(&[SupersessionKind::ForGood, SupersessionKind::WhileInForce]);
        check::<DeedWord, _>(&Deed::WORDS.map(|(_, deed)| deed));
        check::<TurnWord, _>(&TurnKind::ALL);
        assert!(Target::WORDS.iter().all(|(word, target)| target.word() == *word));
    }

    #[test]
    fn every_form_has_its_keys_in_the_order_of_the_source() {
        assert_eq!(of::<WithinForm>(), ["within", "of"]);
        assert_eq!(of::<WindowForm>(), ["from", "until", "repeat", "first"]);
        assert_eq!(of::<AgreementForm>()[..3], ["kind", "made_on", "zone"]);
        for keys in [of::<PartyForm>(), of::<SupersessionForm>(), of::<AreaForm>(), of::<TurnForm>()] {
            assert!(keys.len() > 2);
        }
        for keys in [of::<ReadingForm>(), of::<WordsForm>(), of::<ChangeForm>(), of::<ProvisionForm>()] {
            assert!(keys.len() > 3);
        }
    }

    #[test]
    fn keys_of_some_terms_name_terms_that_exist() {
        assert_eq!(owners("acts"), Some(&["prohibit".to_owned(), "permit".to_owned()][..]));
        assert_eq!(owners("binds"), None);
        let terms = of::<TermWord>();
        assert!(OWNERS.values().flatten().all(|owner| terms.contains(owner)));
    }
}
