//! Sorts of places as maps tell them apart. Says nothing of any one place.

/// What sort of place a gazetteer's record tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum FeatureKind {
    /// A continent or a part of the world.
    Continent,
    /// A country or territory.
    Country,
    /// A first-level division.
    Province,
    /// A smaller division.
    District,
    /// A city, town or village.
    Town,
    /// A quarter of a town.
    Quarter,
    /// A stretch of land: valley, plain, desert, historical region.
    Area,
    /// A sea, river, lake or strait.
    Water,
    /// A mountain, range, island, cape.
    Landform,
    /// A building or installation: airport, dam, bridge, camp.
    Site,
    /// A road, railway or crossing.
    Road,
}

impl FeatureKind {
    /// All of them, each at the place of its number.
    pub const ALL: [FeatureKind; 11] = [
        FeatureKind::Continent,
        FeatureKind::Country,
        FeatureKind::Province,
        FeatureKind::District,
        FeatureKind::Town,
        FeatureKind::Quarter,
        FeatureKind::Area,
        FeatureKind::Water,
        FeatureKind::Landform,
        FeatureKind::Site,
        FeatureKind::Road,
    ];

    /// The word for it in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            FeatureKind::Continent => "continent",
            FeatureKind::Country => "country",
            FeatureKind::Province => "province",
            FeatureKind::District => "district",
            FeatureKind::Town => "town",
            FeatureKind::Quarter => "quarter",
            FeatureKind::Area => "area",
            FeatureKind::Water => "water",
            FeatureKind::Landform => "landform",
            FeatureKind::Site => "site",
            FeatureKind::Road => "road",
        }
    }
}
