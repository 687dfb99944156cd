//! Builds a gazetteer from tables of places in bounded memory. Opens files; reads no text.
//!
//! Towns stream through: their records and names go to temporary files as they come, their entries to a sorter.
//! Countries and divisions, which several tables tell of, are held until the end.

use super::division::{Whole, Wholes};
use super::map::words;
use super::names::{entries, writable};
use super::sort::Sorter;
use crate::MonitorError;
use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufReader, BufWriter, Seek, Write},
    path::{Path, PathBuf},
};
use truce_exchange::{GazetteerRow, NameRow, PlaceRow, gazetteer_rows};
use truce_extract::gazetteer::{Entry, GazetteerWriter, Heap, Naming, Record, Region, key};
use truce_model::FeatureKind;

/// What goes into a gazetteer, and what it says of its sources.
#[derive(Clone, Debug, Default)]
pub struct BuildOptions {
    /// Towns and quarters with fewer people are left out; 0 keeps those of which nobody is counted, too.
    pub min_population: u64,
    /// Names beside the main one are kept only for places with at least so many people.
    pub names_above: u64,
    /// The sources and their licences, kept in the file.
    pub licence: String,
}

/// What a build came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Built {
    /// Places.
    pub places: u32,
    /// Pairs of a name and a place, sounds included.
    pub names: u64,
    /// Bytes of the file.
    pub bytes: u64,
    /// Other names of places that no table lists.
    pub strays: u64,
    /// Rows left out: no name in Latin letters, or fewer people than asked for.
    pub left_out: u64,
}

/// Reads the tables in the given order and writes the gazetteer to `out`, at once or not at all.
pub fn build_gazetteer(
    inputs: &[PathBuf],
    out: &Path,
    options: &BuildOptions,
) -> Result<Built, MonitorError> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let fault =
        |e: &io::Error| MonitorError::Gazetteer { file: out.display().to_string(), problem: words(e) };
    let mut build = Build::new(folder, options).map_err(|e| fault(&e))?;
    for path in inputs {
        let file = path.display().to_string();
        let refused = |problem: String| MonitorError::Gazetteer { file: file.clone(), problem };
        let input = File::open(path).map_err(|e| refused(words(&e)))?;
        if input.metadata().map_err(|e| refused(words(&e)))?.is_dir() {
            return Err(refused("is a folder".into()));
        }
        gazetteer_rows(&file, BufReader::with_capacity(1 << 16, input), |row| {
            build.row(row).map_err(|e| fault(&e))
        })?;
    }
    build.finish(folder, out).map_err(|e| fault(&e))
}

/// A build under way.
struct Build<'o> {
    options: &'o BuildOptions,
    wholes: Wholes,
    /// Places that name a country by words or three letters, kept until all countries are known.
    later: Vec<PlaceRow>,
    sorter: Sorter,
    records: BufWriter<File>,
    heap: Heap<BufWriter<File>>,
    regions: Vec<([u8; 2], Option<String>)>,
    region_of: BTreeMap<([u8; 2], Option<String>), u16>,
    places: u32,
    /// The place of each GeoNames number and its rank, for tables of further names.
    by_number: Numbers,
    built: Built,
}

/// Places by GeoNames number: eight bytes for each number up to the highest, which is about 13 million.
#[derive(Default)]
struct Numbers {
    low: Vec<(u32, u32)>,
    high: BTreeMap<u32, (u32, u32)>,
}

const ABSENT: u32 = u32::MAX;

impl Numbers {
    fn insert(&mut self, number: u32, place: u32, rank: u32) {
        if number >= 1 << 25 {
            self.high.insert(number, (place, rank));
            return;
        }
        let at = number as usize;
        if self.low.len() <= at {
            self.low.resize(at + 1, (ABSENT, 0));
        }
        self.low[at] = (place, rank);
    }

    fn get(&self, number: u32) -> Option<(u32, u32)> {
        let low = self.low.get(number as usize).copied().filter(|(place, _)| *place != ABSENT);
        low.or_else(|| self.high.get(&number).copied())
    }
}

