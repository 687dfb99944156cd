//! How many people a row counts, between which bounds. A figure that contradicts another is refused, not mended.

use super::{
    mapping::PeopleColumns,
    refusal::{Cause, shown},
};
use truce_model::{Act, Count, Name, Stance};

/// The most people that one row can count (assumed); more is a slip.
const MOST: u64 = 1_000_000;

/// A figure of a row: what a claim says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    pub(super) act: Act,
    pub(super) stance: Stance,
    pub(super) count: Count,
    /// The columns in which it stands.
    pub(super) columns: Vec<String>,
}

/// Why a row's figures are refused: the column, the cause, and the problem in words.
pub(super) type Fault = (String, Cause, String);

/// The numbers of a row for one sort of harm.
struct Numbers {
    low: Option<u64>,
    best: Option<u64>,
    high: Option<u64>,
    unknown: Option<u64>,
    parts: Vec<(usize, u64)>,
}

/// What the row says of the people; `cell` gives what stands in a column.
pub(super) fn figures<'r>(
    act: Act,
    columns: &PeopleColumns,
    cell: impl Fn(&str) -> &'r str,
) -> Result<Vec<Figure>, Fault> {
    let numbers = Numbers::read(columns, &cell)?;
    numbers.check(columns)?;
    let told = [numbers.low, numbers.best, numbers.high];
    let none =
        told.iter().flatten().all(|number| *number == 0) && numbers.parts.iter().all(|part| part.1 == 0);
    if told.iter().all(Option::is_none) || (none && !columns.zero_is_none) {
        return Ok(vec![]);
    }
    let mut found = vec![numbers.whole(act, columns)];
    let certain = found[0].count.min == found[0].count.max || columns.floor;
    let stance = if certain { Stance::Asserts } else { Stance::Unsure };
    if let (Some(best), Some(column)) = (numbers.best, &columns.best)
        && !certain
    {
        let count = Count { approx: true, ..Count::exactly(best, "people") };
        found.push(Figure { act, stance, count, columns: vec![column.clone()] });
    }
    for (at, number) in numbers.parts.iter().filter(|(_, number)| *number > 0) {
        let part = &columns.parts[*at];
        let words = part.who.as_deref().unwrap_or_else(|| cell(part.of.as_deref().unwrap_or_default()));
        // Of those whom nobody could assign, all or none may belong to it.
        let rest = if columns.unknown.is_some() { numbers.unknown } else { Some(0) };
        let max = rest.filter(|_| !columns.floor).map(|rest| number + rest);
        let count = Count {
            of: "people".to_owned(),
            min: Some(*number),
            max,
            approx: !certain,
            who: Name::parse(words).ok(),
        };
        // A part of nobody in particular would be taken for the whole.
        if count.who.is_some() {
            found.push(Figure { act, stance, count, columns: vec![part.column.clone()] });
        }
    }
    Ok(found)
}

impl Numbers {
    fn read<'r>(columns: &PeopleColumns, cell: &impl Fn(&str) -> &'r str) -> Result<Numbers, Fault> {
        let number = |column: &str| {
            number(cell(column))
                .map_err(|problem| (column.to_owned(), Cause::Number, format!("{column} {problem}")))
        };
        let of = |column: &Option<String>| column.as_deref().map_or(Ok(None), number);
        let parts = columns.parts.iter().enumerate();
        let parts: Result<Vec<_>, Fault> = parts.map(|(at, part)| Ok((at, number(&part.column)?))).collect();
        Ok(Numbers {
            low: of(&columns.low)?,
            best: of(&columns.best)?,
            high: of(&columns.high)?,
            unknown: of(&columns.unknown)?,
            parts: parts?.into_iter().filter_map(|(at, number)| Some((at, number?))).collect(),
        })
    }

    fn check(&self, columns: &PeopleColumns) -> Result<(), Fault> {
        let name = |column: &Option<String>| column.clone().unwrap_or_default();
        let (low, best, high) = (name(&columns.low), name(&columns.best), name(&columns.high));
        let pairs = [
            (&low, self.low, &best, self.best),
            (&best, self.best, &high, self.high),
            (&low, self.low, &high, self.high),
        ];
        for (lower, less, upper, more) in pairs {
            if let (Some(less), Some(more)) = (less, more)
                && less > more
            {
                return Err((
                    lower.clone(),
                    Cause::Bounds,
                    format!("{lower} {less} is above {upper} {more}"),
                ));
            }
        }
        let sum: u64 = self.parts.iter().map(|part| part.1).sum::<u64>() + self.unknown.unwrap_or(0);
        let whole = [(&high, self.high), (&best, self.best), (&low, self.low)];
        let whole = whole.into_iter().find_map(|(column, number)| Some((column, number?)));
        match whole {
            Some((column, number)) if sum > number && !columns.floor => {
                let names: Vec<&str> = columns.parts.iter().map(|part| part.column.as_str()).collect();
                let names =
                    names.into_iter().chain(columns.unknown.as_deref()).collect::<Vec<_>>().join(" + ");
                let first = columns.parts.first().map(|part| part.column.clone()).unwrap_or_default();
                Err((first, Cause::Parts, format!("{names} = {sum} is above {column} {number}")))
            }
            _ => Ok(()),
        }
    }

    /// The claim about all of them.
    fn whole(&self, act: Act, columns: &PeopleColumns) -> Figure {
        let alone = self.low.is_none() && self.high.is_none();
        let (min, max) = match (alone, columns.floor) {
            (true, true) => (self.best, None),
            (true, false) => (self.best, self.best),
            (false, floor) => (self.low, self.high.filter(|_| !floor)),
        };
        let count = Count { of: "people".to_owned(), min, max, approx: columns.floor, who: None };
        let columns = [&columns.low, &columns.best, &columns.high].into_iter().flatten().cloned().collect();
        Figure { act, stance: Stance::Asserts, count, columns }
    }
}

