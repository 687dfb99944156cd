//! Reads what one row tells, and why what of it is refused. Keeps nothing between rows.

use super::{
    TableRow,
    columns::Columns,
    mapping::Mapping,
    people,
    precision::{Ground, Width},
    refusal::{Cause, Refusal, shown},
    survey::{Days, Told},
};
use csv::StringRecord;
use jiff::civil::Date;
use truce_model::{Act, Interval, Name, Point, Published};

/// The longest id, in bytes.
const LONGEST_ID: usize = 200;

/// What reads the rows of one table.
pub(super) struct RowReader<'t> {
    pub(super) mapping: &'t Mapping,
    pub(super) columns: &'t Columns,
    pub(super) days: &'t Days,
    pub(super) source: Name,
    pub(super) published: Option<Published>,
    /// Further columns whose cells the events keep.
    pub(super) kept: &'t [String],
}

/// What a row tells, before it is written down.
pub(super) struct Read {
    pub(super) id: String,
    pub(super) occurred: Interval,
    pub(super) days: (Date, Date),
    pub(super) act: Option<Act>,
    pub(super) agent: Option<Name>,
    pub(super) target: Option<Name>,
    pub(super) places: Vec<Name>,
    pub(super) point: Option<Point>,
}

type Row<T> = Result<T, (Cause, String, String)>;

