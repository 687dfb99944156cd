//! Which people the words of a toll mean, on a small ladder. Counts nobody.

use truce_model::Name;

/// Sorts of people, a bit each; every person is of exactly one sort.
pub(crate) type Sorts = u8;

/// How many sorts there are.
pub(crate) const SORTS: u8 = 6;
const CHILD: Sorts = 1;
const CIVIL_ADULT: Sorts = 1 << 1;
const CIVIL_MEDIC: Sorts = 1 << 2;
const OTHER: Sorts = 1 << 3;
const OTHER_MEDIC: Sorts = 1 << 4;
const FIGHTER: Sorts = 1 << 5;
const CIVILIANS: Sorts = CHILD | CIVIL_ADULT | CIVIL_MEDIC;
const MEDICS: Sorts = CIVIL_MEDIC | OTHER_MEDIC;
/// Everybody.
pub(crate) const ALL: Sorts = CIVILIANS | OTHER | OTHER_MEDIC | FIGHTER;

/// The groups that a total is told for besides everybody: each with its word.
pub(crate) const GROUPS: &[(&str, Sorts)] =
    &[("civilians", CIVILIANS), ("children", CHILD), ("medical workers", MEDICS), ("fighters", FIGHTER)];

/// Words that mean a whole group.
const WHOLE: &[(&[&str], Sorts)] = &[
    (&["all", "people", "persons", "person", "everybody", "casualties", "victims"], ALL),
    (&["civilians", "civilian", "non combatants", "noncombatants"], CIVILIANS),
    (&["children", "child", "minors"], CHILD),
    (
        &[
            "medical workers",
            "health workers",
            "medics",
            "medical staff",
            "medical personnel",
            "health staff",
        ],
        MEDICS,
    ),
    (&["fighters", "fighter", "combatants"], FIGHTER),
];

/// Words that mean some of a group.
const SOME: &[(&[&str], Sorts)] = &[
    (&["boy", "boys", "girl", "girls", "infant", "infants", "baby", "babies", "toddlers"], CHILD),
    (&["doctor", "doctors", "nurse", "nurses", "paramedic", "paramedics"], MEDICS),
    (
        &[
            "soldier",
            "soldiers",
            "troops",
            "rebel",
            "rebels",
            "militants",
            "insurgents",
            "gunmen",
            "militiamen",
            "jihadists",
        ],
        FIGHTER,
    ),
    (&["women", "woman", "men", "man", "adults", "elderly"], ALL & !CHILD),
    (&["aid workers", "aid worker", "humanitarian workers"], CIVIL_ADULT | CIVIL_MEDIC),
];

/// Words that take back, or leave open, what those behind them say.
const NOT: &[&str] =
    &["non", "not", "no", "former", "ex", "suspected", "alleged", "presumed", "retired", "purported", "so"];

/// The people that words mean: of which sorts they can be, and whether they are all of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) sorts: Sorts,
    pub(crate) is_whole: bool,
}

/// The people that these words mean; nobody named is everybody. Words that no list holds mean some of everybody.
pub(crate) fn group(who: Option<&Name>) -> Group {
    let Some(key) = who.map(Name::key) else { return Group { sorts: ALL, is_whole: true } };
    let of = |lists: &[(&[&str], Sorts)], words: &str| {
        lists.iter().find(|(list, _)| list.contains(&words)).map(|(_, sorts)| *sorts)
    };
    if let Some(sorts) = of(WHOLE, &key) {
        return Group { sorts, is_whole: true };
    }
    // "Non-civilians" are no civilians, and what former or suspected fighters are nobody can tell.
    let negated =
        |tail: &str| key.strip_suffix(tail).is_some_and(|head| head.split(' ').any(|w| NOT.contains(&w)));
    // "Small children" are some of the children; but "women and children" are not.
    let joined = key.contains(" and ") || key.contains(',') || key.contains(" or ");
    let tails = key.match_indices(' ').map(|(at, _)| &key[at + 1..]);
    let tails = tails.filter(|_| !joined).filter(|tail| *tail != "all" && !negated(tail));
    let sorts =
        std::iter::once(key.as_str()).chain(tails).find_map(|tail| of(SOME, tail).or(of(WHOLE, tail)));
    Group { sorts: sorts.unwrap_or(ALL), is_whole: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(who: &str, sorts: Sorts, is_whole: bool) {
        assert_eq!(group(Name::parse(who).ok().as_ref()), Group { sorts, is_whole }, "{who}");
    }

    #[test]
    fn children_are_civilians_and_no_fighter_is() {
        check("", ALL, true);
        check("civilians", CIVILIANS, true);
        check("children", CHILD, true);
        check("small children", CHILD, false);
        check("soldiers", FIGHTER, false);
        check("medics", MEDICS, true);
        check("women and children", ALL, false);
        check("a single family", ALL, false);
        check("non-civilians", ALL, false);
        check("former soldiers", ALL, false);
        check("suspected rebel fighters", ALL, false);
        check("non-combatants", CIVILIANS, true);
        assert_eq!(CHILD & CIVILIANS, CHILD);
        assert_eq!(FIGHTER & (CIVILIANS | MEDICS), 0);
        assert_eq!(MEDICS & CIVILIANS, CIVIL_MEDIC);
    }
}