/// A whole number from nought, also written `5.0` as spreadsheets do; nothing where nothing is written.
fn number(words: &str) -> Result<Option<u64>, String> {
    if words.is_empty() {
        return Ok(None);
    }
    let whole = words.strip_suffix(".0").unwrap_or(words);
    if whole.starts_with('-') && whole[1..].parse::<u64>().is_ok() {
        return Err(format!("`{}` is negative", shown(words)));
    }
    match whole.parse::<u64>() {
        Ok(number) if number <= MOST => Ok(Some(number)),
        Ok(_) => Err(format!("`{}` is more than {MOST}, the most that one row can count", shown(words))),
        Err(_) if !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(format!("`{}` is more than {MOST}, the most that one row can count", shown(words)))
        }
        Err(_) => Err(format!("`{}` is no whole number", shown(words))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    const GED: &str = "low = \"low\"\nbest = \"best\"\nhigh = \"high\"\nunknown = \"unknown\"\nparts = [{ column = \
                       \"a\", of = \"side\" }, { column = \"civilians\", who = \"civilians\" }]";

    /// Each figure as `act stance count`, or the fault.
    fn check(columns: &str, cells: &str, expected: &str) {
        let columns: PeopleColumns = toml::from_str(columns).unwrap();
        let cells: BTreeMap<&str, &str> = cells.split(' ').filter_map(|cell| cell.split_once('=')).collect();
        let found = figures(Act::Killed, &columns, |column| cells.get(column).copied().unwrap_or(""));
        let shown = match found {
            Err((column, _, problem)) => format!("{column}: {problem}"),
            Ok(figures) => {
                let words = |figure: &Figure| format!("{} {}", figure.stance, figure.count);
                figures.iter().map(words).collect::<Vec<_>>().join("; ")
            }
        };
        assert_eq!(shown, expected, "{cells:?}");
    }

    #[test]
    fn what_is_only_likeliest_sets_no_bound() {
        check(GED, "low=3 best=3 high=3 a=3 unknown=0 side=North", "asserts 3 people; asserts 3 North");
        check(
            GED,
            "low=1 best=3 high=9 civilians=3 unknown=0",
            "asserts 1 to 9 people; unsure about 3 people; unsure about 3 civilians",
        );
        check(GED, "low=5 best=5 high=5 civilians=2 unknown=3", "asserts 5 people; asserts 2 to 5 civilians");
        check(GED, "low= best= high=", "");
        check(GED, "low=0 best=0 high=0", "");
        check(GED, "low=0 best=0 high=4", "asserts 0 to 4 people; unsure about 0 people");
    }

    #[test]
    fn a_figure_that_contradicts_another_is_refused() {
        check(GED, "low=5 best=4 high=9", "low: low 5 is above best 4");
        check(GED, "low=5 best=7 high=6", "best: best 7 is above high 6");
        check(
            GED,
            "low=1 best=4 high=4 civilians=9 unknown=1",
            "a: a + civilians + unknown = 10 is above high 4",
        );
        check(GED, "low=-1 best=4 high=4", "low: low `-1` is negative");
        check(
            GED,
            "low=1 best=4 high=9999999",
            "high: high `9999999` is more than 1000000, the most that one row can count",
        );
        check(GED, "low=some best=4", "low: low `some` is no whole number");
    }

    #[test]
    fn the_most_careful_figure_is_a_floor() {
        let acled = "best = \"fatalities\"\nfloor = true";
        check(acled, "fatalities=12", "asserts about at least 12 people");
        check(acled, "fatalities=0", "");
        check("best = \"dead\"\nzero_is_none = true", "dead=0", "asserts 0 people");
        check("best = \"dead\"", "dead=2.0", "asserts 2 people");
    }
}