impl<'o> Build<'o> {
    fn new(folder: &Path, options: &'o BuildOptions) -> io::Result<Build<'o>> {
        let temporary = || tempfile::tempfile_in(folder).map(BufWriter::new);
        let unknown = ([0, 0], None);
        Ok(Build {
            options,
            wholes: Wholes::default(),
            later: Vec::new(),
            sorter: Sorter::new(folder.to_owned()),
            records: temporary()?,
            heap: Heap::new(temporary()?),
            region_of: BTreeMap::from([(unknown.clone(), 0)]),
            regions: vec![unknown],
            places: 0,
            by_number: Numbers::default(),
            built: Built { places: 0, names: 0, bytes: 0, strays: 0, left_out: 0 },
        })
    }

    fn row(&mut self, row: GazetteerRow) -> io::Result<()> {
        match row {
            GazetteerRow::Name(row) => self.name(&row),
            GazetteerRow::Place(row) => {
                if row.geonames.is_some_and(|number| self.by_number.get(number).is_some()) {
                    return Ok(());
                }
                let Some(row) = self.wholes.take(*row) else { return Ok(()) };
                let unplaced = row.country.as_ref().is_some_and(|code| self.wholes.country(code).is_none());
                if unplaced || matches!(row.kind, FeatureKind::Country | FeatureKind::Province) {
                    self.later.push(row);
                    return Ok(());
                }
                self.place(&row, None)
            }
        }
    }

    fn name(&mut self, row: &NameRow) -> io::Result<()> {
        let Some((place, rank)) = self.by_number.get(row.geonames) else {
            self.built.strays += 1;
            return Ok(());
        };
        if !writable(&row.name) {
            return Ok(());
        }
        let key = key(&row.name);
        self.sorter.push(Entry { key: key.exact, rank, place, naming: Naming::Other })
    }

    /// Adds a place that is no whole, or one whose middle and radius are known by now.
    fn place(&mut self, row: &PlaceRow, radius_km: Option<f64>) -> io::Result<()> {
        let people = row.population.unwrap_or(0);
        let town = matches!(row.kind, FeatureKind::Town | FeatureKind::Quarter);
        let country = row.country.as_ref().and_then(|code| self.wholes.country(code));
        let names =
            entries(row, country, self.places, rank(row), people >= self.options.names_above || !town);
        if names.is_empty() || (town && people < self.options.min_population) {
            self.built.left_out += 1;
            return Ok(());
        }
        let division = country.and_then(|country| self.wholes.code(country, row.division.as_deref()?));
        if let (true, Some(country), Some(point)) = (town, country, row.point) {
            self.wholes.town(country, row.division.as_deref(), point, people);
        }
        let mut record = Record::new(row.kind, self.heap.put(&row.name)?).numbered(row.geonames);
        if let Some(pcode) = &row.pcode {
            record = record.coded(self.heap.put(pcode)?);
        }
        record.point = row.point;
        record.population = row.population;
        record.radius_m =
            radius_km.or(row.radius_km).map_or_else(|| radius_m(row), |km| (km * 1000.0) as u32);
        record.region = country.map_or(0, |country| self.region(country, division));
        self.records.write_all(&record.bytes())?;
        for entry in names {
            self.sorter.push(entry)?;
        }
        if let Some(number) = row.geonames {
            self.by_number.insert(number, self.places, rank(row));
        }
        self.places += 1;
        Ok(())
    }

    fn region(&mut self, country: [u8; 2], division: Option<String>) -> u16 {
        let key = (country, division);
        if let Some(known) = self.region_of.get(&key) {
            return *known;
        }
        // 65,535 regions are ten times those of the world; a table with more keeps only the country.
        let Ok(number) = u16::try_from(self.regions.len()) else { return 0 };
        self.regions.push(key.clone());
        self.region_of.insert(key, number);
        number
    }

    fn finish(mut self, folder: &Path, out: &Path) -> io::Result<Built> {
        for row in std::mem::take(&mut self.later) {
            if let Some(row) = self.wholes.take(row) {
                self.place(&row, None)?;
            }
        }
        let (regions, licence) = (self.wholes()?, self.options.licence.clone());
        let licence = self.heap.put(&licence)?;
        let mut records = rewound(self.records)?;
        let mut heap = rewound(self.heap.finish().0)?;
        let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
        let buffered = BufWriter::with_capacity(1 << 20, temporary.as_file_mut());
        let mut writer = GazetteerWriter::new(buffered, self.sorter.count())?;
        self.sorter.finish(|entry| writer.entry(entry))?;
        let totals = writer.finish(&mut records, &regions, &mut heap, licence)?;
        let permissions = std::fs::metadata(out).map(|known| known.permissions());
        temporary.as_file().sync_all()?;
        let file = temporary.persist(out).map_err(|e| e.error)?;
        match permissions {
            Ok(known) => file.set_permissions(known)?,
            Err(_) => readable(&file)?,
        }
        Ok(Built { places: totals.places, names: totals.names, bytes: totals.bytes, ..self.built })
    }

    /// Adds countries and divisions, and gives each region its places.
    fn wholes(&mut self) -> io::Result<Vec<Region>> {
        let (countries, divisions) = std::mem::take(&mut self.wholes).into_all();
        let (mut of_country, mut of_division) = (BTreeMap::new(), BTreeMap::new());
        for whole in countries {
            of_country.insert(whole.country, self.places);
            self.region(whole.country, None);
            self.whole(&whole, None)?;
        }
        for (code, whole) in divisions {
            of_division.insert((whole.country, code.clone()), self.places);
            self.region(whole.country, Some(code.clone()));
            self.whole(&whole, Some(code))?;
        }
        let region = |(country, code): &([u8; 2], Option<String>)| Region {
            country: *country,
            whole: of_country.get(country).copied(),
            division: code.as_ref().and_then(|code| of_division.get(&(*country, code.clone())).copied()),
        };
        Ok(self.regions.iter().map(region).collect())
    }

    fn whole(&mut self, whole: &Whole, code: Option<String>) -> io::Result<()> {
        let mut row = whole.row.clone();
        row.point = whole.point();
        row.population = whole.population();
        let names = entries(&row, Some(whole.country), self.places, rank(&row), true);
        let mut record = Record::new(row.kind, self.heap.put(&row.name)?).numbered(row.geonames);
        if let Some(pcode) = &row.pcode {
            record = record.coded(self.heap.put(pcode)?);
        }
        (record.point, record.population) = (row.point, row.population);
        record.radius_m = whole.radius_km().map_or_else(|| radius_m(&row), |km| (km * 1000.0) as u32);
        record.region = self.region(whole.country, code);
        self.records.write_all(&record.bytes())?;
        if let Some(number) = row.geonames {
            self.by_number.insert(number, self.places, rank(&row));
        }
        self.places += 1;
        names.into_iter().try_for_each(|entry| self.sorter.push(entry))
    }
}

/// Sorts the places of one name: countries and large parts of the world first, then those with most people.
fn rank(row: &PlaceRow) -> u32 {
    let people = u32::try_from(row.population.unwrap_or(0)).unwrap_or(u32::MAX - 1);
    match row.kind {
        FeatureKind::Continent | FeatureKind::Country => 0,
        _ => u32::MAX - people,
    }
}

/// The radius that the sort and the people of a place make likely, in metres.
fn radius_m(row: &PlaceRow) -> u32 {
    match (row.kind, row.population.unwrap_or(0)) {
        (FeatureKind::Continent, _) => 3_000_000,
        (FeatureKind::Country, _) => 500_000,
        (FeatureKind::Province, _) => 100_000,
        (FeatureKind::District, _) => 25_000,
        (FeatureKind::Town, 1_000_000..) => 15_000,
        (FeatureKind::Town, 100_000..) => 7_000,
        (FeatureKind::Town, 10_000..) => 3_500,
        (FeatureKind::Town, _) => 2_000,
        (FeatureKind::Quarter, _) => 1_500,
        (FeatureKind::Area | FeatureKind::Water | FeatureKind::Landform, _) => 50_000,
        (FeatureKind::Site, _) => 1_000,
        (FeatureKind::Road, _) => 20_000,
    }
}

fn rewound(file: BufWriter<File>) -> io::Result<BufReader<File>> {
    let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(BufReader::new(file))
}

/// A temporary file is for its owner alone; a gazetteer is for everybody whom the system lets read.
#[cfg(unix)]
fn readable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &File) -> io::Result<()> {
    Ok(())
}
