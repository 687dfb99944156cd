//! A block `toml area`: ground that the agreement draws, by places, P-codes, polygons or a line.

use super::{
    super::{
        fields::Fields,
        nearest::did_you_mean,
        problem::{Placed, Problems},
    },
    form::AreaForm,
    ground::{self, Drawing},
    keys,
    markdown::Block,
    provision::id,
    scope::Scope,
};
use truce_model::{Area, AreaId, Shape};

/// The keys that tell the ground; a block gives exactly one.
const SHAPES: [&str; 4] = ["places", "pcodes", "geojson", "along"];

/// Kilometres that no uncertain edge and no corridor exceed, so that metres given by mistake are caught.
const WIDEST_KM: f64 = 500.0;

/// Reads the block.
pub(super) fn parse(fields: &Fields, block: &Block, scope: &Scope, problems: &mut Problems) -> Option<Area> {
    fields.only(keys::of::<AreaForm>(), problems);
    let id = id(fields, "eastern-zone", problems);
    let title = fields.need_words("title", "give it a title for reports", problems);
    let edge_km = fields.decimal("edge_km", problems);
    let edge_km = edge_km.and_then(|edge| width("edge_km", edge, 0.0, problems)).unwrap_or_default();
    let cite = fields.words("cite", problems).map(|cite| cite.value);
    let shape = shape(fields, scope, problems);
    Some(Area { id: AreaId::new(id?), title: title?.value, shape: shape?, edge_km, cite, line: block.line })
}

fn shape(fields: &Fields, scope: &Scope, problems: &mut Problems) -> Option<Shape> {
    let mut given = SHAPES.into_iter().filter(|key| fields.has(key));
    let hint = format!("an area has exactly one of: {}", SHAPES.join(", "));
    let Some(key) = given.next() else {
        problems.add(&fields.at, "this area covers no ground", Some(hint));
        return None;
    };
    for other in given {
        let at = fields.key_at(other).unwrap_or_else(|| fields.at.clone());
        problems.add(&at, format!("`{other}` beside `{key}`"), Some(hint.clone()));
    }
    if let (Some(at), true) = (fields.key_at("each_side_km"), key != "along") {
        problems.add(
            &at,
            format!("`each_side_km` belongs to `along`, not to `{key}`"),
            Some("leave it out".into()),
        );
    }
    match key {
        "places" => {
            let names = fields.need_list(key, "name listed places: places = [\"Arden\"]", problems);
            let names = names.iter().filter_map(|name| scope.book.place(name, problems)).collect();
            Some(Shape::Places { names })
        }
        "pcodes" => {
            let codes = fields.need_list(key, "name P-codes: pcodes = [\"WL01\"]", problems);
            let names = codes.iter().filter_map(|code| scope.book.pcode(code, problems)).collect();
            Some(Shape::Places { names })
        }
        _ => drawn(fields, key, scope, problems),
    }
}

/// The ground of a GeoJSON file beside the agreement.
fn drawn(fields: &Fields, key: &str, scope: &Scope, problems: &mut Problems) -> Option<Shape> {
    let half_width_km = if key == "along" { corridor_width(fields, problems) } else { Some(0.0) };
    let path = fields.words(key, problems)?;
    let text = beside(&path, scope, problems)?;
    let drawing = if key == "along" { ground::line(text) } else { ground::polygons(text) };
    match drawing {
        Ok(Drawing::Polygons(rings)) => Some(Shape::Polygons { rings }),
        Ok(Drawing::Line(line)) => Some(Shape::Corridor { line, half_width_km: half_width_km? }),
        Err(faults) => {
            for fault in faults {
                problems.add(&path.at, format!("`{}` {}", path.value, fault.message), fault.hint);
            }
            None
        }
    }
}

fn corridor_width(fields: &Fields, problems: &mut Problems) -> Option<f64> {
    if !fields.has("each_side_km") {
        let hint = "say how far it reaches on each side of its line: each_side_km = 1.5";
        problems.add(&fields.at, "a corridor without width", Some(hint.into()));
    }
    let km = fields.decimal("each_side_km", problems)?;
    width("each_side_km", km, f64::MIN_POSITIVE, problems)
}

/// A width in kilometres that can be meant.
fn width(key: &str, km: Placed<f64>, least: f64, problems: &mut Problems) -> Option<f64> {
    if km.value >= least && km.value <= WIDEST_KM {
        return Some(km.value);
    }
    let from = if least > 0.0 { "more than 0" } else { "0" };
    let hint = format!("it is a width in kilometres, from {from} to {WIDEST_KM}");
    problems.add(&km.at, format!("`{key}` cannot be {}", km.value), Some(hint));
    None
}

/// The text of a file in the agreement's folder.
fn beside<'a>(path: &Placed<String>, scope: &Scope<'a>, problems: &mut Problems) -> Option<&'a str> {
    let name = path.value.trim_start_matches("./");
    let found = scope.beside.iter().find(|(file, _)| file == name).map(|(_, text)| text.as_str());
    if found.is_none() {
        let known: Vec<&str> = scope.beside.iter().map(|(file, _)| file.as_str()).collect();
        let hint = did_you_mean(name, known.iter().copied()).unwrap_or_else(|| match known[..] {
            [] => "put it into the agreement's folder, such as areas/eastern-zone.geojson".to_owned(),
            _ => format!("the files beside the agreement are: {}", known.join(", ")),
        });
        problems.add(&path.at, format!("there is no file `{name}` beside the agreement"), Some(hint));
    }
    found
}