impl RowReader<'_> {
    /// Reads a row, or tells why it is refused.
    pub(super) fn read(
        &self,
        line: usize,
        record: &StringRecord,
        original: &[u8],
    ) -> Result<TableRow, Box<Refusal>> {
        let id = self.cell(record, &self.mapping.id);
        let named = Some(id.to_owned()).filter(|id| !id.is_empty() && id.len() <= LONGEST_ID);
        let refuse = |(cause, column, problem): (Cause, String, String)| Refusal {
            id: named.clone(),
            ..Refusal::row(line, cause, &column, problem)
        };
        let mut left_out = Vec::new();
        let read = self.told(record, &mut left_out).map_err(|fault| Box::new(refuse(fault)))?;
        let mut figures = Vec::new();
        for (act, people) in [(Act::Killed, &self.mapping.killed), (Act::Injured, &self.mapping.injured)] {
            let Some(people) = people else { continue };
            match people::figures(act, people, |column| self.cell(record, column)) {
                Ok(found) => figures.extend(found),
                Err((column, cause, problem)) => left_out.push((cause, column, problem)),
            }
        }
        let kept = left_out.into_iter().map(|fault| Refusal { kept: true, ..refuse(fault) }).collect();
        Ok(self.write(line, record, original, read, &figures, kept))
    }

    /// What stands in a column of a row.
    pub(super) fn cell<'r>(&self, record: &'r StringRecord, column: &str) -> &'r str {
        self.columns.cell(record, column)
    }

    fn told(&self, record: &StringRecord, left_out: &mut Vec<(Cause, String, String)>) -> Row<Read> {
        let mapping = self.mapping;
        let id = self.cell(record, &mapping.id);
        if id.is_empty() || id.len() > LONGEST_ID {
            let problem =
                if id.is_empty() { "no id".to_owned() } else { format!("an id of {} bytes", id.len()) };
            return Err((Cause::Id, mapping.id.clone(), problem));
        }
        let (days, occurred) = self.when(record)?;
        let value = self.cell(record, &mapping.act.column);
        let act =
            mapping.act.values.iter().find(|(word, _)| word.eq_ignore_ascii_case(value)).map(|(_, act)| *act);
        if act.is_none() {
            let problem = format!("{} `{}` names no act", mapping.act.column, shown(value));
            left_out.push((Cause::Act, mapping.act.column.clone(), problem));
        }
        let (agent, target) = self.who(record, act, left_out);
        let (ground, point) = self.ground(record, left_out)?;
        Ok(Read {
            id: id.to_owned(),
            occurred,
            days,
            act,
            agent,
            target,
            places: self.places(record, &ground, left_out),
            point,
        })
    }

    /// The first and the last day, and the stretch that is certain to hold it.
    fn when(&self, record: &StringRecord) -> Row<((Date, Date), Interval)> {
        let date = &self.mapping.date;
        let start = self.day(record, &date.start)?;
        let end = date.end.as_deref().filter(|end| !self.cell(record, end).is_empty());
        let end = end.map_or(Ok(start), |end| self.day(record, end))?;
        if end < start {
            let column = date.end.clone().unwrap_or_default();
            return Err((Cause::Date, column, format!("it ends on {end}, before it begins on {start}")));
        }
        let width = match &date.precision {
            None => Width::Day,
            Some(codes) => *self.code(record, &codes.column, &codes.values)?,
        };
        Ok(((start, end), width.around(start, end)))
    }

    fn day(&self, record: &StringRecord, column: &str) -> Row<Date> {
        let words = self.cell(record, column);
        let problem = match self.days.read(words) {
            Told::Day(day) => return Ok(day),
            _ if words.is_empty() => "no day".to_owned(),
            Told::NoDay if self.days.is_short(words) => {
                format!("the year of `{}` has fewer than four digits", shown(words))
            }
            Told::NoDay => format!("`{}` is no day of the calendar", shown(words)),
            Told::Either(one, other) => {
                format!("`{}` may be {one} or {other}; no row settles which", shown(words))
            }
            Told::Unknown => format!("`{}` is written in none of the ways that the table uses", shown(words)),
        };
        Err((Cause::Date, column.to_owned(), problem))
    }

    fn code<'v, T>(
        &self,
        record: &StringRecord,
        column: &str,
        values: &'v std::collections::BTreeMap<String, T>,
    ) -> Row<&'v T> {
        let words = self.cell(record, column);
        let bare = words.strip_suffix(".0").unwrap_or(words);
        values.get(bare).ok_or_else(|| {
            let known: Vec<&str> = values.keys().map(String::as_str).collect();
            let problem = format!("{column} `{}` is none of {}", shown(words), known.join(", "));
            (Cause::Code, column.to_owned(), problem)
        })
    }

    /// Who did it to whom. Nobody is named as the agent by the order of two columns alone, but for the sides of a clash.
    fn who(
        &self,
        record: &StringRecord,
        act: Option<Act>,
        left_out: &mut Vec<(Cause, String, String)>,
    ) -> (Option<Name>, Option<Name>) {
        let Some(who) = &self.mapping.who else { return (None, None) };
        let directed = who.directed.as_ref().is_none_or(|chosen| {
            let value = self.cell(record, &chosen.column);
            chosen.values.iter().any(|word| word.eq_ignore_ascii_case(value))
        });
        if !directed && act != Some(Act::Clash) {
            return (None, None);
        }
        let agent = self.name(record, &who.agent, left_out);
        let target = who.target.as_deref().and_then(|target| self.name(record, target, left_out));
        (agent, target)
    }

    /// The name in a column; one that is too long is left out.
    fn name(
        &self,
        record: &StringRecord,
        column: &str,
        left_out: &mut Vec<(Cause, String, String)>,
    ) -> Option<Name> {
        let words = self.cell(record, column);
        if words.is_empty() {
            return None;
        }
        Name::parse(words)
            .map_err(|error| left_out.push((Cause::Name, column.to_owned(), format!("{column}: {error}"))))
            .ok()
    }

    fn ground(
        &self,
        record: &StringRecord,
        left_out: &mut Vec<(Cause, String, String)>,
    ) -> Row<(Ground, Option<Point>)> {
        let Some(place) = &self.mapping.place else { return Ok((Ground::default(), None)) };
        let ground = match &place.precision {
            Some(codes) if !self.cell(record, &codes.column).is_empty() => {
                self.code(record, &codes.column, &codes.values)?.clone()
            }
            _ => Ground::default(),
        };
        let (Some(north), Some(east)) = (&place.latitude, &place.longitude) else {
            return Ok((ground, None));
        };
        let (lat, lon) = (self.cell(record, north), self.cell(record, east));
        let fault = |column: &str, problem: String| (Cause::Coordinates, column.to_owned(), problem);
        let degrees = |column: &str, words: &str| {
            words
                .parse::<f64>()
                .map_err(|_| fault(column, format!("{column} `{}` is no number of degrees", shown(words))))
        };
        match (lat.is_empty(), lon.is_empty()) {
            (true, true) => return Ok((ground, None)),
            (true, false) => return Err(fault(north, format!("{north} is missing beside {east}"))),
            (false, true) => return Err(fault(east, format!("{east} is missing beside {north}"))),
            (false, false) => {}
        }
        let (y, x) = (degrees(north, lat)?, degrees(east, lon)?);
        if y == 0.0 && x == 0.0 {
            left_out
                .push(fault(north, "0, 0 lies in the sea off Africa: taken for no coordinates".to_owned()));
            return Ok((ground, None));
        }
        let swapped = y.abs() > 90.0 && y.abs() <= 180.0 && x.abs() <= 90.0;
        match Point::new(y, x, ground.km) {
            Ok(point) => Ok((ground, Some(point))),
            Err(_) if swapped => {
                Err(fault(north, format!("{north} {lat} is outside ±90; are the columns swapped?")))
            }
            Err(_) if y.abs() > 90.0 || y.is_nan() => {
                Err(fault(north, format!("{north} {lat} is outside ±90")))
            }
            Err(_) => Err(fault(east, format!("{east} {lon} is outside ±180"))),
        }
    }

    fn places(
        &self,
        record: &StringRecord,
        ground: &Ground,
        left_out: &mut Vec<(Cause, String, String)>,
    ) -> Vec<Name> {
        let Some(place) = &self.mapping.place else { return vec![] };
        let from = ground
            .from
            .as_ref()
            .and_then(|from| place.names.iter().position(|name| name == from))
            .unwrap_or(0);
        let mut found: Vec<Name> = Vec::new();
        for (at, column) in place.names.iter().enumerate().skip(from) {
            let Some(name) = self.name(record, column, left_out) else { continue };
            let near = if ground.near && at == 0 { Name::parse(&format!("near {name}")).ok() } else { None };
            if found.iter().all(|other| other.key() != name.key()) {
                found.push(near.unwrap_or(name));
            }
        }
        found
    }
}
